"""When each period of a recurring request is due."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from app.requests.body import Recurrence

WEEK = timedelta(days=7)


def due_dates(recurrence: Recurrence) -> list[tuple[str, date]]:
    """(period, due date) in order: `due_day` of the month, or weekday of the week, after the period's end.

    A `due_day` that the month does not have means its last day. A weekly request may name whole months:
    it is due on every such weekday in them, each time for the week before. Raises ValueError where a
    period's writing does not fit the frequency.
    """
    found = {
        period: due for written in recurrence.periods for period, due in _occurrences(written, recurrence)
    }
    return sorted(found.items(), key=lambda one: (one[1], one[0]))


def _occurrences(period: str, recurrence: Recurrence) -> Iterator[tuple[str, date]]:
    if recurrence.frequency == "weekly":
        yield from _weeks(period, min(recurrence.due_day, 7))
        return
    after = _day_after(period, recurrence.frequency)
    last = calendar.monthrange(after.year, after.month)[1]
    yield period, after.replace(day=min(recurrence.due_day, last))


def _weeks(period: str, weekday: int) -> Iterator[tuple[str, date]]:
    year, _, part = period.partition("-")
    if part.startswith("W"):
        yield period, date.fromisocalendar(int(year), int(part[1:]), weekday) + WEEK
        return
    if not part.isdigit():
        raise ValueError(f"{period} is no period of a weekly request")
    first = date(int(year), int(part), 1)
    due = first + timedelta(days=(weekday - first.isoweekday()) % 7)
    while due.month == first.month:
        week = (due - WEEK).isocalendar()
        yield f"{week.year}-W{week.week:02d}", due
        due += WEEK


def _day_after(period: str, frequency: str) -> date:
    year, _, part = period.partition("-")
    if frequency == "quarterly" and part.startswith("Q"):
        return _month_after(int(year), int(part[1:]) * 3)
    if frequency == "monthly" and part.isdigit():
        return _month_after(int(year), int(part))
    if frequency == "yearly" and not part:
        return date(int(year) + 1, 1, 1)
    raise ValueError(f"{period} is no period of a {frequency} request")


def _month_after(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)
