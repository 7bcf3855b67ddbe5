"""Takes a published plan back: its dates to come are cancelled, and calendars are told."""

from datetime import datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.clock import local_date
from app.kit.ids import public_id
from app.kit.problems import Problem
from app.kit.words import Words
from app.overlaps.queue import wait_turn
from app.schedules.in_force import end_force
from app.tables import Schedule, Visit, VisitRequest


class NotPublished(Problem):
    slug = "not-published"
    status = 409
    title = Words("只有已发布的日程才能撤回", "Only a published schedule can be withdrawn")
    remedy = Words("未发布的计划用 cancel 取消。", "A plan that is not published is called off by cancel.")


def withdraw_plan(session: Session, actor: Actor, schedule: Schedule, now: datetime) -> None:
    """End a published plan: every visit to come of the days for which it stands is cancelled, pins and all.

    Today's visits and those that were made stay. Requests stay too and wait for the next plan; nothing new
    is placed until one is published. A plan that this one replaced does not come back: it was made from what
    has changed since. Withdrawing twice changes nothing. Raises NotPublished.
    """
    wait_turn(session, [schedule.home])
    session.refresh(schedule, with_for_update=True)
    if is_withdrawn(schedule):
        return
    if schedule.state != "published":
        raise NotPublished
    spans = end_force(session, schedule)
    ended = 0
    to_come = select(Visit).where(
        Visit.home == schedule.home, Visit.state == "published", Visit.date > local_date(now),
        or_(false(), *(Visit.date.between(*span) for span in spans)),
    )  # fmt: skip
    for visit in session.scalars(to_come):
        visit.state, visit.sequence, visit.updated_at = "cancelled", visit.sequence + 1, now
        ended += 1
        serving = select(VisitRequest).where(
            VisitRequest.home == visit.home, VisitRequest.visit_id == visit.id, VisitRequest.active
        )
        for served in session.scalars(serving):
            served.active = False
    schedule.state = "cancelled"
    session.flush()
    name = public_id("sch", schedule.home, schedule.id)
    record(session, actor, now, "schedule.withdraw", name, schedule.home, visits=ended)


def is_withdrawn(schedule: Schedule) -> bool:
    """True for a plan that was published and taken back; one called off before has no publication."""
    return schedule.state == "cancelled" and schedule.published_at is not None
