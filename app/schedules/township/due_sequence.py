"""Counts the changes of a township's due days for calendar programs, upwards only (RFC 5545 §3.8.7.4)."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.divisions import ancestors
from app.tables import Calendar, CountySetting, Overlap, OverlapDecision, WorkRequest

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def due_sequence(session: Session, township: str) -> int:
    """The second of the last change that can move a due day here: of a report, a decision, a calendar.

    Whatever is counted is never deleted, keeps its home for life, and changes only to a later moment, so that
    the number never falls: not when a report leaves its bundle, is withdrawn, or is asked elsewhere instead.
    All due days of a township share it, since one that goes makes room for others. Inspections are left out:
    the count must not tell of a hidden one.
    """
    chain = ancestors(township)
    first, second = aliased(WorkRequest), aliased(WorkRequest)
    changed = [
        session.scalar(
            select(func.max(WorkRequest.updated_at)).where(
                WorkRequest.home.in_(chain), WorkRequest.kind == "report"
            )
        ),
        session.scalar(
            select(func.max(OverlapDecision.decided_at))
            .join(Overlap, Overlap.id == OverlapDecision.overlap_id)
            .join(first, first.id == Overlap.first_id)
            .join(second, second.id == Overlap.second_id)
            .where(Overlap.home.in_(chain), first.kind == "report", second.kind == "report")
        ),
        session.scalar(select(func.max(Calendar.updated_at)).where(Calendar.home.in_(chain))),
        session.scalar(select(func.max(CountySetting.updated_at)).where(CountySetting.home.in_(chain))),
    ]
    last = max((one for one in changed if one is not None), default=BEGINNING)
    return max(int((last - BEGINNING).total_seconds()), 0)
