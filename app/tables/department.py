"""Department 部门: who asks, of which level, and how many teams it can send out on one day."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Department(Base):
    """`code` is the division and a number, 990101-07; `teams` caps the townships it serves a day."""

    __tablename__ = "department"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"), index=True)
    name: Mapped[str]
    short_name: Mapped[str]
    level: Mapped[str]
    teams: Mapped[int]
