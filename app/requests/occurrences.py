"""When each period of a recurring request is due."""

import calendar
from datetime import date, timedelta

from app.requests.body import Recurrence


def due_dates(recurrence: Recurrence) -> list[tuple[str, date]]:
    """(period, due date) in order: `due_day` of the month, or weekday of the week, after the period's end.

    A `due_day` that the month does not have means its last day. Raises ValueError where a period's
    writing does not fit the frequency.
    """
    return sorted((period, _due(period, recurrence)) for period in recurrence.periods)


def _due(period: str, recurrence: Recurrence) -> date:
    after = _day_after(period, recurrence.frequency)
    if recurrence.frequency == "weekly":
        return after + timedelta(days=min(recurrence.due_day, 7) - 1)
    last = calendar.monthrange(after.year, after.month)[1]
    return after.replace(day=min(recurrence.due_day, last))


def _day_after(period: str, frequency: str) -> date:
    year, _, part = period.partition("-")
    if frequency == "weekly" and part.startswith("W"):
        return date.fromisocalendar(int(year), int(part[1:]), 7) + timedelta(days=1)
    if frequency == "quarterly" and part.startswith("Q"):
        return _first_of_month(int(year), int(part[1:]) * 3)
    if frequency == "monthly" and part.isdigit():
        return _first_of_month(int(year), int(part))
    if frequency == "yearly" and not part:
        return date(int(year) + 1, 1, 1)
    raise ValueError(f"{period} is no period of a {frequency} request")


def _first_of_month(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)
