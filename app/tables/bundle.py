"""Bundle 并办任务: the requests that are done as one, because they concern the same township work."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code


class Bundle(Base):
    """Every request stands in exactly one bundle, alone at first; a bundle keeps its id as members change."""

    __tablename__ = "bundle"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"), index=True)
    lead_department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BundleMember(Base):
    """`home` is the request's, so that the rule "one bundle a request" is a constraint of one home."""

    __tablename__ = "bundle_member"
    __table_args__ = (UniqueConstraint("home", "request_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code)
    bundle_id: Mapped[UUID] = mapped_column(ForeignKey("bundle.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("work_request.id"), index=True)
