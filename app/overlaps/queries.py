"""Reads overlaps and bundles, each caller only what it may see."""

import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.divisions import ancestors
from app.kit.auth import Actor, Role
from app.kit.lookup import find_row
from app.kit.problems import NotFound
from app.overlaps.found import DECIDED
from app.overlaps.visible import visible_overlaps
from app.registry.scope import meeting, within
from app.tables import Bundle, BundleMember, Department, Overlap, OverlapDecision, RequestTarget, WorkRequest


def find_overlap(session: Session, actor: Actor, id: str) -> Overlap:
    """The pair under a public id; NotFound where the actor may not see it."""
    return find_row(session, visible_overlaps(actor), Overlap, id, "ovl")


def find_shown(session: Session, actor: Actor, id: str) -> Overlap:
    """The pair under a public id, to a coordinator or to a department that sent one side.

    NotFound for a department where neither side is its own, and where the other is an unannounced check of
    another's: telling one bureau could tell the township.
    """
    if actor.role is not Role.DEPARTMENT:
        return find_overlap(session, actor, id)
    row = find_row(session, select(Overlap).where(Overlap.active), Overlap, id, "ovl")
    sides = requests_by_id(session, (row.first_id, row.second_id)).values()
    others = [side for side in sides if side.department != actor.department]
    if len(others) == len(sides) or any(side.unannounced for side in others):
        raise NotFound
    return row


def decisions_on(session: Session, row: Overlap) -> list[OverlapDecision]:
    """What was decided about a pair, the first decision first."""
    query = select(OverlapDecision).where(
        OverlapDecision.overlap_id == row.id, OverlapDecision.home == row.home
    )
    return list(session.scalars(query.order_by(OverlapDecision.version)))


def shared_bundle(session: Session, row: Overlap) -> Bundle | None:
    """The bundle that both sides of a pair stand in."""
    first, second = aliased(BundleMember), aliased(BundleMember)
    return session.scalar(
        select(Bundle)
        .join(first, first.bundle_id == Bundle.id)
        .join(second, second.bundle_id == Bundle.id)
        .where(within(first.home, row.home), first.request_id == row.first_id)
        .where(within(second.home, row.home), second.request_id == row.second_id)
    )


def decided_lines(session: Session, pairs: Select[Overlap]) -> Iterator[str]:
    """The decided ones of `pairs` as lines of JSON: what was read of both sides, and the decision."""
    first, second = aliased(WorkRequest), aliased(WorkRequest)
    rows = session.execute(
        pairs.where(Overlap.state.in_(DECIDED))
        .join(first, first.id == Overlap.first_id)
        .join(second, second.id == Overlap.second_id)
        .with_only_columns(Overlap.state, first.reading, second.reading)
        .order_by(Overlap.id)
    )
    for state, mine, theirs in rows:
        decision = "confirm" if state == "confirmed" else "reject"
        row = {"a": {"reading": mine}, "b": {"reading": theirs}, "decision": decision}
        yield json.dumps(row, ensure_ascii=False) + "\n"


def overlaps_shown(session: Session, actor: Actor, row: WorkRequest) -> list[tuple[Overlap, WorkRequest]]:
    """The pairs of a request with their other sides, the surest first.

    To a department another's unannounced check is not shown: telling one bureau could tell the township.
    """
    query = (
        select(Overlap, WorkRequest)
        .join(
            WorkRequest,
            or_(
                (Overlap.first_id == row.id) & (WorkRequest.id == Overlap.second_id),
                (Overlap.second_id == row.id) & (WorkRequest.id == Overlap.first_id),
            ),
        )
        .where(Overlap.home.in_(ancestors(row.home)), Overlap.active)
        .order_by(Overlap.score.desc(), Overlap.id)
    )
    if actor.role is Role.DEPARTMENT:
        query = query.where(
            or_(WorkRequest.unannounced.is_(False), WorkRequest.department == actor.department)
        )
    return list(session.execute(query))


def find_bundle(session: Session, actor: Actor, id: str) -> tuple[Bundle, list[WorkRequest]]:
    """A bundle with the members that the actor may see; NotFound where that is none.

    A department must have a request of its own in it; a township's bundle is what targets it, without
    unannounced checks.
    """
    bundle = find_row(session, select(Bundle), Bundle, id, "bun")
    members = _members(session, actor, bundle.id)
    if not members:
        raise NotFound
    return bundle, members


def names_of(session: Session, rows: Iterable[WorkRequest]) -> dict[str, str]:
    """Department names by code, of those who sent `rows`."""
    codes = {row.department for row in rows}
    pairs = session.execute(select(Department.code, Department.name).where(Department.code.in_(codes)))
    return dict(pairs.all())


def requests_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, WorkRequest]:
    """Requests by id."""
    wanted = set(ids)
    rows = session.scalars(select(WorkRequest).where(WorkRequest.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}


def _members(session: Session, actor: Actor, bundle_id: UUID) -> list[WorkRequest]:
    query = (
        select(WorkRequest)
        .join(
            BundleMember,
            (BundleMember.request_id == WorkRequest.id) & (BundleMember.home == WorkRequest.home),
        )
        .where(BundleMember.bundle_id == bundle_id, WorkRequest.state == "active")
        .order_by(WorkRequest.id)
    )
    if actor.role is not Role.DEPARTMENT:
        aimed = select(RequestTarget.request_id).where(meeting(RequestTarget.code, actor.division))
        query = query.where(WorkRequest.id.in_(aimed))
    if actor.role is Role.TOWNSHIP:
        query = query.where(WorkRequest.unannounced.is_(False))
    members = list(session.scalars(query))
    if actor.role is Role.DEPARTMENT:
        if all(row.department != actor.department for row in members):
            return []
        return [row for row in members if not row.unannounced or row.department == actor.department]
    return members
