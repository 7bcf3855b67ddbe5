"""Schedule 统筹日程: one plan of a county's period, with its bound and what it could not place."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code, Json

STATES = ("queued", "planning", "planned", "published", "superseded", "cancelled", "failed")


class Schedule(Base):
    """A version of the plan; `fingerprint` is of the input it was made from, so stale plans are noticed."""

    __tablename__ = "schedule"
    __table_args__ = (
        UniqueConstraint("home", "starts", "ends", "version"),
        CheckConstraint(f"state in {STATES}", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    starts: Mapped[date]
    ends: Mapped[date]
    version: Mapped[int]
    state: Mapped[str]
    options: Mapped[dict[str, Any]]
    fingerprint: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID]
    published_at: Mapped[datetime | None]
