"""The rows below a header band: which belong to the table, and what each column is for."""

import re
from dataclasses import dataclass
from typing import Literal

from app.domain.merging.reading.bands import Band, Column, find_band
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import plain
from app.domain.merging.reading.surroundings import is_note, is_sign_off, is_unit_line
from app.domain.merging.workbook.addresses import Area

ColumnRole = Literal["stub", "value", "code", "unit", "note", "sequence", "remark"]
_SEQUENCE = re.compile(r"^(?:序号|序|项次|顺序号|编号|行次|NO\.?|No\.?)$")
_CODE = re.compile(r"^(?:指标)?(?:代码|代号|编码|行次|序号)$")
_UNIT = re.compile(r"^(?:计量)?单位$")
_EXPLAINED = re.compile(
    r"^(?:指标解释|指标说明|口径|填报说明|口径说明|说明|统计口径|填报要求|备注|"
    r"(?:评分|检查|考核|评价|验收)?(?:标准|细则)|工作要求|(?:牵头|责任|配合|主管|主办|协办)(?:单位|部门|领导|人)|"
    r"(?:完成|办结|整改)(?:时限|时间|期限))$"
)
_REMARK = re.compile(r"^(?:备注|说明|备注说明)$")
TOTAL = re.compile(r"^(?:合计|总计|共计|小计|全镇合计|全乡合计|合计数)$")


@dataclass(frozen=True)
class Body:
    """The rows of a table below its header, and what each column of the band is for."""

    rows: tuple[int, ...]
    roles: tuple[ColumnRole, ...]


def read_body(grid: Grid, band: Band, area: Area) -> Body:
    """The rows up to where the table's structure ends."""
    rows: list[int] = []
    for row in range(band.bottom + 1, area.bottom + 1):
        if row in grid.sheet.hidden_rows:
            continue
        slots = list(grid.slots(row, area.left, area.right))
        if _ends(grid, band, area, row, slots, rows):
            break
        rows.append(row)
    return Body(tuple(rows), tuple(_role(grid, column, rows, at) for at, column in enumerate(band.columns)))


def _ends(grid: Grid, band: Band, area: Area, row: int, slots: list[Slot], rows: list[int]) -> bool:
    first = slots[0]
    if first.kind in ("label", "options") and (
        is_note(first.text)
        or is_unit_line(first.text)
        or all(is_sign_off(slot.text) for slot in slots if slot.text)
    ):
        return True
    if len(slots) == 1:
        blank_before = bool(rows) and _all_blank(grid, rows[-1], area)
        return blank_before or _alone_ends(grid, area, row, first)
    if any(slot.kind == "open" and _crosses(slot, band.columns) for slot in slots):
        return not TOTAL.match(plain(first.text))
    fresh = len(rows) > 0 and not _all_filled(grid, rows[-1], area)
    return fresh and all(slot.kind == "label" for slot in slots) and find_band(grid, row, area) is not None


def _alone_ends(grid: Grid, area: Area, row: int, slot: Slot) -> bool:
    """A row of one slot is a group in the table unless it opens another or is a blank to write in."""
    if slot.kind != "label" or row + 1 > area.bottom:
        return True
    following = list(grid.slots(row + 1, area.left, area.right))
    return find_band(grid, row + 1, area) is not None or len(following) == 1 or following[0].kind == "open"


def _crosses(slot: Slot, columns: tuple[Column, ...]) -> bool:
    touched = [
        column for column in columns if column.left <= slot.area.right and slot.area.left <= column.right
    ]
    return len(touched) > 1


def _all_blank(grid: Grid, row: int, area: Area) -> bool:
    """Below a ledger's blank rows a lone text is a new part of the form, not a group of rows."""
    return not any(slot.kind == "label" for slot in grid.slots(row, area.left, area.right))


def _all_filled(grid: Grid, row: int, area: Area) -> bool:
    return all(slot.kind != "open" for slot in grid.slots(row, area.left, area.right))


def _role(grid: Grid, column: Column, rows: list[int], at: int) -> ColumnRole:
    if column.left in grid.sheet.hidden_columns:
        return "sequence"
    name = plain("".join(column.headers[-1:]))
    kinds = [grid.slot(row, column.left).kind for row in rows]
    words = kinds.count("label") / len(kinds) if kinds else 0.0
    filled = (len(kinds) - kinds.count("open")) / len(kinds) if kinds else 0.0
    if _SEQUENCE.match(name) and (at == 0 or name != "编号") and (name != "编号" or filled > 0.5):
        return "sequence"
    for pattern, role in _NAMED:
        if pattern.match(name) and filled >= 0.5:
            return role
    if _REMARK.match(name) and at > 0:
        return "remark"
    return "stub" if (words >= 0.5 and len(kinds) >= 2) or (words == 1.0 and len(kinds) == 1) else "value"


_NAMED: tuple[tuple[re.Pattern[str], ColumnRole], ...] = (
    (_CODE, "code"),
    (_UNIT, "unit"),
    (_EXPLAINED, "note"),
)
