"""A statistic: typed columns, rows and notes, the same whichever way it is written."""

from dataclasses import dataclass
from typing import Literal

from app.statistics.asked import Question

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `number` is a fraction or may be null."""

    name: str
    type: Literal["text", "integer", "number"]


@dataclass(frozen=True, slots=True)
class Statistic:
    """The answer to a question. Every row has every column."""

    name: str
    question: Question
    columns: tuple[Column, ...]
    rows: tuple[dict[str, Value], ...]
    notes: tuple[str, ...]
