"""Secret calendar addresses: given to a clerk under a name, good without a header, revoked one by one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.kit.audit import record
from app.kit.auth import Actor, hash_secret, new_secret
from app.kit.ids import new_id, public_id
from app.kit.lookup import find_row
from app.tables import ApiKey, Division, Feed


def open_feed(session: Session, actor: Actor, township: str, name: str, now: datetime) -> tuple[Feed, str]:
    """A feed of a township under `name`, with its secret; a live one of the same name ends."""
    # the township's row is the lock: two calls at once would else both open a feed of the name
    session.execute(select(Division.code).where(Division.code == township).with_for_update(key_share=True))
    for feed in session.scalars(_live(township).where(Feed.name == name)):
        _close(session, actor, feed, now)
    secret = new_secret()
    feed = Feed(
        id=new_id(), home=township[:COUNTY_DIGITS], township=township, key_id=actor.key_id, name=name,
        secret_hash=hash_secret(secret), created_at=now, revoked_at=None,
    )  # fmt: skip
    session.add(feed)
    session.flush()
    record(session, actor, now, "feed.open", public_id("fee", feed.home, feed.id), feed.home)
    return feed, secret


def list_feeds(session: Session, township: str) -> Sequence[Feed]:
    """The live feeds of a township, the newest first; their secrets are known to nobody."""
    return session.scalars(_live(township).order_by(Feed.id.desc())).all()


def close_feed(session: Session, actor: Actor, township: str, id: str, now: datetime) -> None:
    """End one feed of a township, whoever opened it: a leaked address is everybody's to stop.

    Ending it twice changes nothing. Raises NotFound where the township never had it.
    """
    query = select(Feed).where(Feed.township == township).with_for_update()
    feed = find_row(session, query, Feed, id, "fee")
    if feed.revoked_at is None:
        _close(session, actor, feed, now)


def find_fed_township(session: Session, secret: str, now: datetime) -> Division | None:
    """The township that a secret opens; None where it, or the key that asked for it, is no longer good."""
    found = session.execute(
        select(Division, ApiKey)
        .join(Feed, Feed.township == Division.code)
        .join(ApiKey, ApiKey.id == Feed.key_id)
        .where(Feed.secret_hash == hash_secret(secret), Feed.revoked_at.is_(None))
    ).first()
    if found is None:
        return None
    division, key = found
    ended = key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now)
    return None if ended else division


def _live(township: str) -> Select[Feed]:
    return select(Feed).where(
        Feed.home == township[:COUNTY_DIGITS], Feed.township == township, Feed.revoked_at.is_(None)
    )


def _close(session: Session, actor: Actor, feed: Feed, now: datetime) -> None:
    feed.revoked_at = now
    record(session, actor, now, "feed.close", public_id("fee", feed.home, feed.id), feed.home)
    session.flush()
