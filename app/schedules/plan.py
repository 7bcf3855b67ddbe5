"""The job that plans: load, think with no transaction open, save if the input is still the same."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.domain.policy import Floor
from app.kit.clock import local_date
from app.kit.jobs import Cancelled, Turn
from app.schedules.arrange import arrange
from app.schedules.law import load_floors
from app.schedules.load import Input, load_input
from app.schedules.options import Options, options_of
from app.schedules.result import write_result
from app.tables import Schedule

LONGEST_SILENCE = 2.0
"""Seconds between two reports, while the planner searches."""

READY = 0.95
"""The share that is told when a plan is ready to be saved."""

ROUNDS = 3
"""How often a plan is made anew because its input changed meanwhile; the last is kept as it is, and
publishing it will say that it is stale."""


def run_plan(turn: Turn) -> dict[str, Any]:
    """Plan the schedule that the job names. Runs again after a crash with the same result."""
    schedule_id = UUID(turn.payload["schedule"])
    for left in reversed(range(ROUNDS)):
        options, input_, floors = _load(turn, schedule_id)
        today = local_date(turn.clock())
        arrangement = arrange(input_, options, today, _in_steps(turn.report))
        turn.report(READY)
        result = write_result(input_, arrangement, floors, today)
        if _save(turn, schedule_id, input_, result, even_if_stale=left == 0):
            break
    return {"visit_days": arrangement.visit_days, "lower_bound": arrangement.lower_bound}


def _load(turn: Turn, schedule_id: UUID) -> tuple[Options, Input, dict[UUID, Floor]]:
    with turn.database.write() as session:
        begun = session.execute(
            update(Schedule)
            .where(Schedule.home == turn.home, Schedule.id == schedule_id)
            .where(Schedule.state.in_(("queued", "planning")))
            .values(state="planning")
        )
        if begun.rowcount == 0:  # type: ignore[attr-defined]
            raise Cancelled
    with turn.database.read() as session:
        schedule = session.scalars(_named(turn, schedule_id)).one()
        input_ = _input_of(session, schedule, local_date(turn.clock()))
        floors = load_floors(session, {item.request for item in input_.items})
        return options_of(schedule.options), input_, floors


def _save(
    turn: Turn, schedule_id: UUID, input_: Input, result: dict[str, Any], *, even_if_stale: bool
) -> bool:
    with turn.database.write() as session:
        schedule = session.scalars(_named(turn, schedule_id).with_for_update()).one()
        if schedule.state != "planning":
            raise Cancelled
        now = _input_of(session, schedule, local_date(turn.clock()))
        result["stale"] = now.fingerprint != input_.fingerprint
        if result["stale"] and not even_if_stale:
            return False
        schedule.state, schedule.fingerprint, schedule.result = "planned", input_.fingerprint, result
    return True


def _named(turn: Turn, schedule_id: UUID) -> Select[Schedule]:
    return select(Schedule).where(Schedule.home == turn.home, Schedule.id == schedule_id)


def _input_of(session: Session, schedule: Schedule, today: date) -> Input:
    return load_input(session, schedule.home, schedule.starts, schedule.ends, today)


def _in_steps(report: Callable[[float], None]) -> Callable[[float], None]:
    """Tell every twentieth, and every two seconds of a long one: each report is a transaction.

    A report is where a cancellation is heard. The time decides only when we tell, never what is planned.
    """
    told, at = 0, time.monotonic()

    def tell(share: float) -> None:
        nonlocal told, at
        if int(share * 20) > told or time.monotonic() - at > LONGEST_SILENCE:
            told, at = int(share * 20), time.monotonic()
            report(0.9 * share)

    return tell
