"""The tables inside one block: header bands open tables, what lies between them is a record."""

from dataclasses import dataclass, field, replace

from app.domain.merging.field import Table
from app.domain.merging.reading.bands import find_band
from app.domain.merging.reading.blocks import Block
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import join_words
from app.domain.merging.reading.records import as_records, read_record
from app.domain.merging.reading.sentences import is_printed_blank
from app.domain.merging.reading.surroundings import (
    Surroundings,
    go_on,
    is_note,
    is_sign_off,
    is_signature,
    is_unit_line,
    read_after,
    read_before,
)
from app.domain.merging.reading.tables import read_table
from app.domain.merging.workbook.addresses import Area


@dataclass
class _Walk:
    """Where the reading of a block stands."""

    around: Surroundings
    section: str = ""
    record: list[tuple[int, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    odd: list[tuple[str, str]] = field(default_factory=list)
    used: bool = False


def read_block(
    grid: Grid, block: Block, above: Surroundings
) -> tuple[list[Table], list[tuple[str, str]], Surroundings]:
    """The tables of a block from top to bottom, (cell, text) of what was not understood, and what is said
    around it. What stands around the block `above` holds on for one without a title, and for a 续表."""
    lines, top = _leading_lines(grid, block.area)
    around = go_on(above, read_before([*block.before, *lines]))
    read_after(around, [*_trailing_notes(grid, block.area), *block.after])
    walk = _Walk(around)
    row = top
    while row <= block.area.bottom:
        row = _step(grid, block.area, row, walk)
    _close_record(grid, block.area, walk)
    if around.title.startswith("续"):
        around = replace(around, title=above.title or around.title)  # of what comes below
    return as_records(walk.tables), walk.odd, around


def _step(grid: Grid, area: Area, row: int, walk: _Walk) -> int:
    """Read what begins in this row; returns the row to go on with."""
    slots = list(grid.slots(row, area.left, area.right))
    if (len(slots) == 1 and slots[0].kind != "open") or (slots[0].kind == "label" and is_note(slots[0].text)):
        _read_alone(slots[0], row, walk)
        return max(slots[0].area.bottom, row) + 1
    if all(is_sign_off(slot.text) for slot in slots if slot.text) and is_signature(slots[0].text):
        return row + 1
    inner = _inner_area(grid, area, row)
    band = find_band(grid, row, inner)
    if band is None:
        walk.record.append((row, walk.section))
        return row + 1
    _close_record(grid, area, walk)
    group = join_words(slots[0].text) if inner.left > area.left else ""
    title = group or walk.section
    around = replace(walk.around, section=title or walk.around.section)
    found = read_table(grid, band, inner, around)
    table = replace(found.table, title=title) if title and walk.used else found.table
    walk.tables.append(table)
    walk.used = True
    return found.bottom + 1


def _read_alone(slot: Slot, row: int, walk: _Walk) -> None:
    """What a line of its own is: a question, the name of the part that it opens, a note, or unknown."""
    text = join_words(slot.text)
    if slot.kind in ("sentence", "options") or (is_printed_blank(text) and not is_sign_off(text)):
        walk.record.append((row, walk.section))
    elif "__" in text or "＿" in text:
        walk.odd.append((slot.address, text))
    elif slot.kind == "label" and not (is_note(text) or is_unit_line(text)):
        walk.section = text


def _inner_area(grid: Grid, area: Area, row: int) -> Area:
    """The area without the label that stands upright to the left of a table inside a record."""
    first = grid.slot(row, area.left)
    if first.kind != "label" or first.area.top != row or first.area.bottom <= row + 1:
        return area
    inner = Area(row, first.area.right + 1, min(first.area.bottom, area.bottom), area.right)
    rest = list(grid.slots(row, inner.left, inner.right))
    below = list(grid.slots(row + 1, inner.left, inner.right))
    heads = len(rest) > 1 and all(slot.kind == "label" and slot.area.bottom == row for slot in rest)
    return inner if heads and all(slot.kind == "open" for slot in below) else area


def _close_record(grid: Grid, area: Area, walk: _Walk) -> None:
    if not walk.record:
        return
    table, odd = read_record(grid, walk.record, area, walk.around)
    walk.odd += odd
    if table.fields:
        walk.tables.append(table)
        walk.used = True
    walk.record = []


def _leading_lines(grid: Grid, area: Area) -> tuple[list[str], int]:
    """Titles and unit lines that a form frames together with its table."""
    lines = []
    row = area.top
    while row < area.bottom:
        slots = list(grid.slots(row, area.left, area.right))
        texts = [slot.text for slot in slots if slot.text]
        sided = bool(texts) and all(is_unit_line(text) or is_sign_off(text) for text in texts)
        alone = len(slots) == 1 and slots[0].kind == "label" and _is_line(slots[0].text)
        if not (alone or sided):
            break
        lines += texts
        row = max(slots[0].area.bottom, row) + 1
    return lines, row


def _is_line(text: str) -> bool:
    """True for a title or the like: it opens no part of the form and asks for nothing."""
    return not _is_section(text) and not is_printed_blank(text)


def _is_section(text: str) -> bool:
    return join_words(text)[:2] in _NUMERALS or join_words(text).startswith(("（一）", "（二）", "(一)"))


_NUMERALS = tuple(f"{number}、" for number in "一二三四五六七八九十")


def _trailing_notes(grid: Grid, area: Area) -> list[str]:
    """Notes that stand inside the frame, wherever they are."""
    notes = []
    for row in range(area.top, area.bottom + 1):
        slot = grid.slot(row, area.left)
        if slot.area.top == row and slot.kind == "label" and is_note(slot.text):
            beside = [near.text for near in grid.slots(row, area.left, area.right) if near.kind == "label"]
            notes.append(" ".join(beside) if len(beside) > 1 else slot.text)
    return notes
