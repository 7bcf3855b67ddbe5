"""A figure that the rows of a roster add up to: how many objects, how many of a kind, the sum of a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from app.domain.merging.sharing.people import age_on, sex_of
from app.domain.merging.sharing.values import BadValue, is_blank, parse_value

Row = Mapping[str, Any]
OPEN_END = 999
"""The upper limit of 60 years and over."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a counted row says in a column: `is` the value, a `sex` (or an identity number of it), `aged` from
    `low` to `high` full years, both inclusive, on the tally's day."""

    column: str
    kind: Literal["is", "sex", "aged"]
    value: str = ""
    low: int = 0
    high: int = OPEN_END


@dataclass(frozen=True, slots=True)
class Tally:
    """Of a roster's rows that meet all conditions the number, or the sum of `column`. `as_of` is the day
    (ISO) on which ages are counted."""

    roster: str
    conditions: tuple[Condition, ...] = ()
    column: str = ""
    as_of: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The ids of the columns that it reads."""
        summed = (self.column,) if self.column else ()
        return tuple(dict.fromkeys((*summed, *(one.column for one in self.conditions))))


def tallied(tally: Tally, rows: Sequence[Row]) -> Decimal | None:
    """The figure; None where there are no rows, or where any row leaves it open whether or what it counts."""
    kept = [row for row in rows if any(not is_blank(value) for value in row.values())]
    total = Decimal(0)
    for row in kept:
        meets = [_meets(one, row, tally.as_of) for one in tally.conditions]
        if False in meets:
            continue
        amount = _amount(tally, row)
        if None in meets or amount is None:
            return None
        total += amount
    return total if kept else None


def _amount(tally: Tally, row: Row) -> Decimal | None:
    if not tally.column:
        return Decimal(1)
    try:
        value = parse_value(row.get(tally.column), "decimal")
    except BadValue:
        return None
    return value if isinstance(value, Decimal) else None


def _meets(one: Condition, row: Row, day: str) -> bool | None:
    value = row.get(one.column)
    if one.kind == "aged":
        age = age_on(value, day)
        return None if age is None else one.low <= age <= one.high
    if one.kind == "sex":
        sex = sex_of(value)
        return None if sex is None else sex == one.value
    return None if is_blank(value) else str(value).strip() == one.value
