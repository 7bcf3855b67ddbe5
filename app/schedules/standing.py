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
    """One request that a visit serves, with the occurrence of a recurring one ("" for the others).

    Of one that lasts several days it is day `part` of `parts`, and `half_days` are those of this day.
    """

    request: UUID
    occurrence: str
    department: str
    half_days: int
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """A published visit: `session` is the half-day (1, 2) at which it begins, `half_days` its length.

    `last_day` is its date; of an unannounced visit the last day of all that its request lasts.
    """

    id: UUID
    township: str
    last_day: date
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
    """True for an unannounced visit until the last of its days is over: no township may notice it.

    Not merely until the date begins: at midnight a calendar would tell of the team that comes at half
    past two. Nor while it goes on: yesterday's would tell of today's. The day after its last day, whoever
    was visited knows.
    """
    return visit.held and visit.last_day >= today


def seen_by_township(today: date) -> ColumnElement[bool]:
    """SQL: the visit is announced, or the last of its days is over."""
    return or_(Visit.held.is_(False), Visit.last_day < today)


def load_standing(
    session: Session, counties: Collection[str], first: date, last: date, townships: Collection[str] = ()
) -> list[Standing]:
    """The published visits of `counties` from `first` to `last`, of `townships` where some are named."""
    query = (
        select(
            Visit.id, Visit.township, Visit.last_day, Visit.date, Visit.session, Visit.half_days,
            Visit.lead_department, Visit.held, Visit.sequence, VisitRequest.request_id,
            VisitRequest.occurrence, WorkRequest.department, VisitRequest.half_days, VisitRequest.part,
            VisitRequest.parts,
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
        visits[row.id] = tuple(row)[:9]
        served.setdefault(row.id, []).append(Served(*tuple(row)[9:]))
    return [Standing(*(*values, tuple(sorted(served[id_])))) for id_, values in visits.items()]


def lead_of(departments: Iterable[str]) -> str:
    """Who leads where nobody was named: the department with most requests, the lowest code of equals."""
    counted: dict[str, int] = {}
    for department in departments:
        counted[department] = counted.get(department, 0) + 1
    return min(counted, key=lambda code: (-counted[code], code))
