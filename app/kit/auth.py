"""Who is speaking: bearer keys, roles, scopes, and the rule that every route must declare."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.kit.problems import Problem
from app.kit.words import Words


class Role(StrEnum):
    """What a key may be used as."""

    DEPARTMENT = "department"
    TOWNSHIP = "township"
    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """The speaker behind a valid key: `division` is the subtree it may see, `department` whose rows."""

    key_id: UUID
    role: Role
    division: str
    department: str | None = None


FindActor = Callable[[Session, str, datetime], Actor | None]
"""Finds who holds a secret; given by main, since only the floors above know the table of keys."""

ALL = tuple(Role)


class Unauthenticated(Problem):
    slug = "unauthenticated"
    status = 401
    title = Words("需要有效的密钥", "A valid key is needed")
    remedy = Words(
        "请在 Authorization 头中写 Bearer 和密钥；密钥可能已过期或被收回，请向管理员申请。",
        "Send Authorization: Bearer <key>; the key may have expired or been revoked: ask your administrator.",
    )


class Forbidden(Problem):
    slug = "forbidden"
    status = 403
    title = Words("此密钥无权进行这项操作", "This key may not do this")
    remedy = Words("请使用具有相应角色和范围的密钥。", "Use a key whose role and scope allow it.")


def new_secret() -> str:
    """A key's secret: 256 random bits, with a prefix by which leak scanners know it."""
    return "jianfu_" + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored instead of the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Allow:
    """The dependency that authenticates and checks the role; tests read `roles` off every route."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, request: Request) -> Actor:
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        actor = None
        if scheme.lower() == "bearer" and secret:
            actor = find_speaker(request, secret.strip())
        if actor is None:
            raise Unauthenticated(headers={"WWW-Authenticate": 'Bearer realm="jianfu"'})
        if actor.role not in self.roles:
            raise Forbidden(
                Words(
                    f"需要的角色：{'、'.join(sorted(self.roles))}；本密钥的角色：{actor.role}。",
                    f"Needed role: {', '.join(sorted(self.roles))}; this key's role: {actor.role}.",
                )
            )
        return actor


def allow(*roles: Role) -> Any:
    """Declare who may call a route: `actor: Annotated[Actor, allow(Role.COORDINATOR)]`."""
    return Depends(Allow(*roles))


def find_speaker(request: Request, secret: str) -> Actor | None:
    """Who holds `secret`, by the table of keys of the application that was called."""
    state = request.app.state
    find: FindActor = state.find_actor
    with state.database.read() as session:
        return find(session, secret, state.clock())
