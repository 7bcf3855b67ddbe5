"""A sheet as a reader sees it: merged cells are one slot; a slot is a label, a blank to fill, or closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.merging.reading.labels import as_unit, join_words
from app.domain.merging.reading.sentences import find_gaps, is_date_blank, is_dated_title, is_stamped
from app.domain.merging.reading.surroundings import is_note, is_sign_off
from app.domain.merging.workbook.addresses import Area, cell_address
from app.domain.merging.workbook.sheets import Cell, Sheet, Validation

SlotKind = Literal["label", "open", "formula", "number", "options", "sentence", "closed"]
_BOX = re.compile(r"[□☐☑■○◯]\s*\S|\S\s*[□☐]")
_CLOSED = re.compile(r"[-—－–/／\\×✕xX*＊.…·]+")
_BEHIND = re.compile(r"^[^:：_＿]*[:：][\s_＿年月日]*$")
_UNITS = re.compile(r"(?:计量)?单位|[丙乙]")
_HIGHEST = 200
_MANY_SIDES = 3


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell or one merged area with what stands in it."""

    area: Area
    text: str
    kind: SlotKind
    cell: Cell

    @property
    def address(self) -> str:
        """The address of its top left cell, where its value lives."""
        return cell_address(self.area.top, self.area.left)


