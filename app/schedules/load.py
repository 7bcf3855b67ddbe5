"""Loads what a county's plan is made from, as values with a fingerprint by which a stale plan is known."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS, contains
from app.domain.scheduling import Caps, day_lengths
from app.registry.county_settings import effective_settings
from app.registry.scope import meeting, within
from app.schedules.open_days import first_day_noticed, load_calendars
from app.schedules.periods import Turn, inspection_turns
from app.schedules.scene import planning_caps
from app.schedules.standing import Standing, load_standing
from app.tables import (
    Bundle,
    BundleMember,
    Department,
    Division,
    RequestOccurrence,
    RequestTarget,
    Visit,
    VisitRequest,
    WorkRequest,
)


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """What is planned: one request (one occurrence of it) in one township, within its window.

    One that is longer than a day takes `parts` days in a row; `on_days` are these, each as an item.
    """

    township: str
    request: UUID
    occurrence: str
    department: str
    earliest: date
    latest: date
    half_days: int
    bundle: UUID
    held: bool
    part: int = 1
    parts: int = 1

    def on_days(self, half_days_per_day: int) -> tuple["Item", ...]:
        """The item as it stands on each of its days: itself where one is enough."""
        if self.parts == 1:
            return (self,)
        lengths = day_lengths(self.half_days, half_days_per_day)
        return tuple(replace(self, half_days=one, part=n) for n, one in enumerate(lengths, start=1))

    def as_served(self, visit: Standing) -> "Item":
        """The item as the published visit serves it: the day of it that this one is."""
        mine = (self.request, self.occurrence)
        one = next(one for one in visit.served if (one.request, one.occurrence) == mine)
        return replace(self, half_days=one.half_days, part=one.part, parts=one.parts)

    @property
    def key(self) -> str:
        """Its name in a planning instance."""
        return item_key(self.request, self.occurrence, self.township)


def item_key(request: UUID, occurrence: str, township: str) -> str:
    """The name of a request's occurrence in a township."""
    return f"{request}|{occurrence}|{township}"


