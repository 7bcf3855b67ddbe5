"""A department's corrections of its form as it was read, as they are written in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.merging import Correction
from app.domain.merging.workbook.addresses import MAX_COLUMN, column_number, parse_cell
from app.forms.posted import FieldType, FormKind, Grain
from app.kit.clock import SHANGHAI
from app.kit.validation import Told
from app.kit.words import Words

LAST_ROW = 100_000
Row = Annotated[int, Field(ge=1, le=LAST_ROW)]
_PLACES = {"sheet", "cell", "column", "table", "drop"}
_OF_TABLE = {"title", "kind", "first_row", "last_row"}


class CorrectionIn(BaseModel):
    """One thing to set right 更正: in a cell, in a ledger's column, or (neither given) about a whole table.

    Only the members that are given change. A label where no field was read adds one; `drop` takes a field,
    a table, or a text that asks for nothing, out of the form.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: str = Field(max_length=100)
    cell: str | None = Field(
        None, pattern=r"^[A-Z]{1,3}[1-9]\d{0,6}(#[1-9]\d?)?$", max_length=13, examples=["D10"],
        description="D10, or D10#2 for the second blank of the sentence in D10",
    )  # fmt: skip
    column: str | None = Field(None, pattern=r"^[A-Z]{1,3}$", max_length=3, examples=["D"])
    table: int | None = Field(None, ge=0, le=1000, description="number of the table in the form, from 0")
    drop: bool = False
    label: str | None = Field(None, min_length=1, max_length=200)
    path: list[Annotated[str, Field(min_length=1, max_length=200)]] | None = Field(None, max_length=20)
    unit: str | None = Field(None, max_length=30)
    type: FieldType | None = None
    role: Literal["input", "formula"] | None = None
    period: str | None = Field(None, max_length=50)
    grain: Grain | None = None
    note: str | None = Field(None, max_length=1000)
    options: list[Annotated[str, Field(max_length=100)]] | None = Field(None, max_length=200)
    title: str | None = Field(None, min_length=1, max_length=200)
    kind: FormKind | None = None
    first_row: Row | None = None
    last_row: Row | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        about_table = self.cell is None and self.column is None
        said = {name for name in self.model_fields_set - _PLACES if getattr(self, name) is not None}
        if (self.cell and self.column) or (about_table and self.table is None):
            raise Told(
                Words("须写明 cell、column 或 table 之一", "one of cell, column, table must say where"),
                Words("写一个位置。", "Give one place."),
            )
        if not (said or self.drop) or (said - _OF_TABLE if about_table else said & _OF_TABLE):
            raise Told(
                Words(
                    "没有可改的内容，或内容与位置不符：title、kind、first_row、last_row 属于表，其余属于指标",
                    "nothing to change, or not there: title, kind and rows are a table's, the rest a field's",
                ),
                Words("检查 cell、column、table 与要改的内容。", "Check the place and what is to change."),
            )
        if _outside(self.cell, self.column):
            raise Told(Words("表格没有这一格", "no sheet has this cell"), Words("检查地址。", "Check it."))
        return self

    def to_correction(self) -> Correction:
        """The same in the words of the library."""
        changes: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name in self.model_fields_set - _PLACES
            if (value := getattr(self, name)) is not None
        }
        table = -1 if self.table is None else self.table
        return Correction(self.sheet, self.cell or self.column or "", table, self.drop, changes)


class CorrectionsIn(BaseModel):
    """What is to be set right, in order; all of it or nothing."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"corrections": [{"sheet": "Sheet1", "cell": "D10", "label": "常住人口", "unit": "人"}]}
            ]
        },
    )

    corrections: list[CorrectionIn] = Field(min_length=1, max_length=500)


class CorrectionOut(BaseModel):
    """A correction that this edition carries; `applied` is false for one of an earlier edition whose place
    was not found again, which then wants a look."""

    sheet: str
    cell: str | None
    column: str | None
    table: int | None
    drop: bool
    changes: dict[str, Any]
    corrected_at: datetime
    remembered: bool = Field(description="made on an earlier edition and applied again")
    applied: bool


def told(correction: Correction, at: datetime, *, remembered: bool, applied: bool = True) -> dict[str, Any]:
    """A correction as it is kept with the edition that carries it, and shown."""
    letters = correction.at if correction.at.isalpha() else None
    return {
        "sheet": correction.sheet, "cell": None if letters else correction.at or None, "column": letters,
        "table": None if correction.table < 0 else correction.table, "drop": correction.drop,
        "changes": plain_changes(correction.changes or {}),
        "corrected_at": at.astimezone(SHANGHAI).isoformat(),
        "remembered": remembered, "applied": applied,
    }  # fmt: skip


def plain_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as JSON values."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in changes.items()}


def _outside(cell: str | None, column: str | None) -> bool:
    try:
        return (parse_cell(cell) if cell else (0, column_number(column or "A")))[1] > MAX_COLUMN
    except ValueError:
        return True
