"""Relations between cells that the forms state themselves (勾稽关系)."""

import re
from collections.abc import Iterator, Sequence

from app.domain.merging.field import Field, Form
from app.domain.merging.sharing.shape import Check, SharedField

_CHANGE = re.compile(r"新增|增加|减少|退出|净|注销|迁[入出]|死亡|出生")


def stated_checks(forms: Sequence[Form], fields: Sequence[SharedField]) -> Iterator[Check]:
    """A part is never more than its whole, where both are asked in one form and counted in one unit."""
    homes = {
        (source.file, source.table, source.cell): item
        for item in fields
        for source in item.sources
        if source.cell
    }
    seen: set[tuple[str, str]] = set()
    for form in forms:
        for at, table in enumerate(form.tables):
            wholes = {(item.path, item.period): item for item in table.fields}
            for part in table.fields:
                whole = wholes.get((part.path[:-1], part.period))
                if whole is None or not _comparable(part, whole):
                    continue
                less, more = homes.get((form.key, at, part.cell)), homes.get((form.key, at, whole.cell))
                if less and more and less.unit == more.unit and (less.id, more.id) not in seen:
                    seen.add((less.id, more.id))
                    yield Check(
                        "at_most",
                        (less.id, more.id),
                        f"“{less.label}”不应大于“{more.label}”",
                        f"{less.label!r} must not exceed {more.label!r}",
                    )


def _comparable(part: Field, whole: Field) -> bool:
    """Comings and goings stand under 其中 too, and are no part of the stock that they change."""
    placed = len(part.path) > 1 and bool(part.cell and whole.cell)
    return placed and bool(part.unit) and part.unit == whole.unit and not _CHANGE.search(part.label)
