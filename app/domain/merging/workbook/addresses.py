"""Cell addresses between their spelling (D10, A1:C3) and numbers, all 1-based as on the screen."""

import re
from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
# D10#2 is the second blank of the sentence in D10
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})(?:#[1-9][0-9]?)?")


class Area(NamedTuple):
    """A rectangle of cells, all four edges inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it covers."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def holds(self, row: int, column: int) -> bool:
        """True where the cell lies within."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def parse_cell(address: str) -> tuple[int, int]:
    """D10 → (10, 4); dollar signs and the number of a blank are ignored. Raises ValueError for no cell."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"not a cell address: {address!r}")
    row, column = int(match[2]), column_number(match[1])
    if row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(f"outside the sheet: {address!r}")
    return row, column


def blank_number(address: str) -> int:
    """2 for D10#2, the second blank of the sentence in D10; 0 for a whole cell."""
    return int(address.rpartition("#")[2]) if "#" in address else 0


def cell_address(row: int, column: int) -> str:
    """(10, 4) → D10."""
    return f"{column_letters(column)}{row}"


def parse_area(text: str) -> Area:
    """A1:C3 or a single cell. Raises ValueError for whole rows, whole columns and nonsense."""
    first, _, last = text.partition(":")
    top, left = parse_cell(first)
    bottom, right = parse_cell(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def area_address(area: Area) -> str:
    """The spelling that `parse_area` reads."""
    first = cell_address(area.top, area.left)
    last = cell_address(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"
