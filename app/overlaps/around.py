"""Gathers what pairs are shown with, for a whole page at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.auth import Actor, Role
from app.overlaps.precedent import sides_of
from app.overlaps.queries import names_of, requests_by_id
from app.overlaps.schemas import Around, ClaimOut
from app.registry.scope import meeting
from app.tables import ApiKey, Overlap


def look_around(session: Session, actor: Actor, rows: Sequence[Overlap], now: datetime) -> Around:
    """What is needed to show `rows`; who reads them is for coordinators, so departments are not told."""
    sides = requests_by_id(session, sides_of(rows))
    claims = {} if actor.role is Role.DEPARTMENT else _claims(session, actor, rows, now)
    return Around(sides, names_of(session, sides.values()), _followed(session, actor, rows), claims)


def _followed(session: Session, actor: Actor, rows: Sequence[Overlap]) -> dict[UUID, str]:
    ids = {row.follows_id for row in rows if row.follows_id is not None}
    if not ids:
        return {}
    query = select(Overlap.id, Overlap.home).where(Overlap.id.in_(ids), meeting(Overlap.home, actor.division))
    return {id_: home for id_, home in session.execute(query)}  # noqa: C416 - a Row is no pair


def _claims(session: Session, actor: Actor, rows: Sequence[Overlap], now: datetime) -> dict[UUID, ClaimOut]:
    live = [(row, row.claimed_until) for row in rows if row.claimed_until is not None]
    held = {row: until for row, until in live if until > now}
    if not held:
        return {}
    keys = {row.claimed_by for row in held}
    found = session.execute(select(ApiKey.id, ApiKey.label).where(ApiKey.id.in_(keys)))
    labels: dict[UUID | None, str] = {id_: label for id_, label in found}  # noqa: C416 - a Row is no pair
    return {
        row.id: ClaimOut(by=labels.get(row.claimed_by, ""), until=until, mine=row.claimed_by == actor.key_id)
        for row, until in held.items()
    }
