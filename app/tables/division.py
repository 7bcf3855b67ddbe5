"""Division 行政区划: the tree that every target, home and scope is a code of."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Division(Base):
    """One place under one code; a code that changes gets a successor row, so old rows keep their home."""

    __tablename__ = "division"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    level: Mapped[str]
    parent: Mapped[str | None] = mapped_column(Code, ForeignKey("division.code"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(Code)
