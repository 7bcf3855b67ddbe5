"""Lets a decision on a notice hold for its forwarded copies, so that nobody reviews the same pair twice."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.matching import Reading
from app.overlaps.found import DECIDED, Found
from app.overlaps.probe import Probe
from app.tables import Overlap

_REASONS = {
    "confirmed": (
        "原件已由统筹员确认并办，转发件照此办理",
        "confirmed for the notice that this one forwards",
    ),
    "rejected": (
        "原件已由统筹员否定并办，转发件照此办理",
        "rejected for the notice that this one forwards",
    ),
}


def follow_precedents(session: Session, probe: Probe, found: Sequence[Found]) -> list[Found]:
    """`found` with the state of what was decided between a copy of the probe and the same other request.

    The latest decision counts where copies were decided differently.
    """
    copies = {one.other.id for one in found if is_copy(probe.reading, one.other.reading)}
    if not copies:
        return list(found)
    decided = _decided(session, copies)
    return [_follow(one, decided.get(one.other.id)) for one in found]


def is_copy(one: Reading, other: Reading) -> bool:
    """True for a notice and its forwarded copy: one work in the same words, on the same document number."""
    same_words = bool(one.core) and one.core == other.core and one.matter == other.matter
    return same_words and bool(set(one.documents) & set(other.documents))


def _decided(session: Session, copies: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(Overlap.first_id, Overlap.second_id, Overlap.state)
        .where(or_(Overlap.first_id.in_(copies), Overlap.second_id.in_(copies)))
        .where(Overlap.state.in_(DECIDED))
        .order_by(Overlap.updated_at, Overlap.id)
    )
    return {(second if first in copies else first): state for first, second, state in rows}


def _follow(one: Found, state: str | None) -> Found:
    if state is None:
        return one
    text, text_en = _REASONS[state]
    reason = {"kind": "decision", "text": text, "text_en": text_en, "weight": 0.0}
    return replace(one, state=state, evidence=(*one.evidence, reason))
