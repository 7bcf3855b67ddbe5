"""Unannounced visits (四不两直) give way: announced ones are placed as if they were not there.

If an announced visit gave way to a hidden one, the township could read the hidden one from the gap. A
hidden visit was promised to no township, so it is the one that moves, and nobody there can notice.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from app.domain.scheduling import Proposal
from app.kit.clock import local_date
from app.schedules.periods import inspection_turns
from app.schedules.scene import Scene, Seeker, look_around
from app.tables import RequestOccurrence, Visit, VisitRequest, WorkRequest


def make_room(session: Session, department: str, taken: Sequence[tuple[str, date]], now: datetime) -> None:
    """Move the hidden visits that collide with the (township, date) places that `department` has taken.

    One that finds no other day in its window is cancelled: the county's next plan tells the coordinator.
    """
    if not taken:
        return
    today = local_date(now)
    for visit, served, request in _touched(session, department, taken, today):
        first, last = _window(session, served, request)
        seeker = Seeker(request.department, visit.half_days, held=True)
        scene = look_around(session, seeker, [visit.township], (min(first, visit.date), last), today)
        scene = _without(scene, visit)
        proposal = _same_day(scene, visit) or scene.propose(
            visit.township, max(first, today + timedelta(days=1)), last
        )
        _settle(session, visit, served, proposal, now)


def _touched(
    session: Session, department: str, taken: Sequence[tuple[str, date]], today: date
) -> Sequence[Row[Visit, VisitRequest, WorkRequest]]:
    townships = {township for township, _ in taken}
    days = {day for _, day in taken}
    query = (
        select(Visit, VisitRequest, WorkRequest)
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(
            Visit.held, Visit.state == "published", Visit.date > today, VisitRequest.active,
            or_(
                Visit.township.in_(townships),
                and_(Visit.date.in_(days), WorkRequest.department == department),
            ),
        )
        .order_by(Visit.id)
    )  # fmt: skip
    return session.execute(query).all()


def _window(session: Session, served: VisitRequest, request: WorkRequest) -> tuple[date, date]:
    if not served.occurrence:
        return request.earliest, request.latest
    rows = session.scalars(select(RequestOccurrence).where(RequestOccurrence.request_id == request.id))
    turns = inspection_turns((row.period, row.due) for row in rows)
    own = ((first, last) for period, first, last in turns if period == served.occurrence)
    return next(own, (request.earliest, request.latest))


def _without(scene: Scene, visit: Visit) -> Scene:
    """The scene as if the visit were not there: it may take its own place again."""
    others = [one for one in scene.standing.get(visit.township, ()) if one.key != str(visit.id)]
    busy = dict(scene.busy)
    there = any(one.date == visit.date and scene.seeker.department in one.departments for one in others)
    if not there:
        busy[visit.date] = busy.get(visit.date, 1) - 1
    return replace(scene, standing={visit.township: others}, busy=busy)


def _same_day(scene: Scene, visit: Visit) -> Proposal | None:
    """Its own day, at its own session where that is still free."""
    proposal = scene.propose(visit.township, visit.date, visit.date)
    if proposal is None:
        return None
    taken = {
        one.session + n
        for one in scene.standing[visit.township]
        if one.date == visit.date
        for n in range(one.half_days)
    }
    own = range(visit.session, visit.session + visit.half_days)
    return proposal if taken.intersection(own) else replace(proposal, session=visit.session)


def _settle(
    session: Session, visit: Visit, served: VisitRequest, proposal: Proposal | None, now: datetime
) -> None:
    if proposal is None:
        visit.state, served.active = "cancelled", False
    elif (proposal.date, proposal.session) == (visit.date, visit.session):
        return
    else:
        visit.date, visit.session = proposal.date, proposal.session
    visit.sequence, visit.updated_at = visit.sequence + 1, now
    session.flush()
