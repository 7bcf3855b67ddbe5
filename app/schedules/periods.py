"""Which days a reporting period spans, and in which days an occurrence of a recurring request falls."""

import calendar
from collections.abc import Collection, Iterable
from datetime import date, timedelta


def period_span(period: str) -> tuple[date, date]:
    """First and last day of 2026, 2026-Q4, 2026-11 or 2026-W48. Raises ValueError for anything else."""
    year, _, part = period.partition("-")
    if part.startswith("W"):
        monday = date.fromisocalendar(int(year), int(part[1:]), 1)
        return monday, monday + timedelta(days=6)
    if part.startswith("Q"):
        return date(int(year), int(part[1:]) * 3 - 2, 1), _month_end(int(year), int(part[1:]) * 3)
    if part:
        return date(int(year), int(part), 1), _month_end(int(year), int(part))
    return date(int(year), 1, 1), date(int(year), 12, 31)


def parts_of(period: str, among: Collection[str]) -> tuple[str, ...]:
    """The shorter periods of `among` that make up a quarter or a year: the fewest; none where one lacks."""
    year, _, part = period.partition("-")
    if part and not part.startswith("Q"):
        return ()
    first = int(part[1:]) * 3 - 2 if part else 1
    months = tuple(f"{year}-{month:02d}" for month in range(first, first + (3 if part else 12)))
    quarters = () if part or not year else tuple(f"{year}-Q{number}" for number in range(1, 5))
    for parts in (quarters, months):
        if year and parts and set(parts) <= set(among):
            return parts
    return ()


def whole_months(first: date, last: date) -> tuple[date, date]:
    """The first day of the month of `first` and the last of that of `last`."""
    return first.replace(day=1), _month_end(last.year, last.month)


Turn = tuple[str, date, date]
"""An occurrence (its period) and the first and last day on which it may be done."""


def inspection_turns(occurrences: Iterable[tuple[str, date]]) -> list[Turn]:
    """The days of each (period, due) occurrence of a recurring inspection, in order.

    From the period's first day until it is due, but after the one before was due: turns never share a
    day, so that no visit serves two of them.
    """
    turns: list[Turn] = []
    for due, period in sorted((due, period) for period, due in occurrences):
        first = period_span(period)[0]
        if turns:
            first = max(first, turns[-1][2] + timedelta(days=1))
        turns.append((period, first, due))
    return turns


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
