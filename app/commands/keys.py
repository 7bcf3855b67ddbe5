"""Keys from the command line: the first administrator's, before anybody can call the API."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.keys import KeyOrder, issue_key
from app.kit.audit import record
from app.kit.auth import Actor, Role
from app.kit.ids import parse_public_id, public_id
from app.tables import ApiKey


def issue(session: Session, order: KeyOrder, now: datetime) -> tuple[str, str]:
    """(public id, secret) of a new key; the audit record shows that the command line issued it."""
    key, secret = issue_key(session, order, now)
    id_ = public_id("key", key.home, key.id)
    record(session, _operator(key), now, "key.issue", id_, key.home, role=key.role, by="command line")
    return id_, secret


def revoke(session: Session, id: str, now: datetime) -> bool:
    """Revoke the key under a public id; False where there is none."""
    place = parse_public_id(id, "key")
    key = session.scalar(select(ApiKey).where(ApiKey.id == place[1])) if place else None
    if key is None:
        return False
    if key.revoked_at is None:
        key.revoked_at = now
        record(session, _operator(key), now, "key.revoke", id, key.home, by="command line")
    return True


def list_keys(session: Session) -> list[ApiKey]:
    """All keys, oldest first."""
    return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))


def _operator(key: ApiKey) -> Actor:
    return Actor(key.id, Role.ADMIN, key.home)
