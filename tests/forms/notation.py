"""Forms as they are printed, typed as text: each blank says what a person reads there, and becomes a blank.

A row is one line, cells parted by `|`. `<` is merged with the cell to its left, `^` with the one above. A
blank is `?path>leaf [unit] {choice,choice} #type @period ~grain`, with what is printed in it before the mark; with a
formula before the mark it is computed. Ledgers name their columns apart: `B:name [unit] {…} #type`.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

_SPEC = re.compile(
    r"(?P<path>[^\[{#@!~]*)(?:\[(?P<unit>[^\]]*)\])?\s*(?:\{(?P<options>[^}]*)\})?\s*(?:#(?P<type>\w+))?\s*"
    r"(?:@(?P<period>[^!~]*))?\s*(?:~(?P<grain>\w+))?\s*(?P<formula>!)?"
)
_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Read:
    """What a person reads off one table: `rows` are those of its blanks, `columns` a ledger's fields."""

    kind: str
    title: str
    rows: tuple[int, int]
    grain: str = "township"
    period: str = ""
    columns: str = ""
    left: int = 1
    right: int = 99


@dataclass(frozen=True)
class Page:
    """One sheet: its rows as text, the framed areas, and what is read off it."""

    name: str
    text: str
    frames: tuple[str, ...]
    reads: tuple[Read, ...]
    lists: tuple[tuple[str, str], ...] = ()
    formats: tuple[tuple[str, str], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Sample:
    """One form of the corpus. `shows` says which habit of offices it is there for."""

    key: str
    shows: str
    pages: tuple[Page, ...]
    not_understood: tuple[str, ...] = field(default=())


def build(sample: Sample) -> bytes:
    """The form as an .xlsx with blank cells."""
    book = Workbook()
    book.remove(book.active)
    for page in sample.pages:
        _write(book.create_sheet(page.name), page)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def expected(sample: Sample) -> dict[str, Any]:
    """What must be read, in the shape of `jianfu forms read`; a type only where the layout states one."""
    tables = [_expected_table(page, read) for page in sample.pages for read in page.reads]
    return {"form": sample.key, "shows": sample.shows, "tables": tables}


def _rows(page: Page) -> list[list[str]]:
    lines = page.text.strip("\n").split("\n")
    return [[cell.strip(" ") for cell in line.split("|")] for line in lines]


def _write(sheet: Worksheet, page: Page) -> None:
    rows = _rows(page)
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            content = cell.partition("?")[0]
            if content and content not in ("<", "^"):
                sheet.cell(at, column, _value(content))
    for area in _merges(rows):
        sheet.merge_cells(area)
    for one in (one for frame in page.frames for line in sheet[frame] for one in line):
        one.border = _FRAME
        one.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_state = "hidden" if page.hidden else "visible"
    _rules(sheet, page)


def _rules(sheet: Worksheet, page: Page) -> None:
    for area, choices in page.lists:
        rule = DataValidation(type="list", formula1=choices if choices.startswith("=") else f'"{choices}"')
        rule.add(area)
        sheet.add_data_validation(rule)
    for area, code in page.formats:
        for one in (one for line in sheet[area] for one in line):
            one.number_format = code
    for number in page.hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letters in page.hidden_columns:
        sheet.column_dimensions[letters].hidden = True


def _value(content: str) -> str | int:
    content = content.replace("\\n", "\n")
    return int(content) if re.fullmatch(r"[1-9]\d{0,3}|0", content) else content


def _merges(rows: list[list[str]]) -> list[str]:
    """The rectangles that `<` and `^` describe, each named by its first cell."""
    found = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] == "^":
                bottom += 1
            if (right, bottom) != (left, top):
                first, last = get_column_letter(left + 1), get_column_letter(right + 1)
                found.append(f"{first}{top + 1}:{last}{bottom + 1}")
    return found


def _expected_table(page: Page, read: Read) -> dict[str, Any]:
    table: dict[str, Any] = {"sheet": page.name, "title": read.title, "kind": read.kind}
    if read.columns:
        table["first_row"], table["last_row"] = read.rows
        entries = [part.strip().partition(":") for part in read.columns.split(";")]
        table["fields"] = [{"column": letter} | _spec(spec, read, "") for letter, _, spec in entries]
        return table
    table["fields"] = [
        {"cell": f"{get_column_letter(column)}{at}"} | _spec(spec, read, cell.partition("?")[0])
        for at, row in enumerate(_rows(page), 1)
        if read.rows[0] <= at <= read.rows[1]
        for column, cell in enumerate(row, 1)
        if read.left <= column <= read.right and "?" in cell
        for spec in cell.partition("?")[2].split("?")
    ]
    return table


def _spec(text: str, read: Read, content: str) -> dict[str, Any]:
    match = _SPEC.fullmatch(text.strip())
    assert match, text
    path = [part.strip() for part in match["path"].strip().split(">")]
    period = read.period if match["period"] is None else match["period"].strip()
    said: dict[str, Any] = {
        "path": path, "label": path[-1], "unit": match["unit"] or "", "period": period, "grain": match["grain"] or read.grain,
        "role": "formula" if match["formula"] or content.startswith("=") else "input",
    }  # fmt: skip
    if match["type"]:
        said["type"] = match["type"]
    if match["options"]:
        said["options"] = match["options"].split(",")
    return said
