"""Overlap 重叠: that two requests ask for the same township work, how surely, and who decided."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code, Json

STANDING = "state <> 'proposed'"
"""SQL: the pair says who stands with whom. A database takes the index of such rows by these very words, so a
statement must have them written out: a province's request has thousands of pairs that only wait.
"""


def _index_of(where: str, name: str, *columns: str) -> Index:
    """An index of those rows alone, where few are ever looked for by it."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Overlap(Base):
    """One row per pair, the earlier id first, whatever the number of townships that both target.

    `active` is false where one side was withdrawn or changed so that the two no longer meet: the row and
    its decision stay, and count again if they meet again. `place` is where it stands in the
    review queue: minus its burden, so that a rising index begins with the heaviest. Where the state was
    decided on another pair that asks the same, `follows_id` is that pair. `claimed_by` is the key of who
    reads it, until `claimed_until`. After `decide_by` a decision changes nothing any more.
    """

    __tablename__ = "overlap"
    __table_args__ = (
        UniqueConstraint("home", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("state in ('proposed', 'merged', 'confirmed', 'rejected')", name="state"),
        CheckConstraint("verdict in ('duplicate', 'overlap', 'related')", name="verdict"),
        Index(None, "home", "state", "id"),
        Index("ix_overlap_queue", "home", "state", "active", "place", "id"),
        _index_of(STANDING, "ix_overlap_standing", "first_id", "second_id", "state", "active", "score"),
        _index_of(STANDING, "ix_overlap_standing_back", "second_id", "first_id", "state", "active", "score"),
        _index_of("follows_id IS NOT NULL", "ix_overlap_follows_id", "follows_id"),
        _index_of("claimed_by IS NOT NULL", "ix_overlap_claimed_by", "claimed_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    first_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    second_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    score: Mapped[float]
    place: Mapped[float]
    verdict: Mapped[str]
    state: Mapped[str]
    evidence: Mapped[list[Any]] = mapped_column(Json)
    days_apart: Mapped[int]
    decide_by: Mapped[date]
    active: Mapped[bool]
    lead_department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    follows_id: Mapped[UUID | None]
    claimed_by: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class OverlapDecision(Base):
    """What a coordinator decided about an overlap; the newest counts, the older ones stay readable."""

    __tablename__ = "overlap_decision"
    __table_args__ = (
        UniqueConstraint("home", "overlap_id", "version"),
        CheckConstraint("decision in ('confirm', 'reject', 'reopen')", name="decision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    overlap_id: Mapped[UUID] = mapped_column(ForeignKey("overlap.id"))
    version: Mapped[int]
    decision: Mapped[str]
    lead_department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    note: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID]
