"""When a township's reports are due: those of one bundle on one day, those of different work apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.scheduling.due_days import DueWindow, spread_due_days
from app.kit.clock import local_date
from app.registry.county_settings import effective_settings
from app.schedules.open_days import open_days
from app.schedules.periods import parts_of, period_span, whole_months
from app.schedules.township.reports import load_reports
from app.tables import RequestOccurrence, WorkRequest


@dataclass(frozen=True, slots=True)
class Due:
    """One report, or one period of a recurring one: the days on which it can be handed in.

    `adds_up` names the shorter periods of the same bundle of which this one is the sum.
    """

    request: WorkRequest
    period: str
    opens: date
    due: date
    adds_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDay:
    """The reports of one bundle, handed in together on `date`; the first of them is due on `latest`."""

    latest: date
    date: date
    bundle_home: str
    bundle_id: UUID
    dues: tuple[Due, ...]

    @property
    def time(self) -> str | None:
        """The earliest time of day that any of them names for this very day."""
        times = [
            one.request.latest_time
            for one in self.dues
            if one.request.latest_time and not one.period and one.due == self.date
        ]
        return min(times, default=None)


def read_dues(session: Session, township: str, span: tuple[date, date]) -> list[DueDay]:
    """The due days of a township between two days, both inclusive, by date.

    The reports of a bundle share the earliest of their due dates. One that is not open yet by then (its
    period has not ended, or its window not begun) makes a second due day: greedy stabbing, the fewest days
    on which all can be met. Different work is spread over working days before its due date, as many a day as
    the county has set; nothing is pulled to a day that the township has not known for its days of notice.
    """
    whole = whole_months(*span)
    groups = []
    for bundle_id, (home, reports) in load_reports(session, township, whole[0]).items():
        dues = _roll_up([due for request, occurrences in reports for due in _dues(request, occurrences)])
        groups += [(home, bundle_id, group) for group in stab(dues) if whole[0] <= group[0].due <= whole[1]]
    # the last that changed comes last: what stood before keeps its day (see spread_due_days)
    groups.sort(key=lambda one: (max(due.request.updated_at for due in one[2]), str(one[1]), one[2][0].due))
    days = _spread(session, township, whole, [group for _, _, group in groups])
    found = [
        DueDay(group[0].due, day, home, bundle_id, tuple(group))
        for day, (home, bundle_id, group) in zip(days, groups, strict=True)
        if span[0] <= day <= span[1]
    ]
    return sorted(found, key=lambda day: (day.date, str(day.bundle_id)))


def stab(dues: Iterable[Due]) -> list[list[Due]]:
    """The dues in the fewest groups such that all of a group are open on its earliest due date."""
    groups: list[list[Due]] = []
    for one in sorted(dues, key=lambda one: (one.due, one.opens, str(one.request.id), one.period)):
        if groups and one.opens <= groups[-1][0].due:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _spread(
    session: Session, township: str, whole: tuple[date, date], groups: Sequence[Sequence[Due]]
) -> list[date]:
    settings = effective_settings(session, township)
    since = whole[0] - timedelta(days=60)  # days of notice before the first month count too
    working = open_days(session, township, since, whole[1]).days
    windows = []
    for group in groups:
        opens = max(due.opens for due in group)
        known = _known_for(group, working, settings.notice_days)
        windows.append(DueWindow(max(opens, known), group[0].due))
    return spread_due_days(windows, working, settings.reports_due_per_day)


def _known_for(group: Sequence[Due], working: Sequence[date], notice_days: int) -> date:
    """The first day on which the township has known of all of the group for its days of notice."""
    posted = max(local_date(due.request.created_at) for due in group)
    after = [day for day in working if day > posted]
    return after[notice_days - 1] if 0 < notice_days <= len(after) else posted


def _dues(request: WorkRequest, occurrences: Iterable[RequestOccurrence]) -> list[Due]:
    recurring = [
        Due(request, one.period, period_span(one.period)[1] + timedelta(days=1), one.due)
        for one in occurrences
    ]
    return recurring or [Due(request, "", request.earliest, request.latest)]


def _roll_up(dues: Sequence[Due]) -> list[Due]:
    """The dues of a bundle, each quarter and year with the shorter periods that the bundle asks anyway."""
    periods = {one.period for one in dues}
    return [
        Due(one.request, one.period, one.opens, one.due, parts_of(one.period, periods)) for one in dues
    ]  # fmt: skip
