"""Which days a reporting period spans, and in which days an occurrence of a recurring request falls."""

import calendar
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


def inspection_window(period: str, due: date) -> tuple[date, date]:
    """The days on which one occurrence of a recurring inspection may be done: its period, until it is due."""
    return period_span(period)[0], due


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
