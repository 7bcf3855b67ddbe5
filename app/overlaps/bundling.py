"""Keeps bundles true to the overlaps: who stands together, under an id that stays as members change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.matching import Link, form_bundles
from app.kit.ids import new_id
from app.registry.scope import within
from app.tables import Bundle, BundleMember, Overlap, WorkRequest

TOGETHER = frozenset({"merged", "confirmed"})

MOST = 1_000
"""Requests of an island that are clustered anew at once: a request that targets a province may join thousands
in a hundred counties, and a POST in one of them must not wait for all."""


class Pair(NamedTuple):
    """What clustering needs of an overlap; its evidence stays in the database, as a crowd has many pairs."""

    first_id: UUID
    second_id: UUID
    score: float
    state: str


def settle_bundles(session: Session, requests: Iterable[UUID], now: datetime) -> None:
    """Cluster anew the islands of the requests, and of all who stand in bundles with them.

    Name the requests whose pairs changed, and the `partners` they had before: what was one island may be two.
    Groups never reach from one island to another, so that this leaves what one look at everything would,
    whatever came first; of an island beyond MOST requests only the part next to the change is looked at.
    """
    nodes = _islands(session, set(requests))
    groups = group(sorted(nodes), _links(session, nodes))
    _write(session, nodes, groups, now)


def partners(session: Session, requests: Iterable[UUID]) -> set[UUID]:
    """The requests, those next to them by a pair that holds together, and the bundle mates of all these.

    Ask before you change pairs: `settle_bundles` wants to know whom they held together.
    """
    nodes = set(requests)
    linked = session.execute(
        select(Overlap.first_id, Overlap.second_id).where(
            or_(Overlap.first_id.in_(nodes), Overlap.second_id.in_(nodes)),
            Overlap.active,
            Overlap.state.in_(TOGETHER),
        )
    )
    reached = nodes.union(*(set(pair) for pair in linked))
    bundles = select(BundleMember.bundle_id).where(BundleMember.request_id.in_(reached))
    mates = session.scalars(select(BundleMember.request_id).where(BundleMember.bundle_id.in_(bundles)))
    return reached | set(mates)


def stand_alone(session: Session, request_id: UUID, home: str, now: datetime) -> None:
    """Give a new request that nothing holds together with another a bundle of its own."""
    bundle = _make(session, home, now)
    session.add(BundleMember(id=new_id(), home=home, bundle_id=bundle.id, request_id=request_id))
    session.flush()


def group(nodes: Sequence[UUID], overlaps: Iterable[Pair]) -> list[frozenset[UUID]]:
    """The nodes in groups by their overlaps; every node is in exactly one, alone where nothing holds it."""
    overlaps = list(overlaps)
    pairs = [(str(row.first_id), str(row.second_id), row) for row in overlaps]
    bundles = form_bundles(
        [str(node) for node in nodes],
        [Link(a, b, row.score) for a, b, row in pairs if row.state in TOGETHER],
        must=[(a, b) for a, b, row in pairs if row.state == "confirmed"],
        cannot=[(a, b) for a, b, row in pairs if row.state == "rejected"],
    )
    groups = [frozenset(map(UUID, bundle)) for bundle in bundles]
    together = frozenset[UUID]().union(*groups)
    return groups + [frozenset({node}) for node in nodes if node not in together]


def bundle_of(session: Session, home: str, request_id: UUID) -> UUID | None:
    """The id of the bundle that a request stands in, whose home is `home` or within it."""
    return session.scalar(
        select(BundleMember.bundle_id).where(
            within(BundleMember.home, home), BundleMember.request_id == request_id
        )
    )


def members_of(session: Session, bundle_id: UUID) -> list[WorkRequest]:
    """The active requests of a bundle, the earliest first."""
    return list(
        session.scalars(
            select(WorkRequest)
            .join(
                BundleMember,
                (BundleMember.request_id == WorkRequest.id) & (BundleMember.home == WorkRequest.home),
            )
            .where(BundleMember.bundle_id == bundle_id, WorkRequest.state == "active")
            .order_by(WorkRequest.id)
        )
    )


def links_between(session: Session, nodes: Iterable[UUID]) -> list[Pair]:
    """All pairs among `nodes` that count, and all that were ever rejected."""
    return _links(session, set(nodes))


def _islands(session: Session, requests: set[UUID]) -> set[UUID]:
    """All whom pairs and bundles join to `requests`, in whole steps outward while they are at most MOST."""
    nodes = partners(session, requests)
    edge = nodes - requests
    while edge and len(nodes) < MOST:
        edge = partners(session, edge) - nodes
        if len(nodes) + len(edge) > MOST:
            break
        nodes |= edge
    return nodes


def _links(session: Session, nodes: set[UUID]) -> list[Pair]:
    query = select(Overlap.first_id, Overlap.second_id, Overlap.score, Overlap.state).where(
        Overlap.first_id.in_(nodes),
        Overlap.second_id.in_(nodes),
        or_(Overlap.active, Overlap.state == "rejected"),
    )
    return [Pair(*row) for row in session.execute(query)]


def _write(session: Session, nodes: set[UUID], groups: list[frozenset[UUID]], now: datetime) -> None:
    rows = session.execute(
        select(WorkRequest.id, WorkRequest.home, WorkRequest.state).where(WorkRequest.id.in_(nodes))
    ).all()
    homes = {id_: home for id_, home, _ in rows}
    active = {id_ for id_, _, state in rows if state == "active"}
    members = {
        row.request_id: row
        for row in session.scalars(select(BundleMember).where(BundleMember.request_id.in_(nodes)))
    }
    kept = _kept_ids(groups, {one: row.bundle_id for one, row in members.items()}, active)
    for members_now in groups:
        bundle_id = kept.get(members_now) or _make(session, homes[min(members_now)], now).id
        for request_id in members_now:
            row = members.get(request_id)
            if row is None:
                session.add(
                    BundleMember(
                        id=new_id(), home=homes[request_id], bundle_id=bundle_id, request_id=request_id
                    )
                )
            elif row.bundle_id != bundle_id:
                row.bundle_id = bundle_id
    session.flush()


def _kept_ids(
    groups: Iterable[frozenset[UUID]], had: Mapping[UUID, UUID], active: set[UUID]
) -> dict[frozenset[UUID], UUID]:
    """The ids that groups keep: the two that share most members first, of equals the one with the oldest."""
    shared = sorted(
        (-many, -len(one & active), min(one), bundle_id, one)
        for one in groups
        for bundle_id, many in Counter(had[member] for member in one if member in had).items()
    )
    kept: dict[frozenset[UUID], UUID] = {}
    taken: set[UUID] = set()
    for _, _, _, bundle_id, one in shared:
        if one not in kept and bundle_id not in taken:
            kept[one] = bundle_id
            taken.add(bundle_id)
    return kept


def _make(session: Session, home: str, now: datetime) -> Bundle:
    bundle = Bundle(id=new_id(), home=home, lead_department=None, created_at=now, updated_at=now)
    session.add(bundle)
    session.flush()
    return bundle
