"""Fills a form on trial when it arrives, so that no form is taken which cannot be given back."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.merging.field import Field, Table
from app.domain.merging.reading.workbook import WorkbookReading
from app.domain.merging.sharing.fan_out import CellValue
from app.domain.merging.workbook.patch import fill_workbook

_NUMERIC = ("integer", "decimal", "percent")


def ensure_fillable(data: bytes, reading: WorkbookReading) -> None:
    """Raises WorkbookError for a workbook that was read but cannot be filled, ledger rows beyond its blank
    ones included."""
    fill_workbook(data, [value for table in reading.tables for value in _values(table)])


def _values(table: Table) -> Iterator[CellValue]:
    for field in table.fields:
        computed = field.role == "formula"
        if field.column:
            below = table.last_row + 1
            yield CellValue(
                field.sheet, f"{field.column}{below}", _some(field), "", "", table.last_row, computed
            )
        else:
            yield CellValue(field.sheet, field.cell, _some(field), field.unit, computed=computed)


def _some(field: Field) -> Decimal | str:
    return Decimal(1) if field.type in _NUMERIC else "无"
