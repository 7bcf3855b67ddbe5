"""In force 生效时段: days for which a published schedule stands; a later one takes over only its own."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class InForce(Base):
    """One run of days, both included; those of a county never overlap, whoever published what."""

    __tablename__ = "in_force"
    __table_args__ = (Index(None, "home", "starts"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedule.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date]
