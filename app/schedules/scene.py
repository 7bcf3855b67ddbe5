"""What stands around a newcomer: visits, open days, caps and free teams, loaded once for all townships."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.domain.scheduling import Caps, Newcomer, Proposal, StandingVisit, day_lengths, propose_days
from app.registry.county_settings import CountySettings, effective_settings
from app.schedules.open_days import Calendars, first_day_noticed, load_calendars
from app.schedules.periods import whole_months
from app.schedules.standing import seen_by_township
from app.tables import Department, Visit, VisitRequest, WorkRequest

MATES = "mates"
"""The name under which the newcomer's own bundle goes in a proposal."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who looks for a day: a department's request of so many half-days, with the requests of its bundle."""

    department: str
    half_days: int
    held: bool
    mates: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Scene:
    """One department's view of some townships between two days; `busy` counts the townships it serves."""

    seeker: Seeker
    today: date
    calendars: Calendars
    standing: Mapping[str, Sequence[StandingVisit]]
    busy: dict[date, int]
    teams: int
    settings: Mapping[str, CountySettings]

    def propose(
        self, township: str, first: date, last: date, taken: Collection[StandingVisit] = ()
    ) -> Sequence[Proposal]:
        """The best place in one township for each of its days, or none.

        `taken` are visits that the caller is about to store.
        """
        used = {visit.date for visit in taken}
        span = (max(first, self.today), last)
        open_ = self.calendars.open_days(township, *span).days
        line: Sequence[date] = ()
        if len(self.lengths(township)) > 1:
            line = sorted({*open_, *self.calendars.open_days(township[:COUNTY_DIGITS], *span).days})
        visits = self.standing.get(township, ())
        seeker = self.seeker
        newcomer = Newcomer(
            department=seeker.department, half_days=seeker.half_days, held=seeker.held,
            bundle=MATES if seeker.mates else "", teams=self.teams, busy=self.busy,
        )  # fmt: skip
        days = {day for day in open_ if day not in used}
        return propose_days(line, days, [*visits, *taken], newcomer, self._caps(township))

    def lengths(self, township: str) -> Sequence[int]:
        """The half-days of each of its days in a township of that county."""
        return day_lengths(self.seeker.half_days, self._caps(township).half_days_per_day)

    def _caps(self, township: str) -> Caps:
        return planning_caps(self.settings[township[:COUNTY_DIGITS]])

    def first_day(self, township: str, first: date, last: date) -> date:
        """The first day of a window that may be proposed: with the county's days of notice if it allows them.

        An unannounced visit has none; and a window that ends sooner is taken as it is, from tomorrow on.
        """
        notice = 0 if self.seeker.held else self.settings[township[:COUNTY_DIGITS]].notice_days
        noticed = first_day_noticed(self.calendars, township, self.today, notice)
        return max(first, noticed if noticed <= last else self.today + timedelta(days=1))

    def count(self, township: str, day: date) -> None:
        """From now on the department is in `township` on that day too."""
        there = any(
            visit.date == day and self.seeker.department in visit.departments
            for visit in self.standing.get(township, ())
        )
        if not there:
            self.busy[day] = self.busy.get(day, 0) + 1


def look_around(
    session: Session, seeker: Seeker, townships: Collection[str], span: tuple[date, date], today: date
) -> Scene:
    """Load the scene of `townships` for the days of `span`.

    An announced newcomer does not see hidden visits: were it to give way to one, the gap that it leaves
    would betray the visit to the township. Hidden visits give way instead (see held.py).
    """
    counties = {township[:COUNTY_DIGITS] for township in townships}
    teams = session.scalar(select(Department.teams).where(Department.code == seeker.department))
    return Scene(
        seeker=seeker,
        today=today,
        calendars=load_calendars(session, townships),
        standing=_standing(session, seeker, townships, span, today),
        busy=_busy_days(session, seeker, span, today),
        teams=teams or 0,
        settings={county: effective_settings(session, county) for county in counties},
    )


def _standing(
    session: Session, seeker: Seeker, townships: Collection[str], span: tuple[date, date], today: date
) -> dict[str, list[StandingVisit]]:
    # one row a visit: a county's quarter has thousands of served requests, and they are not needed here
    first, last = whole_months(*span)  # the month's cap counts all its visits, those outside the window too
    query = (
        select(
            Visit.township, Visit.id, Visit.date, Visit.session, Visit.half_days, Visit.held,
            func.aggregate_strings(WorkRequest.department, " ").label("departments"),
        )
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(
            Visit.home.in_({township[:COUNTY_DIGITS] for township in townships}),
            Visit.township.in_(townships), Visit.state == "published",
            Visit.date >= first, Visit.date <= last, VisitRequest.active,
        )
        .group_by(Visit.id)
        .order_by(Visit.date, Visit.session, Visit.id)
    )  # fmt: skip
    if not seeker.held:
        query = query.where(seen_by_township(today))
    with_mates = _visits_of(session, seeker.mates)
    found: dict[str, list[StandingVisit]] = {}
    for township, id_, day, half_day, half_days, held, departments in session.execute(query):
        found.setdefault(township, []).append(
            StandingVisit(
                key=str(id_), date=day, session=half_day, half_days=half_days, held=held,
                departments=frozenset(departments.split()),
                bundles=frozenset({MATES} if id_ in with_mates else ()),
            )
        )  # fmt: skip
    return found


def _visits_of(session: Session, requests: Collection[UUID]) -> set[UUID]:
    if not requests:
        return set()
    query = select(VisitRequest.visit_id).where(VisitRequest.request_id.in_(requests), VisitRequest.active)
    return set(session.scalars(query))


def planning_caps(settings: CountySettings) -> Caps:
    """The caps in force in a county, in the planner's words."""
    return Caps(**settings.caps.model_dump())


def _busy_days(session: Session, seeker: Seeker, span: tuple[date, date], today: date) -> dict[date, int]:
    query = (
        select(Visit.date, func.count(func.distinct(Visit.township)))
        .join(VisitRequest, VisitRequest.visit_id == Visit.id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(
            WorkRequest.department == seeker.department, VisitRequest.active, Visit.state == "published",
            Visit.date >= span[0], Visit.date <= span[1],
        )
        .group_by(Visit.date)
    )  # fmt: skip
    if not seeker.held:
        query = query.where(seen_by_township(today))
    return dict(session.execute(query).all())
