"""Work request 任务请求: an inspection or a report that a department asks of townships, and its history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code, Json

OF_OVERSIGHT = text("oversight IS NOT NULL")


class WorkRequest(Base):
    """The request as it stands; each earlier state is a RequestVersion and nothing is deleted.

    `source_no` is the department's own number for it: unique for ever, so that a retry long after its
    Idempotency-Key has expired still cannot store it twice. `reading` is what matching read in its words;
    `line` is the same for the editions of one notice, month after month and forwarded.
    """

    __tablename__ = "work_request"
    __table_args__ = (
        UniqueConstraint("home", "department", "source_no"),
        CheckConstraint("earliest <= latest", name="window"),
        CheckConstraint("kind in ('inspection', 'report')", name="kind"),
        CheckConstraint("state in ('active', 'withdrawn')", name="state"),
        Index(None, "home", "department", "id"),
        Index(None, "department", "source_no"),
        Index(
            "ix_work_request_oversight", "home", "department", "created_at",
            sqlite_where=OF_OVERSIGHT, postgresql_where=OF_OVERSIGHT,
        ),
        Index(None, "home", "latest"),
        Index(None, "line", "home"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    source_no: Mapped[str | None]
    kind: Mapped[str]
    oversight: Mapped[str | None]
    document_no: Mapped[str | None]
    title: Mapped[str]
    description: Mapped[str]
    legal_basis: Mapped[list[Any]]
    targets: Mapped[list[Any]]
    earliest: Mapped[date]
    latest: Mapped[date]
    latest_time: Mapped[str | None]
    half_days: Mapped[int]
    unannounced: Mapped[bool]
    recurrence: Mapped[dict[str, Any] | None] = mapped_column(Json)
    matter: Mapped[str]
    reading: Mapped[dict[str, Any]]
    line: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RequestVersion(Base):
    """The body of a request as one version had it, and who wrote it."""

    __tablename__ = "request_version"
    __table_args__ = (UniqueConstraint("home", "request_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"))
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    state: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID]


class RequestTarget(Base):
    """One target code of a request, as given: it stands for every township beneath and is not exploded."""

    __tablename__ = "request_target"
    __table_args__ = (UniqueConstraint("home", "request_id", "code"), Index(None, "code", "request_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    code: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))


class RequestOccurrence(Base):
    """One period of a recurring request: a monthly return is one request with occurrences."""

    __tablename__ = "request_occurrence"
    __table_args__ = (UniqueConstraint("home", "request_id", "period"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
    period: Mapped[str]
    due: Mapped[date]
