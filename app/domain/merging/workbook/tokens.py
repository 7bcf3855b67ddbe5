"""A cell formula cut into tokens, and its references moved (ECMA-376 part 1, 18.17, as far as forms use it).

Not openpyxl's tokenizer: importing it costs half a second, which every guarded read would pay.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.domain.merging.workbook.addresses import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    column_letters,
    column_number,
    parse_area,
)

TokenKind = Literal[
    "string",
    "error",
    "reference",
    "function",
    "number",
    "name",
    "operator",
    "open",
    "close",
    "comma",
    "space",
    "other",
]
_SHEET = r"""(?:'(?:[^']|'')+'|[^\s'"!()+\-*/^&=<>,;{}%:]+)!"""
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_TOKENS = re.compile(
    rf"""(?P<string>"(?:[^"]|"")*")
    |(?P<error>\#[A-Z0-9/!?]+)
    |(?P<reference>(?:{_SHEET})?{_CELL}(?::{_CELL})?(?![\w(.!:]))
    |(?P<function>[A-Za-z_][\w.]*\()
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w:!]))
    |(?P<name>(?:{_SHEET})?[^\s()+\-*/^&=<>,;{{}}%"'!]+)
    |(?P<operator><=|>=|<>|[+\-*/^&=<>%])
    |(?P<open>\()|(?P<close>\))|(?P<comma>[,;])|(?P<space>\s+)|(?P<other>.)""",
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a formula; joined in order the texts are the formula again."""

    kind: TokenKind
    text: str


def tokenize(formula: str) -> list[Token]:
    """The tokens of a formula with or without its leading =. Never fails: odd letters are `other`."""
    found = _TOKENS.finditer(formula.removeprefix("="))
    return [Token(match.lastgroup, match[0]) for match in found]  # type: ignore[arg-type]


def split_reference(text: str) -> tuple[str, Area] | None:
    """`'表 1'!$A$1:B2` → (表 1, area); no sheet is "". None for what is no cell or range."""
    prefix, _, place = text.rpartition("!")
    sheet = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    try:
        return sheet, parse_area(place)
    except ValueError:
        return None


def map_references(formula: str, change: Callable[[str], str]) -> str:
    """The formula with every reference replaced by what `change` makes of it."""
    return "=" + "".join(
        change(token.text) if token.kind == "reference" else token.text for token in tokenize(formula)
    )


def translate(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when copied so many rows down and columns right; dollar signs hold."""
    return map_references(formula, lambda text: _moved(text, rows, columns))


def _moved(text: str, rows: int, columns: int) -> str:
    prefix, mark, place = text.rpartition("!")

    def move(match: re.Match[str]) -> str:
        column = column_number(match[2]) + (0 if match[1] else columns)
        row = int(match[4]) + (0 if match[3] else rows)
        if not (0 < column <= MAX_COLUMN and 0 < row <= MAX_ROW):
            return "#REF!"
        return f"{match[1]}{column_letters(column)}{match[3]}{row}"

    return prefix + mark + _PARTS.sub(move, place)
