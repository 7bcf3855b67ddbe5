"""A place for every field of a form that came as JSON, in the plain layout that its workbook will have."""

from dataclasses import replace

from app.domain.merging.field import Field, Form, Table
from app.domain.merging.workbook.addresses import column_letters

FIRST_LIST_ROW = 4
"""Title, unit line and header stand above the first field of an indicator list."""
VALUE_COLUMN = "D"
LEDGER_ROWS = 20


def lay_out(form: Form) -> Form:
    """The form with a sheet and a cell (or column) for every field. Forms from workbooks stay as they are."""
    if all(field.cell or field.column for table in form.tables for field in table.fields):
        return form
    return replace(form, tables=tuple(_table(table, at) for at, table in enumerate(form.tables)))


def _table(table: Table, at: int) -> Table:
    sheet = table.sheet or f"表{at + 1}"
    if table.kind == "ledger":
        columns = tuple(
            replace(field, sheet=sheet, column=field.column or column_letters(number + 2))
            for number, field in enumerate(table.fields)
        )
        first = table.first_row or FIRST_LIST_ROW
        last = max(table.last_row, first + LEDGER_ROWS - 1)
        return replace(table, sheet=sheet, fields=columns, first_row=first, last_row=last)
    return replace(
        table,
        sheet=sheet,
        fields=tuple(_cell(field, sheet, number) for number, field in enumerate(table.fields)),
    )


def _cell(field: Field, sheet: str, number: int) -> Field:
    return replace(field, sheet=sheet, cell=field.cell or f"{VALUE_COLUMN}{FIRST_LIST_ROW + number}")
