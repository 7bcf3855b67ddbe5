"""Field decision: that two fields of departments' forms are one fact or two, decided by a coordinator."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class FieldDecision(Base):
    """One decision on two fields, by what they ask (`first` < `second`), so that it lasts over editions.

    The newest on a pair counts; the older ones stay readable.
    """

    __tablename__ = "field_decision"
    __table_args__ = (
        CheckConstraint("first < second", name="order"),
        CheckConstraint("decision in ('merge', 'keep_apart')", name="decision"),
        Index(None, "home", "first_department", "second_department"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    first: Mapped[str] = mapped_column(Code)
    second: Mapped[str] = mapped_column(Code)
    first_department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    second_department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    labels: Mapped[list[Any]]
    decision: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID]
