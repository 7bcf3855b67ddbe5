"""Which days are worked: weekends, national holidays and make-up days, and what a division changes."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

DayKind = Literal["holiday", "makeup", "closed"]
Override = tuple[date, DayKind, str]
"""One day that a division treats differently: the date, what it becomes, and why."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days in order; of `unknown_years` the holidays are not announced yet."""

    days: tuple[date, ...]
    unknown_years: frozenset[int] = frozenset()

    @property
    def provisional(self) -> bool:
        """True where any of the days asked for lies in a year that is not announced."""
        return bool(self.unknown_years)

    def is_provisional(self, day: date) -> bool:
        """True where the year of `day` is not announced: a date in it may yet fall on a holiday."""
        return day.year in self.unknown_years


@dataclass(frozen=True, slots=True)
class Holiday:
    """An announced holiday: its first and last day off, and the weekend days worked for it."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...]


def working_days(
    earliest: date, latest: date, overrides: Iterable[Override] = (), announced: Collection[int] = ()
) -> WorkingDays:
    """The working days from `earliest` to `latest`, both inclusive; none where they are upside down.

    An override makes a day worked (`makeup`) or not (`holiday`, `closed`); a later one of a day wins, so
    pass the county's after the province's. A year that the State Council has not announced is planned as
    weekdays without the holidays of fixed date, and is among `unknown_years` unless `announced` names it:
    then the overrides hold its holidays in full.
    """
    changed = {day: kind == "makeup" for day, kind, _ in overrides}
    span = range((latest - earliest).days + 1)
    days = tuple(
        day
        for day in (earliest + timedelta(n) for n in span)
        if changed.get(day, _is_national_working_day(day))
    )
    known = {*announced_holidays(), *announced}
    return WorkingDays(days, frozenset(range(earliest.year, latest.year + 1)) - known)


@cache
def announced_holidays() -> dict[int, tuple[Holiday, ...]]:
    """The holidays by year, as the General Office of the State Council announced them."""
    text = files("app.domain.scheduling.data").joinpath("holidays.json").read_text(encoding="utf-8")
    return {
        int(year): tuple(
            Holiday(
                name=entry["name"],
                first=date.fromisoformat(entry["first"]),
                last=date.fromisoformat(entry["last"]),
                worked=tuple(date.fromisoformat(day) for day in entry["worked"]),
            )
            for entry in entries
        )
        for year, entries in json.loads(text)["years"].items()
    }


def _is_national_working_day(day: date) -> bool:
    holidays = announced_holidays().get(day.year)
    if holidays is None:
        return day.weekday() < 5 and (day.month, day.day) not in _fixed_holidays(day.year)
    if any(day in holiday.worked for holiday in holidays):
        return True
    return day.weekday() < 5 and not any(holiday.first <= day <= holiday.last for holiday in holidays)


def _fixed_holidays(year: int) -> frozenset[tuple[int, int]]:
    """Holidays whose date needs no announcement (全国年节及纪念日放假办法, 2024); lunar ones are left out.

    清明 follows the sun: in 2000-2099 it falls on day floor(0.2422 y + 4.81) - floor(y / 4) of April.
    """
    since = year % 100
    qingming = int(0.2422 * since + 4.81) - since // 4
    return frozenset({(1, 1), (4, qingming), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
