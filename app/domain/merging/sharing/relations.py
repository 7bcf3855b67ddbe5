"""Relations between cells that the forms state themselves (勾稽关系)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.domain.merging.alignment.units import UnitError, factor_between
from app.domain.merging.field import Field, Form, Table
from app.domain.merging.sharing.identities import stated_identities
from app.domain.merging.sharing.shape import Check, SharedField

_CHANGE = re.compile(r"新增|增加|减少|退出|净|注销|迁[入出]|死亡|出生")


Homes = Mapping[tuple[str, int, str], SharedField]
"""The shared field behind each (form, number of its table, cell)."""


def stated_checks(forms: Sequence[Form], fields: Sequence[SharedField]) -> Iterator[Check]:
    """What the forms themselves say of their cells, each relation once: a part is never more than its whole,
    where both are counted in one unit; and the sums and differences that their notes state."""
    homes = {
        (source.file, source.table, source.cell): item
        for item in fields
        for source in item.sources
        if source.cell
    }
    seen: set[tuple[str, ...]] = set()
    for form in forms:
        for at, table in enumerate(form.tables):
            for check in (*_parts(form.key, at, table, homes), *_sums(form, at, table, homes)):
                if (check.kind, *check.fields) not in seen:
                    seen.add((check.kind, *check.fields))
                    yield check


def _parts(key: str, at: int, table: Table, homes: Homes) -> Iterator[Check]:
    wholes = {(item.path, item.period): item for item in table.fields}
    for part in table.fields:
        whole = wholes.get((part.path[:-1], part.period))
        if whole is None or not _comparable(part, whole):
            continue
        less, more = homes.get((key, at, part.cell)), homes.get((key, at, whole.cell))
        if less and more and less.unit == more.unit:
            yield Check(
                "at_most",
                (less.id, more.id),
                f"“{less.label}”不应大于“{more.label}”",
                f"{less.label!r} must not exceed {more.label!r}",
                form=key,
            )


def _sums(form: Form, at: int, table: Table, homes: Homes) -> Iterator[Check]:
    for identity in stated_identities(table):
        whole = homes.get((form.key, at, identity.whole.cell))
        terms = [(term.sign, homes.get((form.key, at, term.field.cell))) for term in identity.terms]
        known = sorted(((sign, term) for sign, term in terms if term is not None), key=lambda one: -one[0])
        # a sum that a form computes is right by itself
        if whole is None or whole.derived_from or len(known) < len(terms):
            continue
        expression = _expression(whole, known)
        ids = (whole.id, *(term.id for _, term in known))
        if expression and len(set(ids)) == len(ids):
            said = "".join(f"{'+' if sign > 0 else '-'}“{term.label}”" for sign, term in known).lstrip("+")
            text = f"《{form.title}》要求：“{whole.label}”={said}"
            told = f"{form.title!r} states: {identity.text}"
            yield Check("equals", ids, text, told, expression, form.key)


def _expression(whole: SharedField, terms: Sequence[tuple[int, SharedField]]) -> str:
    """The sum in the whole's unit; empty where a unit does not convert to it."""
    parts = []
    for sign, term in terms:
        try:
            factor = factor_between(term.unit, whole.unit) if term.unit != whole.unit else 1
        except UnitError:
            return ""
        scaled = term.id if factor == 1 else f"{term.id}*{factor.numerator}/{factor.denominator}"
        parts.append(f"{'+' if sign > 0 else '-'}{scaled}")
    return "".join(parts).lstrip("+")


def _comparable(part: Field, whole: Field) -> bool:
    """Comings and goings stand under 其中 too, and are no part of the stock that they change."""
    placed = len(part.path) > 1 and bool(part.cell and whole.cell)
    return placed and bool(part.unit) and part.unit == whole.unit and not _CHANGE.search(part.label)
