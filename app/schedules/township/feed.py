"""Secret calendar addresses: given to a clerk, good without a header, revoked at will."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.kit.audit import record
from app.kit.auth import Actor, hash_secret, new_secret
from app.kit.ids import new_id, public_id
from app.tables import ApiKey, Division, Feed


def open_feed(session: Session, actor: Actor, township: str, now: datetime) -> str:
    """A new secret for the actor's feed of a township; the one before it ends."""
    close_feed(session, actor, township, now)
    secret = new_secret()
    feed = Feed(
        id=new_id(), home=township[:COUNTY_DIGITS], township=township, key_id=actor.key_id,
        secret_hash=hash_secret(secret), created_at=now, revoked_at=None,
    )  # fmt: skip
    session.add(feed)
    session.flush()
    record(session, actor, now, "feed.open", public_id("fee", feed.home, feed.id), feed.home)
    return secret


def close_feed(session: Session, actor: Actor, township: str, now: datetime) -> None:
    """End the actor's feed of a township; where there is none, nothing happens."""
    # the key's row is the lock: two calls at once would else both open a feed
    session.execute(select(ApiKey.id).where(ApiKey.id == actor.key_id).with_for_update(key_share=True))
    query = select(Feed).where(
        Feed.home == township[:COUNTY_DIGITS], Feed.township == township,
        Feed.key_id == actor.key_id, Feed.revoked_at.is_(None),
    )  # fmt: skip
    for feed in session.scalars(query):
        feed.revoked_at = now
        record(session, actor, now, "feed.close", public_id("fee", feed.home, feed.id), feed.home)
    session.flush()


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
