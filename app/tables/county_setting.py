"""Settings that a county decides for itself: thresholds, caps, days of notice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class CountySetting(Base):
    """What a division sets; what it leaves out comes from the divisions above it, then from our defaults."""

    __tablename__ = "county_setting"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"), unique=True)
    version: Mapped[int]
    values: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
