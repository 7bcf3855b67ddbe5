"""Form correction: what a department said about its form as it was read, for the form's next editions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class FormCorrection(Base):
    """One call's corrections, in their order. `subject` is the form's title without dates and 登记表 and the
    like, by which its next edition is known; `form_id` the edition that they made."""

    __tablename__ = "form_correction"
    __table_args__ = (Index(None, "home", "department", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    subject: Mapped[str]
    form_id: Mapped[UUID] = mapped_column(ForeignKey("form.id"))
    corrections: Mapped[list[Any]]
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[UUID]