@dataclass(frozen=True)
class Input:
    """Everything that a plan depends on, but for today's date and the coordinator's options.

    `noticed` is the first day of each township that leaves it the county's days of notice, as of the loading.
    """

    county: str
    starts: date
    ends: date
    items: tuple[Item, ...]
    standing: tuple[Standing, ...]
    teams: Mapping[str, int]
    away: Mapping[str, frozenset[date]]
    leads: Mapping[UUID, str]
    caps: Caps
    noticed: Mapping[str, date]
    open_days: Mapping[str, tuple[date, ...]]
    unknown_years: tuple[int, ...]

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """The days on which any township is open, in order: those of one visit are neighbours here."""
        return tuple(sorted({day for opened in self.open_days.values() for day in opened}))

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same content, in every process, today and tomorrow."""
        parts = (
            self.county, self.starts, self.ends, self.items, self.standing, sorted(self.teams.items()),
            sorted((code, sorted(days)) for code, days in self.away.items()),
            sorted(self.leads.items()), self.caps, sorted(self.open_days.items()),
        )  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def load_input(session: Session, county: str, starts: date, ends: date, today: date) -> Input:
    """The active inspections that concern the county and the period, and what stands around them.

    What is served outside the period already is left out; what a standing visit serves is always in.
    """
    townships = _townships(session, county, starts)
    standing = load_standing(session, [county], starts, ends)
    settings = effective_settings(session, county)
    items = _items(session, county, (starts, ends), townships, standing, settings.caps.half_days_per_day)
    calendars = load_calendars(session, [county, *townships])
    opened = {township: calendars.open_days(township, starts, ends) for township in townships}
    departments = {item.department for item in items}
    return Input(
        county=county,
        starts=starts,
        ends=ends,
        items=items,
        standing=tuple(standing),
        teams=_teams(session, departments),
        away=_away(session, county, starts, ends, departments),
        leads=_leads(session, {item.bundle for item in items}),
        caps=planning_caps(settings),
        noticed={
            township: first_day_noticed(calendars, township, today, settings.notice_days)
            for township in townships
        },
        open_days={township: days.days for township, days in opened.items()},
        unknown_years=tuple(sorted(calendars.open_days(county, starts, ends).unknown_years)),
    )


def _townships(session: Session, county: str, starts: date) -> list[str]:
    query = select(Division.code).where(
        within(Division.code, county), Division.level == "township",
        or_(Division.valid_to.is_(None), Division.valid_to >= starts),
    )  # fmt: skip
    return list(session.scalars(query.order_by(Division.code)))


def _items(
    session: Session,
    county: str,
    span: tuple[date, date],
    townships: list[str],
    standing: Iterable[Standing],
    half_days_per_day: int,
) -> tuple[Item, ...]:
    starts, ends = span
    here = {(one.request, one.occurrence, visit.township) for visit in standing for one in visit.served}
    served = _served(session, county)
    items = []
    requests = _requests(session, county, {request for request, _, _ in here}, starts, ends)
    turns = _turns(session, [request.id for request, _ in requests])
    for request, bundle in requests:
        aimed = [
            township
            for township in townships
            if any(contains(target[:TOWNSHIP_DIGITS], township) for target in request.targets)
        ]
        whole = [("", request.earliest, request.latest)]
        for occurrence, first, last in turns.get(request.id, whole):
            for township in aimed:
                name = (request.id, occurrence, township)
                if name in here or (name not in served and first <= ends and last >= starts):
                    items.append(
                        Item(
                            township, request.id, occurrence, request.department, first, last,
                            request.half_days, bundle, request.unannounced,
                            parts=len(day_lengths(request.half_days, half_days_per_day)),
                        )
                    )  # fmt: skip
    return tuple(sorted(items))


def _requests(
    session: Session, county: str, standing: set[UUID], starts: date, ends: date
) -> list[tuple[WorkRequest, UUID]]:
    aimed = select(RequestTarget.request_id).where(meeting(RequestTarget.code, county))
    later = select(RequestOccurrence.request_id).where(RequestOccurrence.due >= starts)
    query = (
        select(WorkRequest, BundleMember.bundle_id)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id)
        .where(
            WorkRequest.kind == "inspection", WorkRequest.state == "active", WorkRequest.id.in_(aimed),
            or_(
                WorkRequest.id.in_(standing),
                (WorkRequest.earliest <= ends)
                & or_(WorkRequest.latest >= starts, WorkRequest.id.in_(later)),
            ),
        )
        .order_by(WorkRequest.id)
    )  # fmt: skip
    return [(request, bundle) for request, bundle in session.execute(query)]


def _served(session: Session, county: str) -> set[tuple[UUID, str, str]]:
    query = (
        select(VisitRequest.request_id, VisitRequest.occurrence, VisitRequest.township)
        .join(Visit, Visit.id == VisitRequest.visit_id)
        .where(VisitRequest.home == county, VisitRequest.active, Visit.state == "published")
    )
    return {(request, occurrence, township) for request, occurrence, township in session.execute(query)}


def _turns(session: Session, requests: list[UUID]) -> dict[UUID, list[Turn]]:
    query = select(RequestOccurrence).where(RequestOccurrence.request_id.in_(requests))
    found: dict[UUID, list[tuple[str, date]]] = {}
    for row in session.scalars(query):
        found.setdefault(row.request_id, []).append((row.period, row.due))
    return {request: inspection_turns(occurrences) for request, occurrences in found.items()}


def _teams(session: Session, departments: set[str]) -> dict[str, int]:
    rows = session.execute(select(Department.code, Department.teams).where(Department.code.in_(departments)))
    return dict(rows.all())


def _leads(session: Session, bundles: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(Bundle.id, Bundle.lead_department).where(
            Bundle.id.in_(bundles), Bundle.lead_department.is_not(None)
        )
    )
    return {id_: lead for id_, lead in rows if lead is not None}


def _away(
    session: Session, county: str, starts: date, ends: date, departments: set[str]
) -> dict[str, frozenset[date]]:
    """The days on which a department of a higher level is in another county.

    A team that is away is not split: such a day is left out for the whole department, since the planner
    knows one number of teams for all days. Other days remain, and nobody is promised to two counties.
    """
    wide = {code for code in departments if len(code.partition("-")[0]) < COUNTY_DIGITS}
    query = (
        select(WorkRequest.department, Visit.date, func.count())
        .join(VisitRequest, VisitRequest.request_id == WorkRequest.id)
        .join(Visit, Visit.id == VisitRequest.visit_id)
        .where(
            WorkRequest.department.in_(wide), VisitRequest.active, Visit.state == "published",
            Visit.home != county, Visit.date >= starts, Visit.date <= ends,
        )
        .group_by(WorkRequest.department, Visit.date)
    )  # fmt: skip
    found: dict[str, set[date]] = {}
    for department, day, _ in session.execute(query) if wide else ():
        found.setdefault(department, set()).add(day)
    return {department: frozenset(days) for department, days in found.items()}
