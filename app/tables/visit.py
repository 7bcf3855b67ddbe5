"""Visit 到镇检查: one published date on which departments come to a township together."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code

PUBLISHED = text("state = 'published'")
ACTIVE = text("active")


def _own_date(context: DefaultExecutionContext) -> date:
    own: date = context.get_current_parameters()["date"]  # type: ignore[no-untyped-call]
    return own


class Visit(Base):
    """A published visit is pinned; `sequence` counts its changes for calendar programs (RFC 5545 §3.8.7.4).

    `held` marks an unannounced visit (四不两直): no output that a township can see shows it before its
    `last_day` is over, which is the last of all days of what it serves; of an announced one it is its date.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("state in ('published', 'cancelled')", name="state"),
        Index(
            "uq_visit_place", "home", "township", "date", "session", "held",
            unique=True, sqlite_where=PUBLISHED, postgresql_where=PUBLISHED,
        ),
        Index(None, "home", "township", "date"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    township: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    last_day: Mapped[date] = mapped_column(default=_own_date)
    date: Mapped[date]
    session: Mapped[int]
    half_days: Mapped[int]
    lead_department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    held: Mapped[bool]
    state: Mapped[str]
    sequence: Mapped[int]
    reason: Mapped[dict[str, Any]]
    schedule_id: Mapped[UUID | None] = mapped_column(ForeignKey("schedule.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class VisitRequest(Base):
    """That a visit serves a request; a request is served once per township, occurrence and day of it.

    One that lasts several days has a visit on each: `part` counts them from 1, `parts` is how many there are.
    """

    __tablename__ = "visit_request"
    __table_args__ = (
        UniqueConstraint("home", "visit_id", "request_id", "occurrence"),
        Index(
            "uq_visit_request_served", "home", "request_id", "township", "occurrence", "part",
            unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE,
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    township: Mapped[str] = mapped_column(Code)
    occurrence: Mapped[str]
    half_days: Mapped[int]
    part: Mapped[int] = mapped_column(default=1)
    parts: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool]
