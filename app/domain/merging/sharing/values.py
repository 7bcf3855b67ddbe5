"""An answer as people type it, turned into the value that its field's type asks for."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.merging.field import FieldType

Value = Decimal | str | None
_NUMERIC = ("integer", "decimal", "percent")
LIMIT = 10**18
"""Numbers of this size and beyond are slips of the finger."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?")
_QUOTED = 40
_NUMBER = re.compile(r"(?<!\d)(\d{3})(\d{4,})(\d{3}[\dXx])")
_TRUE = {"是", "有", "true", "yes", "1", "√", "☑"}
_FALSE = {"否", "无", "false", "no", "0", "×", "□"}


class BadValue(ValueError):
    """A text that is no value of the type."""

    def __init__(self, text: str, text_en: str) -> None:
        super().__init__(text_en)
        self.text = text
        self.text_en = text_en


def quoted(value: Any) -> str:
    """A wrong value as a message may repeat it: short, and of an identity or telephone number only the ends,
    since messages are passed on to people who should not know it (510***********1234)."""
    text = str(value)[:_QUOTED]
    return _NUMBER.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)


def is_blank(value: Any) -> bool:
    """True for what a clerk left open. Zero and 否 are answers."""
    return value is None or (isinstance(value, str) and not value.strip())


def parse_value(value: Any, kind: FieldType) -> Value:
    """The value in its type: Decimal for numbers, ISO text for dates, 是/否 for booleans, else the text.

    Full-width digits, thousands separators and 2026年11月30日 are understood. Raises BadValue.
    """
    if is_blank(value):
        return None
    if isinstance(value, (list, dict)):
        raise BadValue("填报值应为单个值", "the answer must be a single value")
    if kind in _NUMERIC:
        return _number(value, kind)
    if kind == "boolean":
        return _boolean(value)
    text = str(value).strip()
    return _date(text) if kind == "date" else text


def _number(value: Any, kind: FieldType) -> Decimal:
    text = unicodedata.normalize("NFKC", str(value)).strip().replace(" ", "")
    if isinstance(value, bool):
        raise BadValue("应填数字", "must be a number")
    if kind == "percent":
        text = text.removesuffix("%")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        shown = quoted(value)
        raise BadValue(f"应填数字，不能填“{shown}”", f"must be a number, not {shown!r}") from None
    if not number.is_finite() or abs(number) >= LIMIT or len(number.as_tuple().digits) > 30:
        raise BadValue("数字超出范围", "the number is out of range")
    if kind == "integer" and number != number.to_integral_value():
        shown = quoted(value)
        raise BadValue(f"应填整数，不能填“{shown}”", f"must be a whole number, not {shown!r}")
    return number


def _boolean(value: Any) -> str:
    text = str(value).strip().lower()
    if text in _TRUE:
        return "有" if text == "有" else "是"
    if text in _FALSE:
        return "无" if text == "无" else "否"
    shown = quoted(value)
    raise BadValue(f"应填“是”或“否”，不能填“{shown}”", f"must be 是 or 否, not {shown!r}")


def _date(text: str) -> str:
    match = _DATE.match(unicodedata.normalize("NFKC", text))
    if match is None:
        shown = quoted(text)
        raise BadValue(
            f"应填日期（如 2026-11-30），不能填“{shown}”", f"must be a date such as 2026-11-30, not {shown!r}"
        )
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        whole = date(year, month, day).isoformat()
    except ValueError:
        shown = quoted(text)
        raise BadValue(f"没有这一天：“{shown}”", f"no such day: {shown!r}") from None
    return whole if match[3] else whole[:7]


def same_value(one: Any, other: Any) -> bool:
    """True where two answers say the same, however they are written (12 and 12.0)."""
    if is_blank(one) or is_blank(other):
        return is_blank(one) and is_blank(other)
    if str(one).strip() == str(other).strip():
        return True
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return False
