"""The header band of a table: one or several rows of labels, merged or not, that name its columns."""

import re
from dataclasses import dataclass

from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import join_words, unit_cell
from app.domain.merging.workbook.addresses import Area

_DEEPEST = 5
_SAMPLE = re.compile(r"^[（(]?(?:示例|样例|例|举例|例如|填写示例|范例)[）)：:]?\d?$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_COUNTERS = re.compile(r"[甲乙丙丁戊己庚辛]|[A-Z]|[（(]?\d{1,3}[）)]?(?:\s*[=＝].*)?|[—－-]")
_COUNTER_NAMES = ("甲", "A", "序号", "栏次", "行次", "栏目", "栏号", "列次", "代码", "编号")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the sheet's columns that it takes, and its headers from top to bottom."""

    left: int
    right: int
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of a header and the columns that it names."""

    top: int
    bottom: int
    columns: tuple[Column, ...]


def find_band(grid: Grid, row: int, area: Area) -> Band | None:
    """The header band that starts in `row`, if the rows from there name every column of the area."""
    for bottom in range(row, min(row + _DEEPEST, area.bottom + 1)):
        if not _all_words(grid, bottom, area, row):
            return None
        if _covered(grid, row, bottom, area):
            bottom, counters = _extend(grid, row, bottom, area)
            columns = _columns(grid, row, bottom, area)
            if len(columns) < 2 or not _opens(grid, bottom + counters + 1, area):
                return None
            return Band(row, bottom + counters, columns)
    return None


def is_heading(slot: Slot) -> bool:
    """True for a slot that can stand in a header: a label, or a bare year."""
    return slot.kind == "label" or bool(slot.kind == "number" and _YEAR.fullmatch(slot.text))


def is_counter_row(slots: list[Slot]) -> bool:
    """True for the row 甲 乙 1 2 3 (or 栏次 1 2 3=1-2) that statistical forms put below their header."""
    texts = [join_words(slot.text) for slot in slots]
    if len(texts) < 3 or not all(_COUNTERS.fullmatch(text) for text in texts[1:]):
        return False
    if texts[0] in _COUNTER_NAMES:
        return True
    numbers = [re.sub(r"\D.*", "", text.strip("（(")) for text in texts]
    return numbers == [str(at) for at, _ in enumerate(texts, 1)]


def _all_words(grid: Grid, row: int, area: Area, top: int) -> bool:
    slots = list(grid.slots(row, area.left, area.right))
    if len(slots) == 1 or (row == top and _alternates(slots)):
        return False
    if all(slot.text.endswith(("：", ":")) for slot in slots if slot.text):
        return False
    return any(is_heading(slot) for slot in slots) and all(
        is_heading(slot) or (slot.kind == "open" and _tolerated(grid, slot, row, area, top)) for slot in slots
    )


def _alternates(slots: list[Slot]) -> bool:
    """Label, blank, label, blank: a row of a record, not of unmerged groups."""
    return len(slots) > 3 and all(
        slot.kind == ("open" if at % 2 else "label") for at, slot in enumerate(slots)
    )


def _tolerated(grid: Grid, slot: Slot, row: int, area: Area, top: int) -> bool:
    """A blank in a header: a corner, below a label, or right of a label whose parts stand below."""
    column = slot.area.left
    if column == area.left and row == top:
        return True
    if any(is_heading(grid.slot(above, column)) for above in range(top, row)):
        return True
    if row + 1 > area.bottom or not is_heading(grid.slot(row + 1, column)):
        return False
    group = next((at for at in range(column, area.left - 1, -1) if grid.slot(row, at).kind != "open"), 0)
    return bool(group) and is_heading(grid.slot(row + 1, group))


def _covered(grid: Grid, top: int, bottom: int, area: Area) -> bool:
    corner = grid.slot(top, area.left).area.right
    return all(
        any(is_heading(grid.slot(row, column)) for row in range(top, bottom + 1))
        for column in range(area.left, area.right + 1)
        if column > corner or is_heading(grid.slot(top, area.left))
    )


def _extend(grid: Grid, top: int, bottom: int, area: Area) -> tuple[int, int]:
    """Where the header really ends, and whether a row of counters (甲 乙 1 2) follows it."""
    while bottom < min(area.bottom, top + _DEEPEST) and _continues(grid, bottom, area):
        bottom += 1
    if bottom < area.bottom and is_counter_row(list(grid.slots(bottom + 1, area.left, area.right))):
        return bottom, 1
    return bottom, 0


def _continues(grid: Grid, bottom: int, area: Area) -> bool:
    below = list(grid.slots(bottom + 1, area.left, area.right))
    fresh = [slot for slot in below if slot.area.top == bottom + 1]
    if not fresh:
        return True
    if is_counter_row(below):
        return False
    if sum(bool(unit_cell(slot.text)) for slot in fresh) >= 2 and all(
        unit_cell(slot.text) or slot.kind == "open" for slot in fresh
    ):
        return True  # a row of its own for the units
    reaching = len(fresh) < len(below)
    if reaching:
        return all(is_heading(slot) for slot in fresh)
    split = [slot for slot in grid.slots(bottom, area.left, area.right) if slot.area.right > slot.area.left]
    parts = [list(grid.slots(bottom + 1, slot.area.left, slot.area.right)) for slot in split]
    finer = [part for part in parts if len(part) > 1]
    return (
        bool(finer)
        and all(is_heading(slot) for part in finer for slot in part)
        and not _any_blank_beside(grid, bottom, area, below)
    )


def _any_blank_beside(grid: Grid, bottom: int, area: Area, below: list[Slot]) -> bool:
    """A blank below a single header means that the row is already the body, unless nothing else is blank."""
    blanks = [slot for slot in below if slot.kind not in ("label", "number")]
    following = bottom + 2 <= area.bottom and all(
        slot.kind in ("open", "formula") for slot in grid.slots(bottom + 2, area.left, area.right)
    )
    return bool(blanks) and not following


def _columns(grid: Grid, top: int, bottom: int, area: Area) -> tuple[Column, ...]:
    columns = []
    for slot in grid.slots(bottom, area.left, area.right):
        left, right = max(slot.area.left, area.left), min(slot.area.right, area.right)
        headers: list[str] = []
        for row in range(top, bottom + 1):
            above = _header_at(grid, row, left, area, row < bottom and not headers)
            if above and (not headers or headers[-1] != above):
                headers.append(above)
        columns.append(Column(left, right, tuple(headers)))
    return tuple(columns)


def _header_at(grid: Grid, row: int, column: int, area: Area, group: bool) -> str:
    """The label over a column; an unmerged group's label counts for the blanks to its right."""
    slot = grid.slot(row, column)
    if is_heading(slot):
        return join_words(slot.text)
    if not group:
        return ""
    for at in range(column - 1, area.left - 1, -1):
        near = grid.slot(row, at)
        if near.kind != "open":
            return join_words(near.text) if is_heading(grid.slot(row + 1, at)) else ""
    return ""


def _opens(grid: Grid, row: int, area: Area) -> bool:
    """True where the row below a header has something to fill, or the table ends with its header."""
    if row > area.bottom:
        return True
    slots = list(grid.slots(row, area.left, area.right))
    if len(slots) == 1 and slots[0].kind == "label" and row < area.bottom:
        return _opens(grid, row + 1, area)  # a heading over the first rows
    kinds = {slot.kind for slot in slots}
    return (
        _SAMPLE.match(slots[0].text) is not None
        or kinds != {"label"}
        or all(
            slot.kind in ("open", "formula", "number")
            for slot in grid.slots(min(row + 1, area.bottom), area.left, area.right)
        )
    )
