"""The values of a correction: what a person says about one place of a form as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.merging.field import Table

Odd = tuple[str, str, str]


@dataclass(frozen=True)
class Correction:
    """One thing said about one place of a form as it was read.

    `at` is a cell ("D10") or a ledger's column ("D"); empty, it is about the table with that number itself.
    `changes` are the members of the Field (or of the Table: title, kind, first_row, last_row) to set; a label
    at a place where nothing was read adds a field there. `drop` takes out a field, or a text that was not
    understood and asks for nothing. `seen` and `layout` are what was read there before, which is how the next
    edition's place is known again; `correct` fills them in.
    """

    sheet: str
    at: str = ""
    table: int = -1
    drop: bool = False
    changes: Mapping[str, Any] | None = None
    seen: str = ""
    layout: str = ""


class CannotCorrect(ValueError):
    """A correction that fits no place of the form. `number` counts from 0 among those that were given."""

    def __init__(self, text: str, text_en: str, number: int = 0) -> None:
        super().__init__(f"{text} ({text_en})")
        self.text = text
        self.text_en = text_en
        self.number = number


@dataclass(frozen=True)
class Corrected:
    """A form's reading after corrections; `said` are those that were applied, with what stood there before;
    `left` those of an earlier edition whose place was not found again."""

    tables: tuple[Table, ...]
    not_understood: tuple[Odd, ...]
    said: tuple[Correction, ...] = ()
    left: tuple[Correction, ...] = ()
