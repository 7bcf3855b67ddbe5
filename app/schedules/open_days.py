"""On which days a township may be visited: the nation's calendar, changed by each division above it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.domain.scheduling import Closure, WorkingDays, closed_days, working_days
from app.domain.scheduling.calendar import Override
from app.tables import Calendar


def open_days(session: Session, division: str, earliest: date, latest: date) -> WorkingDays:
    """The working days of `division` from `earliest` to `latest`, both inclusive, its own entries last."""
    rows = session.scalars(select(Calendar).where(Calendar.home.in_(ancestors(division)))).all()
    overrides = [
        override
        for row in sorted(rows, key=lambda row: len(row.home))
        for entry in row.entries
        for override in overrides_of(entry, earliest, latest)
    ]
    return working_days(earliest, latest, overrides)


def overrides_of(entry: Mapping[str, Any], earliest: date, latest: date) -> Iterator[Override]:
    """The single days that one calendar entry changes: a date, a range, or a range with a recurrence."""
    first = date.fromisoformat(entry.get("date") or entry["from"])
    last = date.fromisoformat(entry.get("date") or entry["to"])
    closure = Closure(first, last, entry.get("rule") or "", entry.get("name", ""))
    for day in sorted(closed_days(closure, earliest, latest)):
        yield day, entry["kind"], entry.get("name", "")
