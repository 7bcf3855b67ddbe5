"""What one cell of a form asks for, and the table it stands in: the words that alignment compares."""

from dataclasses import dataclass
from typing import Literal

FormKind = Literal["record", "indicators", "ledger", "crosstab"]
FieldType = Literal["integer", "decimal", "text", "date", "boolean", "choice", "percent", ""]


@dataclass(frozen=True, slots=True)
class Field:
    """One cell (or a ledger's column) as the department wrote it; empty text where it says nothing.

    `unit` is the unit as written (人, 万元, 亩), `period` the as-of date or span as written
    (2026-11-30, 2026-11, 当月, 本年累计), `grain` what one value describes (township, village,
    household, person, enterprise, site), `note` the definition (口径) in the form's own words.
    `code` is the form's own code of the row (B26), `decimals` the places that the cell shows (-1: not said),
    `low` and `high` the limits that its validation sets, as written, empty where open.
    """

    label: str
    unit: str = ""
    type: FieldType = ""
    period: str = ""
    grain: str = ""
    path: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    note: str = ""
    section: str = ""
    form_title: str = ""
    role: Literal["input", "formula"] = "input"
    formula: str = ""
    sheet: str = ""
    cell: str = ""
    column: str = ""
    code: str = ""
    decimals: int = -1
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a form. `first_row` and `last_row` are a ledger's first and last blank row, else 0."""

    title: str
    kind: FormKind
    fields: tuple[Field, ...]
    sheet: str = ""
    notes: tuple[str, ...] = ()
    first_row: int = 0
    last_row: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A department's form: `key` names it among the forms that are merged together (a request id, a file)."""

    key: str
    title: str
    tables: tuple[Table, ...]
    department: str = ""
