"""From the shared fields that a coordinator points at to the pairs of cells that the decision is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.merging.field import Form
from app.domain.merging.sharing.clusters import Member, full_label
from app.domain.merging.sharing.decisions import Decision, origin_of
from app.domain.merging.sharing.gates import joint_factor, obstacle
from app.domain.merging.sharing.layout import lay_out
from app.domain.merging.sharing.shape import SharedField, SharedForm


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """One of two cells that a decision is about: what decisions know it by, and what people do."""

    signature: str
    department: str
    label: str


class CannotMerge(ValueError):
    """Two fields that no decision can make one, with the reason in both languages."""

    def __init__(self, text: str, text_en: str) -> None:
        super().__init__(f"{text} ({text_en})")
        self.text = text
        self.text_en = text_en


def pairs_of(
    forms: Sequence[Form], shared: SharedForm, ids: Sequence[str], decision: Decision
) -> list[tuple[Side, Side]]:
    """Every pair of a cell behind the first field and one behind the second, each pair in order.

    One id alone stands for both sides: what was merged is split. `forms` are those that were merged into
    `shared`. Raises KeyError for an id that it does not hold, and CannotMerge where the two can never
    share a cell.
    """
    one, other = (_members(forms, shared, key) for key in (ids[0], ids[-1]))
    if decision == "merge":
        _check([shared.field(key) for key in ids], [cell for _, cell in one], [cell for _, cell in other])
    pairs = {
        (min(mine, theirs), max(mine, theirs))
        for mine, _ in one
        for theirs, _ in other
        if mine.signature != theirs.signature
    }
    return sorted(pairs)


def _members(forms: Sequence[Form], shared: SharedForm, key: str) -> list[tuple[Side, Member]]:
    field = shared.field(key)
    if field is None:
        raise KeyError(key)
    wanted = {(source.file, source.table, source.cell or source.column) for source in field.sources}
    found = []
    for form in map(lay_out, forms):
        for at, table in enumerate(form.tables):
            for item in table.fields:
                if (form.key, at, item.cell or item.column) in wanted:
                    member = Member(form.key, at, item, origin_of(form))
                    found.append((Side(member.signature, form.department, full_label(item)), member))
    return found


def _check(fields: Sequence[SharedField | None], one: list[Member], other: list[Member]) -> None:
    if len({field.roster for field in fields if field is not None}) > 1:
        raise CannotMerge(
            "两个指标不在同一张名册里", "the two do not stand in one roster, or one is no column of it"
        )
    if {member.form for member in one} & {member.form for member in other}:
        raise CannotMerge("同一张表里的两格不能合并", "two cells of one form stay two")
    for mine in one:
        for theirs in other:
            found = obstacle(mine.field, theirs.field)
            if found is not None:
                raise CannotMerge(found[1].text, found[1].text_en)
            if joint_factor(mine.field, theirs.field) is None:
                units = f"{mine.field.unit} / {theirs.field.unit}"
                raise CannotMerge(f"计量单位不能换算：{units}", f"the units do not convert: {units}")
