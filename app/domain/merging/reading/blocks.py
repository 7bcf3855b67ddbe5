"""Where the tables of a sheet are: framed rectangles, or runs of rows where a form draws no borders."""

from dataclasses import dataclass

from app.domain.merging.reading.bands import find_band
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import read_label
from app.domain.merging.reading.sentences import is_printed_blank
from app.domain.merging.reading.surroundings import is_note, is_sign_off, is_unit_line
from app.domain.merging.workbook.addresses import Area

_LONG = 60
_SHORT = 24


@dataclass(frozen=True)
class Block:
    """A rectangle that holds one or more tables, and the texts outside it that belong to it."""

    area: Area
    before: tuple[str, ...]
    after: tuple[str, ...]


def find_blocks(grid: Grid) -> list[Block]:
    """The blocks of a sheet from top to bottom, each with the words around it."""
    areas = _framed(grid) or _unframed(grid)
    areas = sorted([*areas, *_sentences(grid, areas)])
    return [
        Block(area, tuple(_texts(grid, areas, at, True)), tuple(_texts(grid, areas, at, False)))
        for at, area in enumerate(areas)
    ]


def _sentences(grid: Grid, areas: list[Area]) -> list[Area]:
    """Lines of text with blanks in them that stand in no table: each is a small record of its own."""
    return [
        slot.area._replace(bottom=slot.area.top)
        for row in grid.rows
        for slot in grid.words(row)
        if slot.kind == "sentence" and not any(area.top <= row <= area.bottom for area in areas)
    ]


def _framed(grid: Grid) -> list[Area]:
    framed = grid.bordered()
    areas: list[Area] = []
    while framed:
        areas.append(_component(framed))
    areas = _joined([area for area in areas if area.size >= 4 or area.right - area.left >= 2])
    return [area for area in areas if _has_text(grid, area)]


def _component(framed: set[tuple[int, int]]) -> Area:
    """Take one connected group of framed cells out of the set and return its bounding box."""
    start = framed.pop()
    queue, top, left, bottom, right = [start], start[0], start[1], start[0], start[1]
    while queue:
        row, column = queue.pop()
        top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
        for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if near in framed:
                framed.remove(near)
                queue.append(near)
    return Area(top, left, bottom, right)


def _joined(areas: list[Area]) -> list[Area]:
    """Boxes that overlap become one; the rest is sorted from top to bottom, left to right."""
    done: list[Area] = []
    for area in sorted(areas):
        for other in [box for box in done if _overlap(box, area)]:
            done.remove(other)
            area = Area(
                min(area.top, other.top),
                min(area.left, other.left),
                max(area.bottom, other.bottom),
                max(area.right, other.right),
            )
        done.append(area)
    return sorted(done)


def _overlap(one: Area, other: Area) -> bool:
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
    )


def _has_text(grid: Grid, area: Area) -> bool:
    return any(cell.text and area.holds(*place) for place, cell in grid.sheet.cells.items())


def _unframed(grid: Grid) -> list[Area]:
    """Runs of rows with two slots or more, between titles, notes and blank rows that part two tables."""
    areas: list[Area] = []
    rows: list[int] = []
    for row in [*grid.rows, 0]:
        words = grid.words(row) if row else []
        if row and (len(words) >= 2 or _asks_alone(grid, row, words)) and not _is_aside(words):
            rows.append(row)
        elif rows and (not row or (words and not _within(grid, row, words))):
            areas.append(_run(grid, rows))
            rows = []
        elif rows and words:
            rows.append(row)
    return areas


def _asks_alone(grid: Grid, row: int, words: list[Slot]) -> bool:
    """True for `仓库地址：` or `灭火弹（枚）` with nothing beside it, among others of that kind, and for the
    lines of a questionnaire (boxes, sentences, `姓名：____`)."""

    def asks(slots: list[Slot]) -> bool:
        return _asks_beside(slots) or _asks_within(slots)

    return asks(words) and any(asks(grid.words(near)) for near in (row - 1, row + 1))


def _asks_beside(slots: list[Slot]) -> bool:
    """A lone label whose blank is the cell to its right."""
    if len(slots) != 1 or slots[0].kind != "label" or len(slots[0].text) > _SHORT:
        return False
    text = slots[0].text
    return not text.startswith(("附", "注")) and (text.endswith(("：", ":")) or bool(read_label(text).unit))


def _asks_within(slots: list[Slot]) -> bool:
    """A lone line that has its blank or its boxes in its own cell."""
    if len(slots) != 1 or slots[0].text.startswith(("附", "注")):
        return False
    return slots[0].kind in ("options", "sentence") or is_printed_blank(slots[0].text)


def _is_aside(words: list[Slot]) -> bool:
    """True for a row of `填表人：　审核人：`, `单位：万元` and notes."""
    return all(is_note(slot.text) or is_sign_off(slot.text) or is_unit_line(slot.text) for slot in words)


def _within(grid: Grid, row: int, words: list[Slot]) -> bool:
    """True where a lone label still belongs to the table above it: a row of a list, not a title or a note."""
    text = words[0].text
    if (
        len(words) > 1
        or is_note(text)
        or is_sign_off(text)
        or len(text) > _LONG
        or words[0].area.right > words[0].area.left
    ):
        return False
    return bool(grid.columns(row - 1)) and not text.startswith(("附件", "附表", "表"))


def _run(grid: Grid, rows: list[int]) -> Area:
    places = [column for row in range(rows[0], rows[-1] + 1) for column in grid.columns(row)]
    merged = [
        area.right
        for area in grid.sheet.merges
        if rows[0] <= area.top <= rows[-1] and area.right - area.left < 30
    ]
    texts = [column for row in rows for column in (slot.area.right for slot in grid.words(row))]
    right = min(max([*places, *merged]), max(texts) + 1)
    tight = Area(rows[0], min(places), rows[-1], max(right, max(texts)))
    if find_band(grid, rows[0], tight) is not None:
        return tight
    if not any(_asks_beside(grid.words(row)) or len(grid.words(row)) > 1 for row in rows):
        return tight  # a questionnaire: every line holds its own blanks
    # a record without frames: the blank behind the last label is a cell that the file does not hold
    return tight._replace(right=max(tight.right, max(texts) + 1))


def _texts(grid: Grid, areas: list[Area], at: int, before: bool) -> list[str]:
    """The texts above a block, or those below it; between two blocks only notes belong to the upper."""
    area = areas[at]
    above = [other for other in areas if other.bottom < area.top]
    below = [other for other in areas if other.top > area.bottom]
    if before:
        first, last = max((other.bottom for other in above), default=0) + 1, area.top - 1
    else:
        first, last = area.bottom + 1, min((other.top for other in below), default=1 << 21) - 1
    texts = []
    for row in (row for row in grid.rows if first <= row <= last):
        texts += [slot.text for slot in grid.words(row) if slot.kind in ("label", "options", "number")]
    if before:
        return [text for text in texts if not (above and _trails(text))]
    return [text for text in texts if not below or _trails(text)]


def _trails(text: str) -> bool:
    """True for what closes a table rather than opens the next."""
    return is_note(text) or is_sign_off(text)
