"""Calendar of a division: the holidays, make-up days and closed days that it adds to its parents'."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Calendar(Base):
    """`entries` are {date | from+to | from+to+rule, kind: holiday | makeup | closed, name}.

    `announced` are years whose holidays the entries hold in full, beside those that we ship.
    """

    __tablename__ = "calendar"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"), unique=True)
    version: Mapped[int]
    entries: Mapped[list[Any]]
    announced: Mapped[list[Any]]
    updated_at: Mapped[datetime]
