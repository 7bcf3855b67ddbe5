"""The unit table: what a unit measures, and the exact factor between two units of one dimension.

Sources: GB 3100 (SI units), the market measures of 1959 (1 亩 = 2000/3 m², 1 斤 = 1/2 kg) and the counting
words of forms. A counting word names the thing counted, so 栋, 户 and 处 are different dimensions;
个 counts anything.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

#: A quotient without end (亩 → 平方米) keeps ten guard digits beyond what a finished result may have, so that
#: converting there and back returns the very value.
_FINISHED, _GUARDED = Context(prec=40), Context(prec=50)
_NOISE = Fraction(1, 10**48)


class UnitError(ValueError):
    """A unit that the table does not know, or two units that measure different things."""

    def __init__(self, text: str, text_en: str) -> None:
        super().__init__(text_en)
        self.text = text
        self.text_en = text_en


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `name` as in the table, what it measures, and how many base units it is."""

    name: str
    dimension: str
    factor: Fraction


def _load() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    lines = files(__package__).joinpath("data/units.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        for name, factor in row["units"].items():
            table[_spelling(name)] = Unit(name, row["dimension"], Fraction(factor))
    return table


def _spelling(text: str) -> str:
    """One spelling for one unit: half width, lower case, without blanks and dots (㎡ → m2; 千瓦·时)."""
    return re.sub(r"[\s·•、]", "", unicodedata.normalize("NFKC", text).lower())


_TABLE = _load()


@lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit | None:
    """The unit that `text` writes (人, 万元, 元/月, 公斤/亩), or None where the table does not know it."""
    spelling = _spelling(text).replace("每", "/").lstrip("/")
    if not spelling or spelling in _TABLE:
        return _TABLE.get(spelling)
    above, slash, below = spelling.partition("/")
    over, under = _plain(above), _plain(below.removeprefix("1"))
    if not slash:
        return over
    if over is None or under is None:
        return None
    return Unit(
        f"{over.name}/{under.name}", f"{over.dimension}/{under.dimension}", over.factor / under.factor
    )


#: 百羽, 万担, 亿株: as many of the unit behind.
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def _plain(spelling: str) -> Unit | None:
    """A unit without a stroke: from the table, with its other word (台(套), 个(家)) or with a scale."""
    joined = spelling.replace("(", "").replace(")", "")
    first = spelling.partition("(")[0]
    for written in (spelling, joined, first if spelling.endswith(")") else ""):
        if written in _TABLE:
            return _TABLE[written]
    scale, rest = 1, spelling
    while rest and rest[0] in _SCALES:
        scale, rest = scale * _SCALES[rest[0]], rest[1:]
        if rest in _TABLE:
            return Unit(spelling, _TABLE[rest].dimension, _TABLE[rest].factor * scale)
    return None


def dimension(unit: str) -> str:
    """What `unit` measures: person, household, money, area, count.处, money/months …; "" if not known."""
    found = find_unit(unit)
    return found.dimension if found else ""


def factor_between(from_unit: str, to_unit: str) -> Fraction:
    """The number that a value in `from_unit` is multiplied by to be in `to_unit`, exactly.

    Raises `UnitError` when a unit is not known or the two measure different things.
    """
    source, target = find_unit(from_unit), find_unit(to_unit)
    for text, unit in ((from_unit, source), (to_unit, target)):
        if unit is None:
            raise UnitError(
                f"不认识计量单位“{text}”，请改用常用单位", f"unknown unit {text!r}: use a common one"
            )
    assert source is not None
    assert target is not None
    if source.dimension != target.dimension:
        raise UnitError(
            f"“{from_unit}”与“{to_unit}”计量的不是同一种量，不能换算",
            f"{from_unit!r} and {to_unit!r} measure different things and do not convert",
        )
    return source.factor / target.factor


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """`value` in `to_unit`: exact where the result ends, else 50 significant digits; the way back is exact.

    Holds for values of up to 40 significant digits. Raises `UnitError` (see `factor_between`).
    """
    factor = factor_between(from_unit, to_unit)
    if factor == 1:
        return value
    product = Fraction(value) * factor
    guarded = _GUARDED.divide(Decimal(product.numerator), Decimal(product.denominator))
    finished = _FINISHED.plus(guarded)
    if abs(Fraction(finished) - product) <= abs(product) * _NOISE:
        return finished.normalize(_FINISHED) if finished != finished.to_integral_value() else finished
    return guarded
