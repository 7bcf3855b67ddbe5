"""Unannounced visits (四不两直) give way: announced ones are placed as if they were not there.

If an announced visit gave way to a hidden one, the township could read the hidden one from the gap. A
hidden visit was promised to no township, so it is the one that moves, and nobody there can notice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.domain.scheduling import Proposal
from app.kit.clock import local_date
from app.schedules.periods import inspection_turns
from app.schedules.scene import Scene, Seeker, look_around
from app.tables import RequestOccurrence, Visit, VisitRequest, WorkRequest


class Day(NamedTuple):
    """One day of an unannounced check: its visit, and the request that it serves."""

    visit: Visit
    served: VisitRequest
    request: WorkRequest


def make_room(session: Session, department: str, taken: Sequence[tuple[str, date]], now: datetime) -> None:
    """Move the hidden visits that collide with the (township, date) places that `department` has taken.

    One of several days moves whole; one that has begun stays, since somebody is on the way. One that finds no
    other days in its window is cancelled: the county's next plan tells the coordinator.
    """
    if not taken:
        return
    today = local_date(now)
    for days in _touched(session, department, taken, today):
        visit, served, request = days[0]
        if visit.date <= today:
            continue
        first, last = _window(session, served, request)
        seeker = Seeker(request.department, sum(one.served.half_days for one in days), held=True)
        span = (min(first, visit.date), max(last, days[-1].visit.date))
        scene = _without(look_around(session, seeker, [visit.township], span, today), days)
        places = _same_days(scene, days) or scene.propose(
            visit.township, max(first, today + timedelta(days=1)), last
        )
        _settle(session, days, places, now)


def _touched(
    session: Session, department: str, taken: Sequence[tuple[str, date]], today: date
) -> Iterable[Sequence[Day]]:
    """The hidden checks of those townships, and of the department on those days, each with all its days."""
    townships = {township for township, _ in taken}
    days = {day for _, day in taken}
    found = _hidden(
        session,
        Visit.date > today,
        or_(
            Visit.township.in_(townships),
            and_(Visit.date.in_(days), WorkRequest.department == department),
        ),
    )
    for first, *more in found.values():
        if len(more) + 1 == first.served.parts:
            yield [first, *more]
        else:
            served = first.served
            [whole] = _hidden(
                session, Visit.township == served.township, VisitRequest.home == served.home,
                VisitRequest.request_id == served.request_id, VisitRequest.occurrence == served.occurrence,
            ).values()  # fmt: skip
            yield whole


def _hidden(session: Session, *which: ColumnElement[bool]) -> Mapping[object, list[Day]]:
    query = (
        select(Visit, VisitRequest, WorkRequest)
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(Visit.held, Visit.state == "published", VisitRequest.active, *which)
        .order_by(VisitRequest.part, Visit.id)
    )
    found: dict[object, list[Day]] = {}
    for row in session.execute(query):
        day = Day(*row)
        found.setdefault((day.visit.township, day.request.id, day.served.occurrence), []).append(day)
    return found


def _window(session: Session, served: VisitRequest, request: WorkRequest) -> tuple[date, date]:
    if not served.occurrence:
        return request.earliest, request.latest
    query = select(RequestOccurrence).where(
        RequestOccurrence.home == request.home, RequestOccurrence.request_id == request.id
    )
    rows = session.scalars(query)
    turns = inspection_turns((row.period, row.due) for row in rows)
    own = ((first, last) for period, first, last in turns if period == served.occurrence)
    return next(own, (request.earliest, request.latest))


def _without(scene: Scene, days: Sequence[Day]) -> Scene:
    """The scene as if its visits were not there: it may take its own places again."""
    township = days[0].visit.township
    mine = {str(one.visit.id) for one in days}
    others = [one for one in scene.standing.get(township, ()) if one.key not in mine]
    busy = dict(scene.busy)
    for day in (one.visit.date for one in days):
        there = any(one.date == day and scene.seeker.department in one.departments for one in others)
        if not there:
            busy[day] = busy.get(day, 1) - 1
    return replace(scene, standing={township: others}, busy=busy)


def _same_days(scene: Scene, days: Sequence[Day]) -> Sequence[Proposal]:
    """Its own days, at its own sessions where those are still free."""
    visits = [one.visit for one in days]
    places = scene.propose(visits[0].township, visits[0].date, visits[-1].date)
    return [_own_session(scene, *pair) for pair in zip(places, visits, strict=False)]


def _own_session(scene: Scene, place: Proposal, visit: Visit) -> Proposal:
    taken = {
        one.session + n
        for one in scene.standing[visit.township]
        if one.date == visit.date
        for n in range(one.half_days)
    }
    own = range(visit.session, visit.session + visit.half_days)
    return place if taken.intersection(own) else replace(place, session=visit.session)


def _settle(session: Session, days: Sequence[Day], places: Sequence[Proposal], now: datetime) -> None:
    goes = len(places) == len(days)
    moved = [
        number
        for number, (visit, _, _) in enumerate(days)
        if not goes or (places[number].date, places[number].session) != (visit.date, visit.session)
    ]
    for number in moved:
        visit, served, _ = days[number]
        visit.state, visit.sequence, visit.updated_at = "cancelled", visit.sequence + 1, now
        served.active = goes
    session.flush()  # all that move leave their places first: one may take another's
    for number in moved if goes else ():
        visit = days[number].visit
        visit.state, visit.date, visit.session = "published", places[number].date, places[number].session
    for visit, _, _ in days if goes else ():
        visit.last_day = places[-1].date
    session.flush()
