"""Reads schedules, each caller only those of its own division, and the names that are shown with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import Session

from app.kit.auth import Actor
from app.kit.jobs import Job
from app.kit.lookup import find_row
from app.kit.web import Page, cut_page
from app.registry.scope import within
from app.schedules.in_force import Span, days_in_force
from app.tables import Department, Division, Schedule, WorkRequest


def visible_schedules(actor: Actor) -> Select[Schedule]:
    """The schedules of the counties in the actor's division."""
    return select(Schedule).where(within(Schedule.home, actor.division))


def find_schedule(session: Session, actor: Actor, id: str) -> Schedule:
    """The schedule under a public id; NotFound where the actor may not see it."""
    return find_row(session, visible_schedules(actor), Schedule, id, "sch")


def page_of_schedules(
    session: Session, actor: Actor, page: Page, *wanted: ColumnElement[bool]
) -> tuple[Sequence[Schedule], str | None]:
    """The actor's schedules that meet all of `wanted`, the newest first, and the cursor of the next page."""
    query = visible_schedules(actor).where(*wanted)
    if (after := page.after_id()) is not None:
        query = query.where(Schedule.id < after)
    query = query.order_by(Schedule.id.desc()).limit(page.limit + 1)
    return cut_page(session.scalars(query).all(), page, lambda row: [str(row.id)])


def in_state(state: str) -> ColumnElement[bool]:
    """SQL: the schedule is in a state as callers name it: `withdrawn` was published, `cancelled` never."""
    if state not in {"withdrawn", "cancelled"}:
        return Schedule.state == state
    published = Schedule.published_at.is_not(None)
    return and_(Schedule.state == "cancelled", published if state == "withdrawn" else not_(published))


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to schedules elsewhere: their jobs by id, and the days for which each is in force."""

    jobs: Mapping[UUID | None, Job]
    in_force: Mapping[UUID, Sequence[Span]]


def around(session: Session, schedules: Sequence[Schedule]) -> Around:
    """What is shown of some schedules beside their own rows, in two queries."""
    ids = {row.job_id for row in schedules if row.job_id is not None}
    jobs: dict[UUID | None, Job] = {
        job.id: job for job in session.scalars(select(Job).where(Job.id.in_(ids)))
    }
    return Around(jobs, days_in_force(session, [row.id for row in schedules]))


def requests_named(session: Session, ids: Iterable[str]) -> dict[str, WorkRequest]:
    """Requests by the text of their id, as a stored plan names them."""
    wanted = {UUID(one) for one in ids}
    rows = session.scalars(select(WorkRequest).where(WorkRequest.id.in_(wanted)))
    return {str(row.id): row for row in rows}


def township_names(session: Session, *counties: str) -> dict[str, str]:
    """The names of the townships of some counties by code, those of old codes too."""
    query = select(Division.code, Division.name).where(
        or_(*(within(Division.code, county) for county in counties)), Division.level == "township"
    )
    return dict(session.execute(query).all())


def department_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Department names by code."""
    query = select(Department.code, Department.name).where(Department.code.in_(set(codes)))
    return dict(session.execute(query).all())
