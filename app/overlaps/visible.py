"""Which pairs an actor may see, as parts of a statement."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.kit.auth import Actor
from app.registry.scope import meeting
from app.tables import Overlap, RequestTarget


def visible_overlaps(actor: Actor) -> Select[Overlap]:
    """The active pairs of which both sides concern the actor's division."""
    return select(Overlap).where(
        Overlap.active,
        meeting(Overlap.home, actor.division),
        concerns(actor, Overlap.first_id),
        concerns(actor, Overlap.second_id),
    )


def concerns(actor: Actor, request_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """SQL: the request targets ground of the actor's division; asked row by row, since few are looked at."""
    target = aliased(RequestTarget)
    return (
        select(target.id)
        .where(
            target.request_id == request_id,
            meeting(target.home, actor.division),
            meeting(target.code, actor.division),
        )
        .exists()
    )
