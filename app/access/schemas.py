"""Keys and audit records as they are written in JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.kit.audit import AuditRecord
from app.kit.auth import Role
from app.kit.ids import public_id
from app.tables import ApiKey


class KeyIn(BaseModel):
    """What an administrator orders."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"role": "township", "division": "990101001", "label": "城关街道党政办"}]
        },
    )

    role: Role
    label: str = Field(min_length=1, max_length=100, description="what the key is for, in words")
    division: str | None = Field(None, max_length=12)
    department: str | None = Field(None, max_length=32)
    expires_at: AwareDatetime | None = None


class KeyOut(BaseModel):
    """A key without its secret; `hint` is the secret's last four characters."""

    id: str
    role: Role
    label: str
    division: str
    department: str | None
    hint: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class KeyIssued(KeyOut):
    """A new key with its secret, this once."""

    secret: str


class KeyList(BaseModel):
    items: list[KeyOut]
    next: str | None


class AuditOut(BaseModel):
    """One act: who (key and role), when, what, to which row."""

    id: UUID
    at: datetime
    key: UUID
    role: Role
    action: str
    subject: str
    detail: dict[str, Any]


class AuditList(BaseModel):
    items: list[AuditOut]
    next: str | None


def show_key(key: ApiKey) -> KeyOut:
    """The key as callers see it."""
    return KeyOut(
        id=public_id("key", key.home, key.id), role=Role(key.role), label=key.label, division=key.home,
        department=key.department, hint=key.hint, created_at=key.created_at, expires_at=key.expires_at,
        revoked_at=key.revoked_at,
    )  # fmt: skip


def show_audit(row: AuditRecord) -> AuditOut:
    """The act as callers see it."""
    return AuditOut(
        id=row.id, at=row.at, key=row.key_id, role=Role(row.role), action=row.action, subject=row.subject,
        detail=row.detail,
    )  # fmt: skip
