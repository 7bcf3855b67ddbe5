"""Which object a roster's row is about, and the rows of two lists that are about the same one."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.merging.sharing.shape import SharedField
from app.domain.merging.sharing.values import is_blank

Row = Mapping[str, Any]
_CODE = re.compile(r"编号|代码|户号|身份证")
_NAME = re.compile(r"名称|姓名|户主|产权人|经营者|村名")
_PLACE = re.compile(r"所在(?:行政)?村|行政村|地址|住址|坐落")
_SINGULAR = frozenset({"enterprise", "site", "village"})
"""Objects whose name alone tells them apart in a township; people and households share names."""


def naming_columns(columns: Sequence[SharedField]) -> tuple[str, ...]:
    """The ids of the columns that say which object a row is about: its code, else its names and place."""
    coded = [one.id for one in columns if _CODE.search(_last(one))]
    if coded:
        return tuple(coded)
    named = [one.id for one in columns if _NAME.search(_last(one))]
    placed = [one.id for one in columns if _PLACE.search(_last(one))]
    return (*named, *placed) if named else ()


def tells_apart(columns: Sequence[SharedField]) -> bool:
    """True where the naming columns surely tell objects apart: a code, a name and a place, or the name of
    an enterprise, a site or a village."""
    named = naming_columns(columns)
    first = next((one for one in columns if one.id in named), None)
    if first is None:
        return False
    return bool(_CODE.search(_last(first))) or len(named) > 1 or first.grain in _SINGULAR


def row_key(row: Row, named: Sequence[str]) -> tuple[str, ...] | None:
    """What names the object of a row; None where any part of the name is blank."""
    parts = [row.get(key) for key in named]
    if not parts or any(is_blank(part) for part in parts):
        return None
    return tuple("".join(str(part).split()) for part in parts)


def by_name(rows: Sequence[Row], named: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The place of each object in a list, without those that two rows name."""
    keys = [row_key(row, named) for row in rows]
    counted = Counter(keys)
    return {key: at for at, key in enumerate(keys) if key is not None and counted[key] == 1}


def matched_rows(old: Sequence[Row], new: Sequence[Row], named: Sequence[str]) -> list[int | None]:
    """For each new row the place of the old row of the same object; None for an object that is new.

    Rows meet by name. Where a row has no full name, and where the new list is at least as long as the old
    (so it is the whole list), a row that no name finds meets the old row at its own place, if no new row
    names that one.
    """
    old_names, new_names = by_name(old, named), by_name(new, named)
    whole = len(new) >= len(old)
    found: list[int | None] = []
    for row in new:
        key = row_key(row, named)
        found.append(old_names.get(key) if key is not None and key in new_names else None)
    taken = {at for at in found if at is not None}
    for at, row in enumerate(new):
        free = found[at] is None and at < len(old) and at not in taken
        if free and (whole or row_key(row, named) is None or row_key(old[at], named) is None):
            found[at] = at
    return found


def _last(field: SharedField) -> str:
    return field.label.rpartition(" / ")[2]
