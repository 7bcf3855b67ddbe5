"""API key: who may speak, as what, about which part of the world, and until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class ApiKey(Base):
    """Only the SHA-256 of the secret is kept: it carries 256 random bits, so a slow hash adds nothing."""

    __tablename__ = "api_key"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    role: Mapped[str]
    department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    label: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
