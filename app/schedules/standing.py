"""The published visits as values: what a new request, a plan and a township's schedule are built upon."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.tables import Visit, VisitRequest, WorkRequest


@dataclass(frozen=True, slots=True, order=True)
class Served:
    """One request that a visit serves, with the occurrence of a recurring one ("" for the others)."""

    request: UUID
    occurrence: str
    department: str
    half_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A published visit: `session` is the half-day (1, 2) at which it begins, `half_days` its length."""

    id: UUID
    township: str
    date: date
    session: int
    half_days: int
    lead: str
    held: bool
    sequence: int
    served: tuple[Served, ...]

    @property
    def departments(self) -> frozenset[str]:
        """Who comes."""
        return frozenset(one.department for one in self.served)


def is_hidden(visit: Standing, today: date) -> bool:
    """True for an unannounced visit until its date is over: no township may notice it.

    Not merely until the date begins: at midnight a calendar would tell of the team that comes at half
    past two. The day after, whoever was visited knows.
    """
    return visit.held and visit.date >= today


def seen_by_township(today: date) -> ColumnElement[bool]:
    """SQL: the visit is announced, or its date is over."""
    return or_(Visit.held.is_(False), Visit.date < today)


def load_standing(
    session: Session, counties: Collection[str], first: date, last: date, townships: Collection[str] = ()
) -> list[Standing]:
    """The published visits of `counties` from `first` to `last`, of `townships` where some are named."""
    query = (
        select(
            Visit.id, Visit.township, Visit.date, Visit.session, Visit.half_days, Visit.lead_department,
            Visit.held, Visit.sequence, VisitRequest.request_id, VisitRequest.occurrence,
            WorkRequest.department, VisitRequest.half_days,
        )
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(
            Visit.home.in_(counties), Visit.state == "published", Visit.date >= first, Visit.date <= last,
            VisitRequest.active,
        )
        .order_by(Visit.township, Visit.date, Visit.session, Visit.id)
    )  # fmt: skip
    if townships:
        query = query.where(Visit.township.in_(townships))
    served: dict[UUID, list[Served]] = {}
    visits: dict[UUID, tuple[Any, ...]] = {}
    for row in session.execute(query):
        visits[row.id] = tuple(row)[:8]
        served.setdefault(row.id, []).append(Served(*tuple(row)[8:]))
    return [Standing(*(*values, tuple(sorted(served[id_])))) for id_, values in visits.items()]


def lead_of(departments: Iterable[str]) -> str:
    """Who leads where nobody was named: the department with most requests, the lowest code of equals."""
    counted: dict[str, int] = {}
    for department in departments:
        counted[department] = counted.get(department, 0) + 1
    return min(counted, key=lambda code: (-counted[code], code))