class Grid:
    """Slots by row and column. Nothing is expanded that the file did not hold, whatever its last cell is."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._origin = {
            (row, column): area
            for area in sheet.merges
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }
        self._columns: dict[int, list[int]] = {}
        for row, column in sorted(sheet.cells):
            self._columns.setdefault(row, []).append(column)
        self.rows = tuple(row for row in self._columns if row not in sheet.hidden_rows)
        self._unit_blanks = {place for place, cell in sheet.cells.items() if self._is_unit_blank(cell)}
        self._stamped = {place for place, cell in sheet.cells.items() if self._is_stamped_blank(cell)}

    def slot(self, row: int, column: int) -> Slot:
        """The slot that holds this cell; a cell that the file does not have is open."""
        area = self._origin.get((row, column), Area(row, column, row, column))
        cell = self.sheet.cells.get((area.top, area.left)) or Cell(area.top, area.left)
        if (area.top, area.left) in self._unit_blanks:
            return Slot(area, "", "open", cell)
        if (area.top, area.left) in self._stamped:
            return Slot(area, cell.text.strip(), "sentence", cell)
        return Slot(area, cell.text.strip(), slot_kind(cell), cell)

    def hidden(self, row: int, column: int) -> bool:
        """True where the sheet does not show the cell: nobody can fill it in."""
        return row in self.sheet.hidden_rows or column in self.sheet.hidden_columns

    def _is_unit_blank(self, cell: Cell) -> bool:
        """A blank that has only its unit printed in it (`公顷`): right of its label, before another label or
        nothing, and not in a column of units or in a header."""
        if cell.kind != "text" or not as_unit(cell.text) or cell.column == 1:
            return False
        area = self._origin.get((cell.row, cell.column), Area(cell.row, cell.column, cell.row, cell.column))
        left, right = self._plain(cell.row, area.left - 1), self._plain(cell.row, area.right + 1)
        if left is None or left.row != cell.row or not _is_name(left):
            return False
        if not (any(cell.style.sides) if right is None else _is_name(right)):
            return False
        below, beyond = self._plain(area.bottom + 1, area.left), self._plain(area.bottom + 1, area.right + 1)
        heads = (
            below is not None and not below.text.strip() and beyond is not None and not beyond.text.strip()
        )
        return not heads and not any(
            _UNITS.fullmatch(join_words(above.text))
            for row in range(max(1, cell.row - _HIGHEST), cell.row)
            if (above := self.sheet.cells.get((row, area.left))) is not None
        )

    def _is_stamped_blank(self, cell: Cell) -> bool:
        """Room for an opinion, `负责人：（公章）　年　月　日` printed in it, right of what it is about."""
        if cell.kind != "text" or not find_gaps(cell.text) or not is_stamped(cell.text):
            return False
        left = self._plain(cell.row, cell.column - 1)
        return left is not None and _is_name(left) and not is_stamped(left.text)

    def _plain(self, row: int, column: int) -> Cell | None:
        """The cell that holds this place's text; None where the file has none."""
        area = self._origin.get((row, column))
        return self.sheet.cells.get((area.top, area.left) if area else (row, column))

    def words(self, row: int) -> list[Slot]:
        """The slots with text that begin in this row, whatever their column."""
        slots = {
            slot.area: slot for slot in (self.slot(row, column) for column in self._columns.get(row, ()))
        }
        return [slot for slot in slots.values() if slot.text and slot.area.top == row]

    def columns(self, row: int) -> list[int]:
        """The columns of a row that the file holds cells for."""
        return self._columns.get(row, [])

    def slots(self, row: int, left: int, right: int) -> Iterator[Slot]:
        """The slots of a row between two columns, from left to right, each once."""
        column = left
        while column <= right:
            slot = self.slot(row, column)
            yield slot
            column = max(slot.area.right, column) + 1

    def validation(self, row: int, column: int) -> Validation | None:
        """The rule on a cell, if any; a list before any other kind."""
        found = [
            rule for rule in self.sheet.validations if any(area.holds(row, column) for area in rule.areas)
        ]
        return min(found, key=lambda rule: rule.type != "list", default=None)

    def bordered(self) -> set[tuple[int, int]]:
        """Cells framed on three sides or more, by their own lines or their neighbours', merges whole."""
        framed = set()
        for (row, column), cell in self.sheet.cells.items():
            if (row, column) not in self._origin and self._sides(row, column, cell) >= _MANY_SIDES:
                framed.add((row, column))
        for area in self.sheet.merges:
            if self._frame_of(area) >= _MANY_SIDES:
                framed |= {
                    (r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)
                }
        return framed

    def _sides(self, row: int, column: int, cell: Cell) -> int:
        left, right, top, bottom = cell.style.sides
        near = self.sheet.cells.get
        beside = (
            near((row, column - 1)),
            near((row, column + 1)),
            near((row - 1, column)),
            near((row + 1, column)),
        )
        return (
            (left or bool(beside[0] and beside[0].style.sides[1]))
            + (right or bool(beside[1] and beside[1].style.sides[0]))
            + (top or bool(beside[2] and beside[2].style.sides[3]))
            + (bottom or bool(beside[3] and beside[3].style.sides[2]))
        )

    def _frame_of(self, area: Area) -> int:
        """Sides of a merged area that are drawn; programs keep the lines on the cells along each edge."""
        edges = (
            ((area.top, area.left), (area.bottom, area.left), 0),
            ((area.top, area.right), (area.bottom, area.right), 1),
            ((area.top, area.left), (area.top, area.right), 2),
            ((area.bottom, area.left), (area.bottom, area.right), 3),
        )
        drawn = 0
        for *corners, side in edges:
            cells = (self.sheet.cells.get(corner) for corner in corners)
            drawn += any(cell is not None and cell.style.sides[side] for cell in cells)
        first = self.sheet.cells.get((area.top, area.left))
        return max(drawn, sum(first.style.sides) if first else 0)


def slot_kind(cell: Cell) -> SlotKind:
    """What a cell is for: to be read (label), filled (open, options), computed, or left alone (closed)."""
    text = cell.text.strip()
    if cell.formula:
        return "formula"
    if not text or is_date_blank(text):
        return "open"
    if cell.kind in ("number", "date", "boolean", "error"):
        return "number"
    if _CLOSED.fullmatch(text):
        return "closed"
    if _BOX.search(text):
        return "options"
    asks = bool(find_gaps(text)) and not _BEHIND.search(text) and not is_dated_title(text)
    return "sentence" if asks and not is_note(text) and not is_sign_off(text) else "label"


def _is_name(cell: Cell) -> bool:
    """True for words that name something: no unit, no code, no number."""
    text = cell.text.strip()
    return slot_kind(cell) == "label" and not as_unit(text) and not re.fullmatch(r"[\dA-Za-z.\-]*", text)
