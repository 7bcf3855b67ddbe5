"""County knowledge: a division's own matters and its own weights of judgement, every version kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class CountyKnowledge(Base):
    """One version of one kind ("matters" or "model"). The highest version is in force; an empty `content`
    says that nothing of the division's own is."""

    __tablename__ = "county_knowledge"
    __table_args__ = (UniqueConstraint("home", "kind", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    kind: Mapped[str]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID]
