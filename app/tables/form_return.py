"""Return 报表回执: what one department gets back from one township, in its own layout and units."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class FormReturn(Base):
    """One issue of a return; a correction that changes it issues the next version, the old one stays."""

    __tablename__ = "form_return"
    __table_args__ = (UniqueConstraint("home", "request_id", "township", "period", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    township: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    period: Mapped[str]
    version: Mapped[int]
    form_id: Mapped[UUID] = mapped_column(ForeignKey("form.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    cells: Mapped[list[Any]]
    complete: Mapped[bool]
    issued_at: Mapped[datetime]
