"""Reads what coordinators decided about fields, as far as it holds at a place, and takes a decision back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.domain.merging import Decision, Decisions, synonyms_of
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, parse_public_id
from app.kit.problems import NotFound
from app.kit.web import Page, cut_page
from app.tables import FieldDecision

COUNTY_DIGITS = 6


def decisions_on(session: Session, place: str, departments: Iterable[str]) -> Decisions:
    """The newest decision on each pair of fields of `departments` that holds at `place` (its county's, or
    that of a division above), and the synonyms that decisions on any departments' fields taught there."""
    codes = set(departments)
    rows = session.scalars(
        select(FieldDecision)
        .where(FieldDecision.home.in_(ancestors(place[:COUNTY_DIGITS])))
        .order_by(FieldDecision.id)
    ).all()
    found: dict[frozenset[str], Decision] = {}
    for row in rows:
        if {row.first_department, row.second_department} <= codes:
            found[frozenset((row.first, row.second))] = decision_of(row)
    return found | dict(synonyms_of((*row.labels, decision_of(row)) for row in rows))


def decision_of(row: FieldDecision) -> Decision:
    """What a row decides, in the words of the merge."""
    return "merge" if row.decision == "merge" else "keep_apart"


def page_of_decisions(session: Session, place: str, page: Page) -> tuple[Sequence[FieldDecision], str | None]:
    """The decisions that hold at `place`, the newest first, and the cursor of the next page."""
    query = select(FieldDecision).where(FieldDecision.home.in_(ancestors(place[:COUNTY_DIGITS])))
    if (after := page.after_id()) is not None:
        query = query.where(FieldDecision.id < after)
    query = query.order_by(FieldDecision.id.desc()).limit(page.limit + 1)
    return cut_page(session.scalars(query).all(), page, lambda row: [str(row.id)])


def decide_anew(
    session: Session, actor: Actor, public: str, decision: Decision, now: datetime
) -> FieldDecision:
    """Decide otherwise about the pair of an earlier decision: it is kept, and the new one counts.

    Raises NotFound where the id names no decision of the actor's division.
    """
    place = parse_public_id(public, "fdc")
    if place is None or place[0] not in ancestors(actor.division[:COUNTY_DIGITS]):
        raise NotFound
    old = session.scalar(
        select(FieldDecision).where(FieldDecision.home == place[0], FieldDecision.id == place[1])
    )
    if old is None:
        raise NotFound
    row = FieldDecision(
        id=new_id(), home=old.home, first=old.first, second=old.second,
        first_department=old.first_department, second_department=old.second_department,
        labels=old.labels, decision=decision, decided_at=now, decided_by=actor.key_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(session, actor, now, f"field.{decision}", public, old.home, pairs=1)
    return row
