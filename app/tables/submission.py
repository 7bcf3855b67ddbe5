"""Submission 填报: a township's answers to a shared template, version by version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Submission(Base):
    """One version: all answers so far, with the template that they answer. `period` is "" for a one-off."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("home", "township", "bundle_id", "period", "version"),
        Index(None, "home", "township", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    township: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    bundle_id: Mapped[UUID] = mapped_column(ForeignKey("bundle.id"), index=True)
    period: Mapped[str]
    version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    template: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[UUID]
