"""Publishes a plan: its visits become dates that stay put; what they replace is cancelled, never deleted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.clock import local_date
from app.kit.ids import new_id, public_id
from app.kit.problems import Problem
from app.kit.words import Words
from app.overlaps.queue import wait_turn
from app.schedules.in_force import put_in_force
from app.schedules.load import load_input
from app.schedules.take import Part, serve
from app.tables import Schedule, Visit, VisitRequest


class NotPlanned(Problem):
    slug = "not-planned"
    status = 409
    title = Words("只有已排好的计划才能发布", "Only a finished plan can be published")
    remedy = Words("等待计划完成，或重新做一份计划。", "Wait until it is planned, or order another plan.")


class StalePlan(Problem):
    slug = "stale-plan"
    status = 409
    title = Words(
        "排好之后情况已变，本计划没有发布", "Things changed since it was planned; nothing was published"
    )
    remedy = Words(
        "请重新做一份计划（POST /v1/schedules）再发布。",
        "Order another plan (POST /v1/schedules) and publish that.",
    )


def publish_plan(session: Session, actor: Actor, schedule: Schedule, now: datetime) -> None:
    """Make the plan the published one for its period; of an earlier one the other days stay in force.

    Publishing twice changes nothing.
    A visit that stays keeps its id and sequence; one that moves keeps its id, so that calendar programs
    know it, and its sequence grows; one that is gone is cancelled. Raises NotPlanned and StalePlan.
    """
    wait_turn(session, [schedule.home])
    session.refresh(schedule, with_for_update=True)
    if schedule.state == "published":
        return
    result = schedule.result
    if schedule.state != "planned" or result is None:
        raise NotPlanned
    input_ = load_input(session, schedule.home, schedule.starts, schedule.ends, local_date(now))
    if input_.fingerprint != schedule.fingerprint or _begins_too_late(result, local_date(now)):
        raise StalePlan
    _materialise(session, schedule, result["visits"], [visit.id for visit in input_.standing], now)
    put_in_force(session, schedule)
    schedule.state, schedule.published_at = "published", now
    record(
        session, actor, now, "schedule.publish", public_id("sch", schedule.home, schedule.id), schedule.home,
        visits=len(result["visits"]), moves=result["moves"],
    )  # fmt: skip


def _begins_too_late(result: Mapping[str, Any], today: date) -> bool:
    return any(date.fromisoformat(one["date"]) <= today for one in result["visits"] if not one["kept"])


def _materialise(
    session: Session, schedule: Schedule, planned: Sequence[Mapping[str, Any]], standing: Sequence[UUID],
    now: datetime,
) -> None:  # fmt: skip
    kept = {UUID(one["visit"]) for one in planned if one["kept"]}
    rows = {
        row.id: row
        for row in session.scalars(select(Visit).where(Visit.id.in_(set(standing) - kept)))
    }  # fmt: skip
    # all that changes leaves its place first, so that two visits can trade theirs under the unique indexes
    for row in rows.values():
        row.state, row.sequence, row.updated_at = "cancelled", row.sequence + 1, now
    changed = select(VisitRequest).where(VisitRequest.visit_id.in_(rows), VisitRequest.active)
    for served in session.scalars(changed):
        served.active = False
    session.flush()
    for one in planned:
        if not one["kept"]:
            _write(session, schedule, one, rows, now)
    session.flush()


def _write(
    session: Session, schedule: Schedule, one: Mapping[str, Any], rows: Mapping[UUID, Visit], now: datetime
) -> None:
    visit = rows[UUID(one["visit"])] if one["visit"] else _new(schedule, one, now)
    visit.date, visit.last_day = date.fromisoformat(one["date"]), date.fromisoformat(one["last_day"])
    visit.session, visit.half_days = one["session"], one["half_days"]
    visit.lead_department, visit.reason, visit.state = one["lead"], one["reason"], "published"
    visit.schedule_id = schedule.id
    session.add(visit)
    session.flush()
    for item in one["served"]:
        part = Part(item["occurrence"], item["half_days"], item["part"], item["parts"])
        serve(session, visit, UUID(item["request"]), part)


def _new(schedule: Schedule, one: Mapping[str, Any], now: datetime) -> Visit:
    return Visit(
        id=new_id(), home=schedule.home, township=one["township"], held=one["held"], sequence=0,
        created_at=now, updated_at=now,
    )  # fmt: skip
