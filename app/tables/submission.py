"""Submission 填报: a township's answers to a shared template, version by version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Submission(Base):
    """One version: all answers so far, with the template that they answer. `period` is "" for a one-off.

    `origins` tells by field which answers were confirmed or carried and not typed; the shares are what that
    makes of the cells that the template asks, for statistics, which read no answers.
    """

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
    origins: Mapped[dict[str, Any]] = mapped_column(default=dict)
    confirmed_share: Mapped[float] = mapped_column(default=0.0)
    carried_share: Mapped[float] = mapped_column(default=0.0)
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[UUID]
