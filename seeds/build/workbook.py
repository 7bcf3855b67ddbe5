"""Writes laid-out forms as .xlsx workbooks that look like an office's own."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from seeds.build.form_layout import LEDGER_ROWS, Placed, Sheet, lay_out
from seeds.build.form_spec import FormSpec

EDGE = Side(style="thin")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
FORMAT = {"integer": "0", "decimal": "0.00", "percent": "0.0", "date": "yyyy-mm-dd"}


def write_forms(specs: dict[str, list[FormSpec]], folder: Path) -> None:
    """One workbook a form, one sheet a part."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, parts in specs.items():
        book = Workbook()
        book.remove(book.worksheets[0])
        for spec in parts:
            _write(lay_out(spec), book.create_sheet(spec.sheet))
        (folder / f"{name}.xlsx").write_bytes(_without_time(book))


def _without_time(book: Workbook) -> bytes:
    """The workbook's bytes with the moment of saving taken out, so that building twice changes no file."""
    saved, still = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as parts, ZipFile(still, "w", ZIP_DEFLATED) as out:
        for name in parts.namelist():
            body = parts.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-09-01T00:00:00Z", body)
            out.writestr(ZipInfo(name), body, ZIP_DEFLATED)
    return still.getvalue()


def _write(sheet: Sheet, page: Worksheet) -> None:
    _draw_grid(sheet, page)
    for (row, column), text in sheet.words.items():
        page.cell(row, column, text)
    for top, left, bottom, right in sheet.merges:
        page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if sheet.spec.kind == "ledger":
        for number in range(LEDGER_ROWS):
            page.cell(sheet.grid[1] - LEDGER_ROWS + 1 + number, 1, number + 1)
    for placed in sheet.fields:
        _field(page, placed, "boxes" in sheet.spec.head)
    _dress(sheet, page)


def _draw_grid(sheet: Sheet, page: Worksheet) -> None:
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    first, last = sheet.grid
    for row in range(first, last + 1):
        for column in range(1, sheet.width + 1):
            page.cell(row, column).border = BOX
            page.cell(row, column).alignment = centre


def _field(page: Worksheet, placed: Placed, with_boxes: bool) -> None:
    rows = LEDGER_ROWS if placed.is_column else 1
    for row in range(placed.row, placed.row + rows):
        cell = page.cell(row, placed.column)
        cell.number_format = FORMAT.get(placed.asked.text.type, "General")
        if placed.formula:
            cell.value = placed.formula
    if with_boxes and placed.asked.text.type == "boolean":
        page.cell(placed.row, placed.column, "□是　　□否")
    elif not placed.formula:
        _validate(page, placed, rows)


def _validate(page: Worksheet, placed: Placed, rows: int) -> None:
    text = placed.asked.text
    options = text.options or (("是", "否") if text.type == "boolean" else ())
    if options:
        rule = DataValidation(type="list", formula1='"' + ",".join(options) + '"', allow_blank=True)
    elif text.type == "integer":
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.error = f"“{text.label}”应为非负整数"
    elif text.type in ("decimal", "percent"):
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    else:
        return
    column = letter(placed.column)
    rule.add(f"{column}{placed.row}:{column}{placed.row + rows - 1}" if rows > 1 else f"{column}{placed.row}")
    page.add_data_validation(rule)


def _dress(sheet: Sheet, page: Worksheet) -> None:
    """Title, widths, row heights and the print set-up."""
    title = 2 if "prefix" in sheet.spec.head else 1
    page.cell(title, 1).font = Font(name="方正小标宋简体", size=18, bold=True)
    page.cell(title, 1).alignment = Alignment(horizontal="center", vertical="center")
    page.row_dimensions[title].height = 30
    for column in range(1, sheet.width + 1):
        page.column_dimensions[letter(column)].width = (
            22 if column == 1 and sheet.spec.kind != "ledger" else 15
        )
    if sheet.spec.kind == "ledger":
        page.column_dimensions["A"].width = 6
    last = sheet.grid[1]
    for row in range(last + 1, last + 2 + len(sheet.spec.notes)):
        page.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = 32
    page.page_setup.orientation = "landscape" if sheet.width > 5 else "portrait"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{sheet.grid[0]}:{sheet.grid[0] + 1}"
    page.print_options.horizontalCentered = True
    if sheet.spec.kind == "ledger":
        page.freeze_panes = f"C{sheet.grid[0] + 2}"
