"""On which days a township may be visited: the nation's calendar, changed by each division above it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.domain.scheduling import Closure, WorkingDays, closed_days, working_days
from app.domain.scheduling.calendar import Override, announced_holidays
from app.tables import Calendar


class Calendars:
    """The calendars of some divisions and all above them: read once, asked for many townships."""

    def __init__(self, written: Mapping[str, tuple[Sequence[Mapping[str, Any]], Sequence[int]]]) -> None:
        self._written = written
        self._known: dict[tuple[object, ...], WorkingDays] = {}

    def open_days(self, division: str, earliest: date, latest: date) -> WorkingDays:
        """The working days of `division` from `earliest` to `latest` (inclusive), its own entries last."""
        chain = tuple(code for code in ancestors(division) if code in self._written)
        known = self._known.get((chain, earliest, latest))
        if known is None:
            overrides = [
                override
                for code in chain
                for entry in self._written[code][0]
                for override in overrides_of(entry, earliest, latest)
            ]
            known = self._known[chain, earliest, latest] = working_days(
                earliest, latest, overrides, {year for code in chain for year in self._written[code][1]}
            )
        return known

    def is_provisional(self, division: str, day: date) -> bool:
        """True where the holidays of the day's year are neither shipped nor entered by a division above."""
        written = (self._written[code][1] for code in ancestors(division) if code in self._written)
        return day.year not in announced_holidays() and not any(day.year in years for years in written)


def first_day_noticed(calendars: Calendars, division: str, today: date, notice_days: int) -> date:
    """The first day that leaves a division `notice_days` whole working days of notice; tomorrow at least.

    Counted in the division's own working days: what is told on Monday with three days of notice begins on
    Friday.
    """
    tomorrow = today + timedelta(days=1)
    ahead = calendars.open_days(division, tomorrow, today + timedelta(days=2 * notice_days + 21)).days
    return ahead[notice_days] if 0 < notice_days < len(ahead) else tomorrow


def load_calendars(session: Session, divisions: Iterable[str]) -> Calendars:
    """The calendars that count for `divisions`, in one query."""
    codes = {code for division in divisions for code in ancestors(division)}
    query = select(Calendar.home, Calendar.entries, Calendar.announced).where(Calendar.home.in_(codes))
    return Calendars({home: (entries, announced) for home, entries, announced in session.execute(query)})


def open_days(session: Session, division: str, earliest: date, latest: date) -> WorkingDays:
    """The working days of one division from `earliest` to `latest`, both inclusive."""
    return load_calendars(session, [division]).open_days(division, earliest, latest)


def overrides_of(entry: Mapping[str, Any], earliest: date, latest: date) -> Iterator[Override]:
    """The single days that one calendar entry changes: a date, a range, or a range with a recurrence."""
    first = date.fromisoformat(entry.get("date") or entry["from"])
    last = date.fromisoformat(entry.get("date") or entry["to"])
    name = entry.get("name", "")
    closure = Closure(first, last, entry.get("rule") or "", name)
    for day in sorted(closed_days(closure, earliest, latest)):
        yield day, entry["kind"], name
