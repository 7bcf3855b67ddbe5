"""Issues, finds and revokes API keys; a secret is shown once and only its hash is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import NATION
from app.kit.auth import Actor, Role, hash_secret, new_secret
from app.kit.ids import new_id
from app.kit.problems import Fault, Invalid
from app.kit.words import Words
from app.tables import ApiKey, Department, Division


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """What a new key is to be: its role, its scope, and what it is for."""

    role: Role
    label: str
    division: str | None = None
    department: str | None = None
    expires_at: datetime | None = None


def issue_key(session: Session, order: KeyOrder, now: datetime) -> tuple[ApiKey, str]:
    """Store a new key and give it with its secret, which is never to be had again.

    A department's key covers its department's division; every other key needs a division, an admin's
    may leave it out (the nation). Raises Invalid where role and scope do not fit or do not exist.
    """
    secret = new_secret()
    key = ApiKey(
        id=new_id(), home=_scope(session, order), secret_hash=hash_secret(secret), hint=secret[-4:],
        role=order.role, department=order.department, label=order.label, created_at=now,
        expires_at=order.expires_at, revoked_at=None,
    )  # fmt: skip
    session.add(key)
    session.flush()
    return key, secret


def find_actor(session: Session, secret: str, now: datetime) -> Actor | None:
    """Who holds `secret`, or None where it is unknown, revoked or expired."""
    key = session.scalar(select(ApiKey).where(ApiKey.secret_hash == hash_secret(secret)))
    if key is None or key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        return None
    return Actor(key.id, Role(key.role), key.home, key.department)


def _scope(session: Session, order: KeyOrder) -> str:
    if order.role is Role.DEPARTMENT:
        department = session.get(Department, order.department or "")
        if department is None or order.division not in (None, department.home):
            raise _unfit(
                "/department", "部门密钥要写明已登记的部门", "a department's key names a known department"
            )
        return department.home
    if order.department is not None:
        raise _unfit("/department", "只有部门密钥可以写部门", "only a department's key names a department")
    division = order.division or (NATION if order.role is Role.ADMIN else "")
    if session.get(Division, division) is None:
        raise _unfit("/division", "要写明已登记的行政区划代码", "a known division code is needed")
    return division


def _unfit(pointer: str, zh: str, en: str) -> Invalid:
    remedy = Words("改正角色或范围后重发。", "Correct the role or its scope and send it again.")
    return Invalid(faults=[Fault(Words(zh, en), remedy, pointer=pointer)])
