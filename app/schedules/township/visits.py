"""Reads a township's visits as it may see them: unannounced ones do not exist before their date is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.schedules.queries import department_names
from app.schedules.standing import seen_by_township
from app.tables import Visit, VisitRequest, WorkRequest


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request as a visit serves it: day `part` of `parts`."""

    row: WorkRequest
    part: int
    parts: int

    @property
    def title(self) -> str:
        """Its title, in Chinese, with the day where it lasts several."""
        return self.row.title + (f"（第{self.part}天，共{self.parts}天）" if self.parts > 1 else "")


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit with what it serves and the names of who comes, the lead first."""

    row: Visit
    served: tuple[ShownRequest, ...]
    departments: tuple[str, ...]

    @property
    def titles(self) -> list[str]:
        """What it serves, in Chinese; of a request of several days, which one this is."""
        return [one.title for one in self.served]

    @property
    def part(self) -> ShownRequest | None:
        """The longest of what it serves where that lasts several days."""
        longest = max(self.served, key=lambda one: one.parts, default=None)
        return longest if longest is not None and longest.parts > 1 else None

    @property
    def lead(self) -> str:
        """The lead department's name."""
        return self.departments[0]


def read_visits(
    session: Session, township: str, span: tuple[date, date], today: date, *, everything: bool = False
) -> list[ShownVisit]:
    """The visits of a township by date, published and cancelled.

    `everything` adds the hidden ones, for coordinators. A cancelled unannounced visit is shown to nobody:
    the township never knew of it.
    """
    query = select(Visit).where(
        Visit.home == township[:COUNTY_DIGITS], Visit.township == township,
        Visit.date >= span[0], Visit.date <= span[1],
    )  # fmt: skip
    if not everything:
        query = query.where(seen_by_township(today))
    rows = [
        row
        for row in session.scalars(query.order_by(Visit.date, Visit.session, Visit.id))
        if row.state == "published" or not row.held
    ]
    served = _served(session, [row.id for row in rows])
    codes = {row.lead_department for row in rows}
    codes |= {one.row.department for requests in served.values() for one in requests}
    names = department_names(session, codes)
    return [_shown(row, served.get(row.id, ()), names) for row in rows]


def _served(session: Session, visits: list[UUID]) -> dict[UUID, list[ShownRequest]]:
    query = (
        select(VisitRequest.visit_id, WorkRequest, VisitRequest.part, VisitRequest.parts)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(VisitRequest.visit_id.in_(visits), VisitRequest.active)
        .order_by(WorkRequest.department, WorkRequest.id)
    )
    found: dict[UUID, list[ShownRequest]] = {}
    for visit, request, part, parts in session.execute(query):
        found.setdefault(visit, []).append(ShownRequest(request, part, parts))
    return found


def _shown(row: Visit, requests: Iterable[ShownRequest], names: dict[str, str]) -> ShownVisit:
    requests = tuple(requests)
    others = sorted({one.row.department for one in requests} - {row.lead_department})
    return ShownVisit(row, requests, tuple(names[code] for code in (row.lead_department, *others)))
