"""A POST that is sent twice happens once: its answer is stored with its key and given again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit.db import Base, Json
from app.kit.ids import new_id
from app.kit.problems import Problem
from app.kit.words import Words

KEEP = timedelta(days=30)


class StoredAnswer(Base):
    """The answer to one call of one caller under one key; `status` is null while the first is under way."""

    __tablename__ = "stored_answer"
    __table_args__ = (UniqueConstraint("home", "caller", "route", "idempotency_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str]
    caller: Mapped[str]
    route: Mapped[str]
    idempotency_key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime]


class KeyReused(Problem):
    slug = "idempotency-key-reused"
    status = 422
    title = Words("同一个 Idempotency-Key 用在了不同的内容上", "This Idempotency-Key came with another body")
    remedy = Words("内容不同就换一个新的 Idempotency-Key。", "Use a new Idempotency-Key for another body.")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that may be repeated: who makes it, of what, under which key, with which body."""

    home: str
    caller: str
    route: str
    key: str
    body: bytes


def normalize_key(header: str) -> str:
    """The key itself: draft-ietf-httpapi-idempotency-key-header quotes it, many clients do not."""
    return header.strip().strip('"')[:255]


def begin(session: Session, call: Call, now: datetime) -> StoredAnswer | None:
    """Take the key, or give the earlier answer.

    None means "go on, and store the answer by `finish`". A second call at the same moment waits at the
    unique constraint until the first has committed. Raises KeyReused for another body under the key.
    """
    session.execute(delete(StoredAnswer).where(_same(call), StoredAnswer.created_at < now - KEEP))
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    fingerprint = hashlib.sha256(call.body).hexdigest()
    taken = session.scalar(
        insert(StoredAnswer)
        .values(
            id=new_id(), home=call.home, caller=call.caller, route=call.route, idempotency_key=call.key,
            fingerprint=fingerprint, status=None, body=None, created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["home", "caller", "route", "idempotency_key"])
        .returning(StoredAnswer.id)
    )  # fmt: skip
    if taken is not None:
        return None
    stored = session.scalars(select(StoredAnswer).where(_same(call))).one()
    if stored.fingerprint != fingerprint:
        raise KeyReused
    return stored


def finish(session: Session, call: Call, status: int, body: dict[str, Any]) -> None:
    """Store the answer in the same transaction as what it tells of."""
    stored = session.scalars(select(StoredAnswer).where(_same(call))).one()
    stored.status, stored.body = status, body


def _same(call: Call) -> Any:
    return (
        (StoredAnswer.home == call.home)
        & (StoredAnswer.caller == call.caller)
        & (StoredAnswer.route == call.route)
        & (StoredAnswer.idempotency_key == call.key)
    )
