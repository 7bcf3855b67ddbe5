"""Finds a new inspection its place in the published plan, township by township, moving nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.divisions import NATION, TOWNSHIP_DIGITS
from app.domain.scheduling import Caps, Newcomer, Proposal, StandingVisit, propose_day
from app.kit.ids import new_id
from app.overlaps.probe import Probe
from app.registry.county_settings import effective_settings
from app.registry.scope import within
from app.schedules.open_days import open_days
from app.tables import Department, Division, Visit, VisitRequest, WorkRequest

MOST_TOWNSHIPS = 200
"""Beyond this a request is planned by the county's next plan, not inside the answer to a POST."""


@dataclass(frozen=True, slots=True)
class Place:
    """A day for one township: with the `joined` requests on the visit `visit_id`, or (None) on a new one."""

    township: str
    date: date
    session: int
    visit_id: UUID | None
    joined: tuple[UUID, ...]
    reason: str
    reason_en: str


def find_places(
    session: Session, probe: Probe, half_days: int, mates: Collection[UUID], today: date
) -> list[Place]:
    """Where an inspection fits into the published visits of the townships that it targets.

    Only townships whose county has a published plan on a day of the window are answered for: where
    nothing is published, the next plan decides. `mates` are the requests of its bundle: their visits
    are joined first. Changes nothing.
    """
    if probe.kind != "inspection":
        return []
    earliest = max(probe.earliest, today)
    served = select(VisitRequest.township).where(VisitRequest.request_id == probe.id, VisitRequest.active)
    already = set(session.scalars(served))
    planned = _townships_with_plan(session, probe.targets, earliest, probe.latest)
    townships = [township for township in planned if township not in already]
    busy = _busy_days(session, probe.department, earliest, probe.latest)
    department = session.get_one(Department, probe.department)
    places = []
    for township in townships:
        visits, requests = _standing(session, township, earliest, probe.latest, mates)
        newcomer = Newcomer(
            department=probe.department, half_days=half_days, bundle="mates" if mates else "",
            held=probe.unannounced, teams=department.teams, busy=busy,
        )  # fmt: skip
        days = open_days(session, township, earliest, probe.latest).days
        proposal = propose_day(days, visits, newcomer, _caps(session, township))
        if proposal is not None:
            places.append(_place(township, proposal, requests))
            busy[proposal.date] = busy.get(proposal.date, 0) + _opens(proposal, visits, probe.department)
    return places


def take_places(session: Session, request: WorkRequest, places: Sequence[Place], now: datetime) -> None:
    """Store the places that `find_places` found: the request joins the visit or opens its own."""
    for place in places:
        visit = session.get_one(Visit, place.visit_id) if place.visit_id else _open(request, place, now)
        if place.visit_id:
            visit.sequence, visit.updated_at = visit.sequence + 1, now
            visit.half_days = max(visit.half_days, request.half_days)
        session.add(visit)
        session.flush()
        session.add(
            VisitRequest(
                id=new_id(), home=visit.home, visit_id=visit.id, request_id=request.id,
                township=place.township, occurrence="", half_days=request.half_days, active=True,
            )
        )  # fmt: skip
    session.flush()


def release_places(
    session: Session, request_id: UUID, now: datetime, townships: Collection[str] | None = None
) -> None:
    """Take a request off its visits, of `townships` or of all; a visit that nobody needs is cancelled."""
    query = select(VisitRequest).where(VisitRequest.request_id == request_id, VisitRequest.active)
    if townships is not None:
        query = query.where(VisitRequest.township.in_(townships))
    for row in session.scalars(query).all():
        row.active = False
        session.flush()
        visit = session.get_one(Visit, row.visit_id)
        left = session.scalar(
            select(func.count()).where(VisitRequest.visit_id == row.visit_id, VisitRequest.active)
        )
        visit.sequence, visit.updated_at = visit.sequence + 1, now
        if not left:
            visit.state = "cancelled"


def _townships_with_plan(session: Session, targets: Sequence[str], earliest: date, latest: date) -> list[str]:
    found: set[str] = set()
    for target in targets:
        township = target[:TOWNSHIP_DIGITS]
        planned = select(Visit.home).where(
            Visit.state == "published", Visit.date >= earliest, Visit.date <= latest
        )
        rows = session.scalars(
            select(Division.code)
            .where(within(Division.code, township), Division.level == "township")
            .where(func.substr(Division.code, 1, 6).in_(planned))
            .order_by(Division.code)
            .limit(MOST_TOWNSHIPS + 1)
        )
        found.update(rows)
        if target == NATION or len(found) > MOST_TOWNSHIPS:
            return []
    return sorted(found)


def _standing(
    session: Session, township: str, earliest: date, latest: date, mates: Collection[UUID]
) -> tuple[list[StandingVisit], dict[str, tuple[UUID, ...]]]:
    # from the first to the last day of the months, since the month's cap counts them all
    first, last = earliest.replace(day=1), date(latest.year + latest.month // 12, latest.month % 12 + 1, 1)
    rows = session.execute(
        select(Visit, VisitRequest.request_id, WorkRequest.department)
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(
            Visit.home == township[:6], Visit.township == township, Visit.state == "published",
            Visit.date >= first, Visit.date < last, VisitRequest.active,
        )
        .order_by(Visit.date, Visit.session, VisitRequest.request_id)
    ).all()  # fmt: skip
    visits: dict[UUID, Visit] = {visit.id: visit for visit, _, _ in rows}
    requests: dict[UUID, list[UUID]] = {}
    departments: dict[UUID, set[str]] = {}
    for visit, request_id, department in rows:
        requests.setdefault(visit.id, []).append(request_id)
        departments.setdefault(visit.id, set()).add(department)
    standing = [
        StandingVisit(
            key=str(visit.id), date=visit.date, session=visit.session, half_days=visit.half_days,
            departments=frozenset(departments[visit.id]), held=visit.held,
            bundles=frozenset({"mates"} if set(mates).intersection(requests[visit.id]) else ()),
        )
        for visit in visits.values()
    ]  # fmt: skip
    return standing, {str(visit_id): tuple(ids) for visit_id, ids in requests.items()}


def _busy_days(session: Session, department: str, earliest: date, latest: date) -> dict[date, int]:
    rows = session.execute(
        select(Visit.date, func.count(func.distinct(Visit.township)))
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(
            WorkRequest.department == department, VisitRequest.active, Visit.state == "published",
            Visit.date >= earliest, Visit.date <= latest,
        )
        .group_by(Visit.date)
    )  # fmt: skip
    return dict(rows.all())


def _opens(proposal: Proposal, visits: Sequence[StandingVisit], department: str) -> int:
    there = any(visit.date == proposal.date and department in visit.departments for visit in visits)
    return 0 if there else 1


def _place(township: str, proposal: Proposal, served: dict[str, tuple[UUID, ...]]) -> Place:
    visit_id = UUID(proposal.key) if proposal.key else None
    joined = served.get(proposal.key or "", ())
    return Place(
        township, proposal.date, proposal.session, visit_id, joined, proposal.reason, proposal.reason_en
    )


def _open(request: WorkRequest, place: Place, now: datetime) -> Visit:
    return Visit(
        id=new_id(), home=place.township[:6], township=place.township, date=place.date,
        session=place.session, half_days=request.half_days, lead_department=request.department,
        held=request.unannounced, state="published", sequence=0,
        reason={"text": place.reason, "text_en": place.reason_en}, schedule_id=None, created_at=now,
        updated_at=now,
    )  # fmt: skip


def _caps(session: Session, township: str) -> Caps:
    return Caps(**effective_settings(session, township).caps.model_dump())
