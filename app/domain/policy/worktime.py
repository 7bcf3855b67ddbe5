"""Working time between a request's arrival and its due moment."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""One offset the whole year and country: no daylight saving since 1991, so no zone data is needed."""

OPENING = time(9, 0)
CLOSING = time(18, 0)
"""Office hours: a due date without an hour means CLOSING, and what comes after it came the next morning."""

_SATURDAY = 5


def earliest_due(received_at: datetime, open_days: Sequence[date], days: int) -> datetime:
    """The first due moment that leaves `days` full working days: the same hour, `days` open days later.

    What arrives on a closed day or after hours counts from the opening of the next open day.
    """
    start = _start(received_at, open_days)
    upcoming = _open_after(start.date(), open_days)
    day = start.date()
    for _ in range(days):
        day = next(upcoming)
    return datetime.combine(day, start.timetz())


def working_days(received_at: datetime, due: datetime, open_days: Sequence[date], at_most: int) -> int:
    """Full working days from arrival to due, counted up to `at_most`; 0 for a same-day demand or one past."""
    start = _start(received_at, open_days)
    upcoming = _open_after(start.date(), open_days)
    moments = (datetime.combine(next(upcoming), start.timetz()) for _ in range(at_most))
    return sum(1 for moment in moments if moment <= due)


def due_moment(latest: date | datetime) -> datetime:
    """`latest` on the clock of China; a naive one is read on it, and a date alone ends at CLOSING."""
    if isinstance(latest, datetime):
        return latest.astimezone(CHINA) if latest.tzinfo else latest.replace(tzinfo=CHINA)
    return datetime.combine(latest, CLOSING, tzinfo=CHINA)


def _start(received_at: datetime, open_days: Sequence[date]) -> datetime:
    day = received_at.date()
    if _is_open(day, open_days) and received_at.time() <= CLOSING:
        return max(received_at, received_at.replace(hour=OPENING.hour, minute=0, second=0, microsecond=0))
    following = next(_open_after(day, open_days))
    return datetime.combine(following, OPENING, tzinfo=received_at.tzinfo)


def _open_after(day: date, open_days: Sequence[date]) -> Iterator[date]:
    """Open days after `day`: as listed, and Monday to Friday past the list's end."""
    while True:
        day += timedelta(days=1)
        if _is_open(day, open_days):
            yield day


def _is_open(day: date, open_days: Sequence[date]) -> bool:
    if not open_days or day > open_days[-1]:
        return day.weekday() < _SATURDAY
    index = bisect_left(open_days, day)  # a listed day lies at or before the end, so the index is valid
    return open_days[index] == day
