"""Replaces the entries of a division's calendar, on the version that the writer has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id
from app.kit.web import check_if_match
from app.overlaps.queue import wait_turn
from app.tables import Calendar


@dataclass(frozen=True, slots=True)
class Written:
    """What a division writes: its entries, and the years whose holidays they hold in full."""

    entries: Sequence[dict[str, Any]]
    announced: Sequence[int] = ()


def find_calendar(session: Session, division: str) -> Calendar | None:
    """The division's own calendar, if it ever wrote one."""
    return session.scalar(select(Calendar).where(Calendar.home == division))


def write_calendar(
    session: Session,
    actor: Actor,
    division: str,
    written: Written,
    if_match: str | None,
    now: datetime,
) -> Calendar:
    """Store them as the next version. Published visits stay: the next plan tells which are hit.

    Raises PreconditionRequired and PreconditionFailed.
    """
    wait_turn(session, [division])
    row = find_calendar(session, division)
    check_if_match(if_match, row.version if row else 0)
    if row is None:
        row = Calendar(id=new_id(), home=division, version=0, entries=[], announced=[], updated_at=now)
        session.add(row)
    row.entries, row.announced = list(written.entries), list(written.announced)
    row.version, row.updated_at = row.version + 1, now
    record(session, actor, now, "calendar.write", division, division, version=row.version)
    session.flush()
    return row
