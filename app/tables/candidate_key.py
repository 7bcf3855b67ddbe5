"""Candidate key: the inverted index that finds the few requests worth comparing, in a plain B-tree."""

from uuid import UUID

from sqlalchemy import BigInteger, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class CandidateKey(Base):
    """A key (matter, object, character pair, document, field) of an active request at one place and time.

    The table is its own index: a search reads nothing else, and SQLite keeps it once (WITHOUT ROWID).
    `slot` says how long the window is and about when it opens (see app/overlaps/slots.py); `starts` and
    `ends` count days from 0001-01-01 (date.toordinal). No foreign key: the rows are derived from the
    request in its own transaction, and the check would cost more than the row.
    """

    __tablename__ = "candidate_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scope: Mapped[str] = mapped_column(Code, primary_key=True)
    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ends: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weight: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    home: Mapped[str] = mapped_column(Code, primary_key=True)
