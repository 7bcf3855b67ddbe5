"""Who did what, when, to what: rows that are only ever added (triggers refuse the rest)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit.auth import Actor
from app.kit.db import Base
from app.kit.ids import new_id


class AuditRecord(Base):
    """One act. `detail` holds names and numbers of rows, never answers or personal data."""

    __tablename__ = "audit_record"
    __table_args__ = (Index(None, "home", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str]
    at: Mapped[datetime]
    key_id: Mapped[UUID]
    role: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]


def record(
    session: Session, actor: Actor, now: datetime, action: str, subject: str, home: str, **detail: Any
) -> None:
    """Add the act to the caller's transaction, so that it is on record exactly if it happened."""
    session.add(
        AuditRecord(
            id=new_id(), home=home, at=now, key_id=actor.key_id, role=actor.role,
            action=action, subject=subject, detail=detail,
        )
    )  # fmt: skip
