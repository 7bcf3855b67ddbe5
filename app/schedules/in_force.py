"""Keeps for which days each published schedule stands: a later one takes over its own days and no others."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS, NATION
from app.kit.ids import new_id
from app.registry.scope import within
from app.tables import InForce, Schedule

Span = tuple[date, date]
DAY = timedelta(days=1)


def put_in_force(session: Session, schedule: Schedule) -> None:
    """The schedule's whole period is its own from now on; one that has no day left is superseded."""
    met = select(InForce).where(
        InForce.home == schedule.home, InForce.starts <= schedule.ends, InForce.ends >= schedule.starts
    )
    touched = set()
    for row in session.scalars(met):
        touched.add(row.schedule_id)
        session.delete(row)
        for span in _left((row.starts, row.ends), (schedule.starts, schedule.ends)):
            _add(session, schedule.home, row.schedule_id, span)
    _add(session, schedule.home, schedule.id, (schedule.starts, schedule.ends))
    session.flush()
    alive = set(days_in_force(session, touched))
    for earlier in session.scalars(select(Schedule).where(Schedule.id.in_(touched - alive - {schedule.id}))):
        earlier.state = "superseded"


def end_force(session: Session, schedule: Schedule) -> list[Span]:
    """The schedule stands for no day any more; the days for which it did."""
    spans = days_in_force(session, [schedule.id]).get(schedule.id, [])
    session.execute(delete(InForce).where(InForce.home == schedule.home, InForce.schedule_id == schedule.id))
    return spans


def days_in_force(session: Session, schedules: Iterable[UUID]) -> Mapping[UUID, list[Span]]:
    """By schedule the runs of days for which it stands, in order."""
    query = select(InForce.schedule_id, InForce.starts, InForce.ends).where(
        InForce.schedule_id.in_(list(schedules))
    )
    found: dict[UUID, list[Span]] = {}
    for id_, starts, ends in session.execute(query.order_by(InForce.starts)):
        found.setdefault(id_, []).append((starts, ends))
    return found


def planned_days(
    session: Session, targets: Collection[str], first: date, last: date
) -> Mapping[str, list[Span]]:
    """By county beneath `targets` what is in force of the days from `first` to `last`; a nation has none."""
    if NATION in targets:
        return {}
    query = select(InForce.home, InForce.starts, InForce.ends).where(
        or_(*(within(InForce.home, target[:COUNTY_DIGITS]) for target in targets)),
        InForce.starts <= last, InForce.ends >= first,
    )  # fmt: skip
    found: dict[str, list[Span]] = {}
    for home, starts, ends in session.execute(query):
        found.setdefault(home, []).append((starts, ends))
    return found


def _left(older: Span, newer: Span) -> Iterable[Span]:
    """What is left of the older run before and after the newer."""
    if older[0] < newer[0]:
        yield older[0], newer[0] - DAY
    if older[1] > newer[1]:
        yield newer[1] + DAY, older[1]


def _add(session: Session, home: str, schedule: UUID, span: Span) -> None:
    session.add(InForce(id=new_id(), home=home, schedule_id=schedule, starts=span[0], ends=span[1]))
