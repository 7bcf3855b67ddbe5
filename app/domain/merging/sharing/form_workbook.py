"""A workbook for a form that came as JSON: the plain layout of an official form, its values filled in."""

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import xlsxwriter

from app.domain.merging.field import Form, Table
from app.domain.merging.sharing.fan_out import CellValue
from app.domain.merging.sharing.layout import lay_out
from app.domain.merging.workbook.addresses import column_number, parse_cell

_HEADERS = ("序号", "指标名称", "计量单位", "数值", "说明")
_WIDTHS = (6, 40, 12, 20, 40)


def write_form_workbook(form: Form, values: Iterable[CellValue] = ()) -> bytes:
    """The form as a workbook in a plain official layout, with `fan_out`'s cells for it written in.

    Single answers become an indicator list, ledgers a sheet with one row an object. The cells are those that
    `merge_forms` assigns to a form without a workbook, so values and layout always meet.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    frame = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    styles = {
        "cell": book.add_format(frame),
        "head": book.add_format(frame | {"bold": True, "align": "center"}),
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"}),
    }
    sheets: dict[str, Any] = {}
    for table in lay_out(form).tables:
        sheets[table.sheet] = book.add_worksheet(table.sheet)
        _write_table(sheets[table.sheet], table, form.title, styles)
    for value in values:
        row, column = parse_cell(value.cell)
        _write_value(sheets[value.sheet], row - 1, column - 1, value.value, styles["cell"])
    book.close()
    return out.getvalue()


def _write_table(sheet: Any, table: Table, title: str, styles: dict[str, Any]) -> None:
    ledger = table.kind == "ledger"
    width = len(table.fields) + 1 if ledger else len(_HEADERS)
    heading = table.title or title
    if width > 1:
        sheet.merge_range(0, 0, 0, width - 1, heading, styles["title"])
    if ledger:
        _write_ledger(sheet, table, styles)
        return
    for column, (text, size) in enumerate(zip(_HEADERS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, size)
        sheet.write_string(2, column, text, styles["head"])
    for number, field in enumerate(table.fields, 1):
        row, column = parse_cell(field.cell)
        note = "；".join(text for text in (field.period, field.note) if text)
        label = " / ".join(field.path) if len(field.path) > 1 else field.label
        for at, text in enumerate((str(number), label, field.unit, "", note)):
            sheet.write_string(row - 1, at, text, styles["cell"])
        sheet.write_blank(row - 1, column - 1, None, styles["cell"])


def _write_ledger(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    header = table.first_row - 2
    sheet.write_string(header, 0, "序号", styles["head"])
    for field in table.fields:
        column = column_number(field.column) - 1
        unit = f"（{field.unit}）" if field.unit else ""
        sheet.write_string(header, column, field.label + unit, styles["head"])
        sheet.set_column(column, column, 16)
        for row in range(table.first_row, table.last_row + 1):
            sheet.write_blank(row - 1, column, None, styles["cell"])
    for number, row in enumerate(range(table.first_row, table.last_row + 1), 1):
        sheet.write_number(row - 1, 0, number, styles["cell"])


def _write_value(sheet: Any, row: int, column: int, value: Decimal | str, style: Any) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, value, style)
