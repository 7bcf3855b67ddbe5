"""Stores the places that were found, and gives them up again when a request changes or is withdrawn."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.kit.ids import new_id
from app.registry.scope import within
from app.schedules.held import make_room
from app.schedules.place import Place
from app.schedules.standing import lead_of
from app.tables import Visit, VisitRequest, WorkRequest


def take_places(session: Session, request: WorkRequest, places: Sequence[Place], now: datetime) -> None:
    """Store the places that `find_places` found: the request joins the visit or opens its own.

    Hidden visits in the way give way. The caller holds the province's queue (`wait_turn`).
    """
    for place in places:
        county = place.township[:COUNTY_DIGITS]
        visit = _visit(session, county, place.visit_id) if place.visit_id else _open(request, place, now)
        part = Part(place.occurrence, place.own_half_days, place.part, place.parts)
        if place.visit_id:
            visit.sequence, visit.updated_at = visit.sequence + 1, now
            visit.half_days = place.half_days
        session.add(visit)
        session.flush()
        serve(session, visit, request.id, part)
    session.flush()
    if not request.unannounced:
        make_room(session, request.department, [(place.township, place.date) for place in places], now)


class Part(NamedTuple):
    """What of a request a visit serves: its occurrence, and day `part` of `parts` with so many half-days."""

    occurrence: str
    half_days: int
    part: int = 1
    parts: int = 1


def serve(session: Session, visit: Visit, request_id: UUID, part: Part) -> None:
    """Let the visit serve a request; a row that an earlier change put out of force is used again."""
    row = session.scalar(
        select(VisitRequest).where(
            VisitRequest.home == visit.home, VisitRequest.visit_id == visit.id,
            VisitRequest.request_id == request_id, VisitRequest.occurrence == part.occurrence,
        )
    )  # fmt: skip
    if row is None:
        row = VisitRequest(
            id=new_id(), home=visit.home, visit_id=visit.id, request_id=request_id,
            township=visit.township, occurrence=part.occurrence,
        )  # fmt: skip
    row.half_days, row.part, row.parts, row.active = part.half_days, part.part, part.parts, True
    session.add(row)


def release_places(
    session: Session, home: str, request_id: UUID, now: datetime, townships: Collection[str] | None = None
) -> None:
    """Take a request, at home in `home`, off its visits, of `townships` or of all; a visit that nobody needs
    is cancelled."""
    query = select(VisitRequest).where(
        within(VisitRequest.home, home), VisitRequest.request_id == request_id, VisitRequest.active
    )
    if townships is not None:
        query = query.where(VisitRequest.township.in_(townships))
    for row in session.scalars(query).all():
        row.active = False
        session.flush()
        visit = _visit(session, row.home, row.visit_id)
        visit.sequence, visit.updated_at = visit.sequence + 1, now
        left = session.scalars(
            select(WorkRequest.department)
            .join(VisitRequest, VisitRequest.request_id == WorkRequest.id)
            .where(VisitRequest.home == row.home, VisitRequest.visit_id == row.visit_id, VisitRequest.active)
        ).all()
        if not left:
            visit.state = "cancelled"
        elif visit.lead_department not in left:
            visit.lead_department = lead_of(left)


def _visit(session: Session, home: str, visit_id: UUID) -> Visit:
    return session.scalars(select(Visit).where(Visit.home == home, Visit.id == visit_id)).one()


def _open(request: WorkRequest, place: Place, now: datetime) -> Visit:
    return Visit(
        id=new_id(), home=place.township[:COUNTY_DIGITS], township=place.township, date=place.date,
        last_day=place.last_day if request.unannounced else place.date,
        session=place.session, half_days=place.half_days, lead_department=request.department,
        held=request.unannounced, state="published", sequence=0,
        reason={"text": place.reason, "text_en": place.reason_en}, schedule_id=None, created_at=now,
        updated_at=now,
    )  # fmt: skip
