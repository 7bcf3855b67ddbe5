"""What a row says of a person: born when, man or woman, how old on a day; from a date or an identity number.

Source: GB 11643-1999 (公民身份号码: digits 7 to 14 are the date of birth, the 17th is odd for men, the 18th
is a check digit). Age is counted in full years (周岁), reached on the birthday.
"""

import re
from datetime import date
from typing import Any

_NUMBER = re.compile(r"\d{17}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MONTH = 7
"""Characters of 1960-01."""


def age_on(born: Any, day: str) -> int | None:
    """Full years on `day` (ISO) of somebody born on a date (1960-01-02, or 1960-01 where the month decides),
    or with this identity number; None where that is not sure, or where the birth lies after the day."""
    text = str(born or "").strip()
    cut = date.fromisoformat(day)
    if birth := _date(text) or birth_in_number(text):
        years = cut.year - birth.year - ((cut.month, cut.day) < (birth.month, birth.day))
    elif len(text) == _MONTH and _date(text + "-01") and int(text[5:]) != cut.month:
        years = cut.year - int(text[:4]) - (cut.month < int(text[5:]))
    else:
        return None
    return years if years >= 0 else None


def birth_in_number(number: Any) -> date | None:
    """The date of birth in an identity number of 18 digits whose check digit is right; else None."""
    text = str(number or "").strip().upper()
    if not _NUMBER.fullmatch(text):
        return None
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:-1], strict=True))
    return _date(f"{text[6:10]}-{text[10:12]}-{text[12:14]}") if text[-1] == _CHECKS[weighed % 11] else None


def sex_in_number(number: Any) -> str | None:
    """男 or 女 by an identity number that is right; else None."""
    text = str(number or "").strip()
    return None if birth_in_number(text) is None else "男" if int(text[16]) % 2 else "女"


def sex_of(text: Any) -> str | None:
    """男 or 女 as a cell says it, or by an identity number; None for anything else."""
    said = str(text or "").strip().removesuffix("性")
    return said if said in ("男", "女") else sex_in_number(text)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("1960-01-02") else None
    except ValueError:
        return None
