"""Reads what coordinators decided about fields, as far as it holds at a place."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.domain.merging import Decision, Decisions
from app.tables import FieldDecision

COUNTY_DIGITS = 6


def decisions_on(session: Session, place: str, departments: Iterable[str]) -> Decisions:
    """The newest decision on each pair of fields of `departments` that holds at `place` (its county's, or
    that of a division above)."""
    codes = sorted(departments)
    rows = session.scalars(
        select(FieldDecision)
        .where(
            FieldDecision.home.in_(ancestors(place[:COUNTY_DIGITS])),
            FieldDecision.first_department.in_(codes),
            FieldDecision.second_department.in_(codes),
        )
        .order_by(FieldDecision.id)
    )
    found: dict[frozenset[str], Decision] = {}
    for row in rows:
        found[frozenset((row.first, row.second))] = "merge" if row.decision == "merge" else "keep_apart"
    return found
