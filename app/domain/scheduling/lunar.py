"""Days of the farmers' calendar (农历): markets and fairs are held on the 3rd, 6th and 9th of the moon."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_RULE = re.compile(
    r"RSCALE=CHINESE;FREQ=(?:MONTHLY|YEARLY;BYMONTH=(?P<month>[1-9]|1[0-2])(?P<leap>L?))"
    r";BYMONTHDAY=(?P<days>(?:[1-9]|[12]\d|30|-1)(?:,(?:[1-9]|[12]\d|30|-1)){0,29})"
)
SCALE = "RSCALE="


@dataclass(frozen=True, slots=True)
class LunarRule:
    """Days of every lunar month, or of one `month` of the lunar year (`leap`: of its leap month, 闰月).

    -1 is the last day of a month, be it the 29th or the 30th.
    """

    days: frozenset[int]
    month: int | None = None
    leap: bool = False

    def between(self, first: date, last: date) -> Iterator[date]:
        """The days of the rule from `first` to `last`, both inclusive."""
        for number in range((last - first).days + 1):
            day = first + timedelta(number)
            if self._has(day):
                yield day

    def _has(self, day: date) -> bool:
        month, of_month = _lunar(day)
        if self.month is not None and month != (-self.month if self.leap else self.month):
            return False
        return of_month in self.days or (-1 in self.days and _lunar(day + timedelta(1))[1] == 1)


def read_lunar_rule(rule: str) -> LunarRule | None:
    """The rule in the words of RFC 7529, as far as markets and fairs need it; None for anything else.

    RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3,6,9 or RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15; a
    month with an L is the leap one.
    """
    found = _RULE.fullmatch(rule)
    if found is None:
        return None
    days = frozenset(map(int, found["days"].split(",")))
    return LunarRule(days, int(found["month"]) if found["month"] else None, bool(found["leap"]))


def _lunar(day: date) -> tuple[int, int]:
    """Month (negative: a leap one) and day."""
    months = _months(day.year)
    first, month = months[bisect_right(months, day, key=lambda one: one[0]) - 1]
    return month, (day - first).days + 1


@cache
def _months(year: int) -> list[tuple[date, int]]:
    """The first day and the number of each lunar month that touches a year of ours."""
    # a library, because the months follow the sky and are published as tables, not as a formula; imported
    # here, because it costs a tenth of a second that only counties with such markets should pay
    from lunar_python import LunarYear, Solar

    found = {}
    for one in (month for near in (year - 1, year) for month in LunarYear.fromYear(near).getMonths()):
        first = Solar.fromJulianDay(one.getFirstJulianDay())
        found[date(first.getYear(), first.getMonth(), first.getDay())] = one.getMonth()
    return sorted(found.items())
