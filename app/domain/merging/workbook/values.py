"""The value and the formula that one <c> element holds."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from lxml import etree

from app.domain.merging.workbook.addresses import parse_cell
from app.domain.merging.workbook.names import attribute, child, text_of
from app.domain.merging.workbook.tokens import translate

CellKind = Literal["blank", "text", "number", "date", "boolean", "error"]
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def value_of(
    element: etree._Element, strings: tuple[str, ...], is_date: bool, epoch_1904: bool
) -> tuple[CellKind, str]:
    """Kind and plain text of a cell's stored value; a formula's is its last computed one."""
    kind = attribute(element, "t") or "n"
    if kind == "inlineStr":
        inline = child(element, "is")
        return _text("" if inline is None else text_of(inline))
    stored = child(element, "v")
    raw = "" if stored is None else (stored.text or "")
    if kind == "s":
        return _text(strings[int(raw)] if raw.isdigit() and int(raw) < len(strings) else "")
    if not raw:
        return "blank", ""
    if kind == "n":
        return _number(raw, is_date, epoch_1904)
    if kind == "b":
        return "boolean", "TRUE" if raw.strip() in ("1", "true") else "FALSE"
    if kind == "e":
        return "error", raw
    return ("date", raw[:10]) if kind == "d" else _text(raw)


def plain_number(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    if number == number.to_integral_value():
        return str(number.quantize(Decimal(1))) if abs(number) < Decimal("1e28") else str(number)
    return format(number.normalize(), "f")


def _text(text: str) -> tuple[CellKind, str]:
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\r", "")
    return ("text", text) if text.strip() else ("blank", "")


def _number(raw: str, is_date: bool, epoch_1904: bool) -> tuple[CellKind, str]:
    try:
        number = Decimal(raw)
        # binary floats arrive as 0.21390000000000001: fifteen digits are what Excel itself promises
        number = Decimal(repr(float(f"{float(number):.15g}"))) if "." in raw or "e" in raw.lower() else number
        if not number.is_finite():
            raise InvalidOperation
    except (InvalidOperation, OverflowError):
        return "error", raw
    if is_date and 0 < number < 2_958_466:
        start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 a cell knows no zone
        return "date", (start + timedelta(days=float(number))).date().isoformat()
    return "number", plain_number(number)


def formula_of(element: etree._Element, masters: dict[str, tuple[str, str]]) -> str:
    """The formula with its leading =, empty where there is none.

    `masters` remembers the first cell of each shared formula, from which the others are translated.
    """
    item = child(element, "f")
    if item is None:
        return ""
    text, address = (item.text or "").strip(), attribute(element, "r")
    if attribute(item, "t") == "shared":
        key = attribute(item, "si")
        if text:
            masters[key] = ("=" + text, address)
        elif key in masters:
            return _copied(*masters[key], address)
    return "=" + text if text else ""


def _copied(formula: str, origin: str, target: str) -> str:
    try:
        (row, column), (to_row, to_column) = parse_cell(origin), parse_cell(target)
    except ValueError:
        return formula
    return translate(formula, to_row - row, to_column - column)
