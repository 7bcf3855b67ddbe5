"""Orders a plan of a county's period, and calls it off again."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.jobs import enqueue, request_cancel
from app.kit.problems import Fault, Invalid, Problem
from app.kit.words import Words
from app.overlaps.queue import wait_turn
from app.registry.scope import require_division
from app.schedules.options import Options
from app.schedules.span import check_span
from app.tables import Schedule

CALLED_OFF = frozenset({"queued", "planning", "planned", "failed"})


class NotCancellable(Problem):
    slug = "not-cancellable"
    status = 409
    title = Words("已发布的日程不能取消", "A published schedule cannot be cancelled")
    remedy = Words(
        "请另做一份计划并发布，它将取代本日程；或用 withdraw 撤回。",
        "Plan and publish another, which takes its place; or withdraw it.",
    )


def order_plan(
    session: Session, actor: Actor, division: str, span: tuple[date, date], options: Options, now: datetime
) -> Schedule:
    """Store a schedule and the job that will plan it, in one transaction.

    Raises OutsideScope, UnknownDivision, and Invalid where the division is no county or the span is wrong.
    """
    require_division(session, actor, division)
    if len(division) != COUNTY_DIGITS:
        words = Words(f"{division} 不是县（市、区）代码", f"{division} is no county code")
        remedy = Words("日程按县排，写 6 位代码。", "Schedules are made by county: write its 6 digits.")
        raise Invalid(faults=[Fault(words, remedy, pointer="/division")])
    check_span(*span, in_body=True)
    wait_turn(session, [division])  # two orders at the same moment get two versions
    last = session.scalar(
        select(func.max(Schedule.version)).where(
            Schedule.home == division, Schedule.starts == span[0], Schedule.ends == span[1]
        )
    )
    id_ = new_id()
    frozen = options.frozen_until.isoformat() if options.frozen_until else None
    schedule = Schedule(
        id=id_, home=division, starts=span[0], ends=span[1], version=(last or 0) + 1, state="queued",
        options={**asdict(options), "frozen_until": frozen}, created_at=now, created_by=actor.key_id,
        job_id=enqueue(session, "schedule.plan", division, {"schedule": str(id_)}, now),
    )  # fmt: skip
    session.add(schedule)
    session.flush()
    record(session, actor, now, "schedule.order", public_id("sch", division, id_), division)
    return schedule


def cancel_plan(session: Session, actor: Actor, schedule: Schedule, now: datetime) -> None:
    """Call a plan off, running or finished; cancelling twice changes nothing. Raises NotCancellable."""
    session.refresh(schedule, with_for_update=True)
    if schedule.state == "cancelled":
        return
    if schedule.state not in CALLED_OFF:
        raise NotCancellable
    schedule.state = "cancelled"
    if schedule.job_id is not None:
        request_cancel(session, schedule.job_id)
    name = public_id("sch", schedule.home, schedule.id)
    record(session, actor, now, "schedule.cancel", name, schedule.home)
