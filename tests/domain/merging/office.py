"""Office forms as clerks meet them, built with openpyxl; beside each stands what it must be read as."""

import io
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.datavalidation import DataValidation

_LINE = Side(style="thin")
FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Layout:
    """A workbook, its kind, and per cell (or column) the label and the unit that a person reads there."""

    name: str
    data: bytes
    kind: str
    fields: dict[str, tuple[str, str]]
    first_row: int = 0


def sheet(rows, merges=(), frame="", lists=(), formats=(), title="表1"):
    """A workbook of one sheet; `lists` are (area, options), `formats` (area, number format)."""
    book = Workbook()
    page = book.active
    page.title = title
    write(page, rows, merges, frame, lists, formats)
    return book


def write(page, rows, merges=(), frame="", lists=(), formats=()):
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            page.cell(row, column, value) if value is not None else None
    for area in merges:
        page.merge_cells(area)
    for cell in cells_of(page, frame):
        cell.border = FRAME
    for area, options in lists:
        rule = DataValidation(type="list", formula1=f'"{options}"', allow_blank=True)
        rule.add(area)
        page.add_data_validation(rule)
    for area, code in formats:
        for cell in cells_of(page, area):
            cell.number_format = code


def cells_of(page, area):
    return [cell for row in page[area] for cell in row] if area else []


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
