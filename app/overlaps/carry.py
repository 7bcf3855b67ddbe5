"""Carries a decision to the pairs that ask the same, and takes it back from them with it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.matching import line_of
from app.overlaps.precedent import LONGEST_LINE, STATES, applies, continues, reason, sides_by_id
from app.overlaps.probe import Probe, probe_of
from app.registry.scope import within
from app.tables import Overlap, OverlapDecision, WorkRequest


def asking_the_same(session: Session, row: Overlap, decision: OverlapDecision) -> list[Overlap]:
    """The pairs that the decision on `row` reaches: the other editions of it on which nobody decided himself;
    for `reopen` those that follow it.
    """
    return _followers(session, row) if decision.decision == "reopen" else _same(session, row, decision)


def carry_decision(
    session: Session, row: Overlap, decision: OverlapDecision, pairs: Iterable[Overlap], now: datetime
) -> None:
    """Give the decision on `row` to `pairs`, which say in their evidence whose decision they follow; `reopen`
    takes from them what it gave: they wait again.
    """
    for pair in pairs:
        reasons = [one for one in pair.evidence if one["kind"] != "decision"]
        if decision.decision == "reopen":
            pair.state, pair.follows_id, pair.lead_department = "proposed", None, None
        else:
            pair.state, pair.follows_id = STATES[decision.decision], row.id
            pair.lead_department = _lead(session, pair, decision)
            reasons.append(reason(decision.decision, row.home, row.id, decision.decided_at))
        pair.evidence = reasons
        pair.claimed_by = pair.claimed_until = None
        pair.version, pair.updated_at = pair.version + 1, now
    session.flush()


def _lead(session: Session, pair: Overlap, decision: OverlapDecision) -> str | None:
    senders = {side.department for side in sides_by_id(session, [pair]).values()}
    return decision.lead_department if decision.lead_department in senders else None


def _followers(session: Session, row: Overlap) -> list[Overlap]:
    query = select(Overlap).where(Overlap.follows_id == row.id, within(Overlap.home, row.home))
    return list(session.scalars(query.order_by(Overlap.id)))


def _same(session: Session, row: Overlap, decision: OverlapDecision) -> list[Overlap]:
    """The active pairs for which the decision holds, and on which nobody decided himself."""
    sides = sides_by_id(session, [row])
    decided = (sides[row.first_id], sides[row.second_id])
    later = {one.id: one for side in decided for one in _later(session, side)}
    own = select(OverlapDecision.id).where(
        OverlapDecision.overlap_id == Overlap.id, OverlapDecision.home == Overlap.home
    )
    pairs = session.scalars(
        select(Overlap)
        .where(
            Overlap.first_id.in_(later), Overlap.second_id.in_(later), within(Overlap.home, row.home),
            Overlap.active, Overlap.id != row.id, ~own.exists(),
        )
        .order_by(Overlap.id)
    )  # fmt: skip
    return [
        pair
        for pair in pairs
        if applies(decision.decision, (later[pair.first_id], later[pair.second_id]), decided)
    ]


def _later(session: Session, side: Probe) -> Iterable[Probe]:
    """The active requests that continue this one, itself included."""
    rows = session.scalars(
        select(WorkRequest)
        .where(
            WorkRequest.line == line_of(side.reading), within(WorkRequest.home, side.home),
            WorkRequest.state == "active",
        )
        .order_by(WorkRequest.id.desc())
        .limit(LONGEST_LINE)
    )  # fmt: skip
    return (one for one in map(probe_of, rows) if continues(one, side))
