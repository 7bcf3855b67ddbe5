"""Form 表: what a report request asks for, field by field, and the department's own workbook if any."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Form(Base):
    """One edition of a request's form; the newest counts. `tables` are domain tables as JSON.

    `subject` is the title as it was read, without dates; `corrections` say what a person set right since.
    """

    __tablename__ = "form"
    __table_args__ = (UniqueConstraint("home", "request_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    version: Mapped[int]
    title: Mapped[str]
    subject: Mapped[str]
    tables: Mapped[list[Any]]
    not_understood: Mapped[list[Any]]
    corrections: Mapped[list[Any]]
    input_cells: Mapped[int]
    file_name: Mapped[str | None]
    workbook: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
