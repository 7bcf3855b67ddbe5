"""A sheet as a reader sees it: merged cells are one slot; a slot is a label, a blank to fill, or closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.merging.workbook.addresses import Area, cell_address
from app.domain.merging.workbook.sheets import Cell, Sheet, Validation

SlotKind = Literal["label", "open", "formula", "number", "options", "closed"]
_BOX = re.compile(r"[□☐☑■○◯]\s*\S|\S\s*[□☐]")
_CLOSED = re.compile(r"[-—－–/／\\×✕xX*＊.…·]+")
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
        self.rows = tuple(self._columns)

    def slot(self, row: int, column: int) -> Slot:
        """The slot that holds this cell; a cell that the file does not have is open."""
        area = self._origin.get((row, column), Area(row, column, row, column))
        cell = self.sheet.cells.get((area.top, area.left)) or Cell(area.top, area.left)
        return Slot(area, cell.text.strip(), slot_kind(cell), cell)

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
    if not text:
        return "open"
    if cell.kind in ("number", "date", "boolean", "error"):
        return "number"
    if _CLOSED.fullmatch(text):
        return "closed"
    return "options" if _BOX.search(text) else "label"
