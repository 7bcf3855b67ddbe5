"""Ledger 台账: a list that a department keeps of a county's objects, edition by edition."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Ledger(Base):
    """What a department lists (`subject`, one row a `grain`) in a division; `state` is active or withdrawn,
    `edition` the newest."""

    __tablename__ = "ledger"
    __table_args__ = (UniqueConstraint("home", "department", "division", "subject", "grain"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    division: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    subject: Mapped[str]
    grain: Mapped[str]
    state: Mapped[str]
    edition: Mapped[int]


class LedgerEdition(Base):
    """One edition: its columns as a shared form of one roster, as of a day, and what was not understood.

    `unplaced` counts the rows whose township nothing told; they are shared with nobody.
    """

    __tablename__ = "ledger_edition"
    __table_args__ = (UniqueConstraint("home", "ledger_id", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    ledger_id: Mapped[UUID] = mapped_column(ForeignKey("ledger.id"), index=True)
    edition: Mapped[int]
    title: Mapped[str]
    as_of: Mapped[date]
    file_name: Mapped[str]
    columns: Mapped[dict[str, Any]]
    not_understood: Mapped[list[Any]]
    unplaced: Mapped[list[Any]]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[UUID]


class LedgerShare(Base):
    """The rows of one edition that are of one township, as answers by column id."""

    __tablename__ = "ledger_share"
    __table_args__ = (UniqueConstraint("home", "edition_id", "township"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_edition.id"), index=True)
    township: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    size: Mapped[int]
    rows: Mapped[list[Any]]
