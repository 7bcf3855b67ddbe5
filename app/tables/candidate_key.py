"""Candidate key: the inverted index that finds the few requests worth comparing, in a plain B-tree."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class CandidateKey(Base):
    """A key (matter, rare bigram or document number) of an active request at one target and time.

    `duration_class` bounds how long the window is (31, 92, 400 days or more), so that a search by start
    day needs to look back no further than that; days are counted from 0001-01-01 (date.toordinal).
    """

    __tablename__ = "candidate_key"
    __table_args__ = (
        Index(None, "key", "scope", "duration_class", "starts", "ends", "weight", "request_id"),
        Index(None, "key", "duration_class", "starts", "ends", "scope", "weight", "request_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    key: Mapped[int] = mapped_column(BigInteger)
    scope: Mapped[str] = mapped_column(Code)
    duration_class: Mapped[int] = mapped_column(SmallInteger)
    starts: Mapped[int]
    ends: Mapped[int]
    weight: Mapped[int] = mapped_column(SmallInteger)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
