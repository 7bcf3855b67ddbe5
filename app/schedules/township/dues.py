"""When a township's reports are due: those of one bundle on one day, the earliest of their due dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.registry.scope import meeting
from app.schedules.periods import period_span
from app.tables import Bundle, BundleMember, RequestOccurrence, RequestTarget, WorkRequest


@dataclass(frozen=True, slots=True)
class Due:
    """One report, or one period of a recurring one: the days on which it can be handed in."""

    request: WorkRequest
    period: str
    opens: date
    due: date


@dataclass(frozen=True, slots=True)
class DueDay:
    """The reports of one bundle that are handed in together, on `date`, by `time` where one was given."""

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

    A report that is not open yet on its bundle's earliest due date (its period has not ended, or its
    window not begun) makes a second due day: greedy stabbing, the fewest days on which all can be met.
    """
    bundles: dict[UUID, list[Due]] = {}
    homes = {}
    for request, bundle_id, home, occurrences in _reports(session, township, span[0]):
        bundles.setdefault(bundle_id, []).extend(_dues(request, occurrences))
        homes[bundle_id] = home
    days = [
        DueDay(group[0].due, homes[bundle_id], bundle_id, tuple(group))
        for bundle_id, dues in bundles.items()
        for group in stab(dues)
        if span[0] <= group[0].due <= span[1]
    ]
    return sorted(days, key=lambda day: (day.date, str(day.bundle_id)))


def stab(dues: Iterable[Due]) -> list[list[Due]]:
    """The dues in the fewest groups such that all of a group are open on its earliest due date."""
    groups: list[list[Due]] = []
    for one in sorted(dues, key=lambda one: (one.due, one.opens, str(one.request.id), one.period)):
        if groups and one.opens <= groups[-1][0].due:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _dues(request: WorkRequest, occurrences: Iterable[RequestOccurrence]) -> list[Due]:
    recurring = [
        Due(request, one.period, period_span(one.period)[1] + timedelta(days=1), one.due)
        for one in occurrences
    ]
    return recurring or [Due(request, "", request.earliest, request.latest)]


def _reports(
    session: Session, township: str, first: date
) -> list[tuple[WorkRequest, UUID, str, list[RequestOccurrence]]]:
    aimed = select(RequestTarget.request_id).where(meeting(RequestTarget.code, township))
    later = select(RequestOccurrence.request_id).where(RequestOccurrence.due >= first)
    reports = (WorkRequest.kind == "report", WorkRequest.state == "active", WorkRequest.id.in_(aimed))
    current = (
        select(BundleMember.bundle_id)
        .join(WorkRequest, WorkRequest.id == BundleMember.request_id)
        .where(*reports, or_(WorkRequest.latest >= first, WorkRequest.id.in_(later)))
    )
    query = (
        select(WorkRequest, Bundle.id, Bundle.home)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id)
        .join(Bundle, Bundle.id == BundleMember.bundle_id)
        .where(*reports, Bundle.id.in_(current))
        .order_by(WorkRequest.id)
    )
    rows = session.execute(query).all()
    occurrences: dict[UUID, list[RequestOccurrence]] = {}
    of_these = select(RequestOccurrence).where(
        RequestOccurrence.request_id.in_([request.id for request, _, _ in rows])
    )
    for one in session.scalars(of_these):
        occurrences.setdefault(one.request_id, []).append(one)
    return [(request, id_, home, occurrences.get(request.id, [])) for request, id_, home in rows]
