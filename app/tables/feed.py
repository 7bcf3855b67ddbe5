"""Feed 日历订阅: a secret address under which a clerk's calendar program reads the township's schedule."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, Code

LIVE = text("revoked_at IS NULL")


class Feed(Base):
    """The address is a capability: only its hash is kept, and it ends when it, or its key, is revoked.

    `name` says whose it is (a clerk, a screen in the hall): live names of a township differ.
    """

    __tablename__ = "feed"
    __table_args__ = (
        Index(
            "uq_feed_live", "home", "township", "name",
            unique=True, sqlite_where=LIVE, postgresql_where=LIVE,
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    township: Mapped[str] = mapped_column(Code, ForeignKey("division.code"))
    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_key.id"))
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
