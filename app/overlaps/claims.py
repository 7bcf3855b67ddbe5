"""Lets a coordinator claim pairs for a while, so that two do not read the same; a claim ends by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.kit.auth import Actor
from app.kit.problems import Problem
from app.kit.words import Words
from app.tables import ApiKey, Overlap

LEASE = timedelta(minutes=15)
"""How long a pair stays with who claimed it: ten pairs are read in less; whoever needs longer claims anew."""


class Claimed(Problem):
    slug = "claimed"
    status = 409
    title = Words("别人正在审这一对", "Somebody else is reading this pair")
    remedy = Words(
        "审别的，或等到 until 之后再审。",
        "Review another one, or this one after the time in `until`.",
    )


def is_free(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """SQL: nobody else reads the pair."""
    return or_(
        Overlap.claimed_until.is_(None), Overlap.claimed_until <= now, Overlap.claimed_by == actor.key_id
    )


def is_held_by(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """SQL: the actor reads the pair."""
    return (Overlap.claimed_by == actor.key_id) & (Overlap.claimed_until > now)


def claim_all(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> list[Overlap]:
    """Claim those of the pairs that are still undecided and free, in the order of `ids`.

    Two who claim at once never wait for each other: what one has locked the other goes without.
    """
    rows = session.scalars(
        select(Overlap)
        .where(Overlap.id.in_(ids), Overlap.state.in_(("proposed", "merged")), is_free(actor, now))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = {row.id: row for row in rows}
    for row in found.values():
        row.claimed_by, row.claimed_until = actor.key_id, now + LEASE
    session.flush()
    return [found[id_] for id_ in ids if id_ in found]


def claim_pair(session: Session, actor: Actor, row: Overlap, now: datetime) -> None:
    """Claim one pair, or hold it for longer. Raises Claimed where somebody else reads it."""
    session.refresh(row, with_for_update=True)
    refuse_claimed(session, actor, row, now)
    row.claimed_by, row.claimed_until = actor.key_id, now + LEASE
    session.flush()


def release_pair(session: Session, actor: Actor, row: Overlap) -> None:
    """Give a claimed pair back; one that the actor does not hold stays as it is."""
    session.refresh(row, with_for_update=True)
    if row.claimed_by == actor.key_id:
        row.claimed_by = row.claimed_until = None
        session.flush()


def refuse_claimed(session: Session, actor: Actor, row: Overlap, now: datetime) -> None:
    """Raises Claimed, with who and until when, where somebody else reads the pair now."""
    if row.claimed_until is None or row.claimed_until <= now or row.claimed_by == actor.key_id:
        return
    who = session.scalar(select(ApiKey.label).where(ApiKey.id == row.claimed_by)) or ""
    until = row.claimed_until.isoformat()
    raise Claimed(Words(f"{who}，到 {until}", f"{who}, until {until}"), extras={"by": who, "until": until})
