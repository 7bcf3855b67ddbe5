"""Keeps bundles true to the overlaps: who stands together, under an id that stays as members change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select, text, union
from sqlalchemy.orm import Session

from app.domain.matching import Link, form_bundles
from app.kit.ids import new_id
from app.registry.scope import within
from app.tables import Bundle, BundleMember, Overlap, WorkRequest
from app.tables.overlap import STANDING

TOGETHER = frozenset({"merged", "confirmed"})

MOST = 1_000
"""Requests that are looked at anew at once, beyond those next to the change: a chain of bundles that fall
apart one by the other has no natural end, and a POST must not wait for a province."""


class Pair(NamedTuple):
    """What clustering needs of an overlap; its evidence stays in the database, as a crowd has many pairs."""

    first_id: UUID
    second_id: UUID
    score: float
    state: str


def settle_bundles(session: Session, requests: Iterable[UUID], now: datetime) -> None:
    """Cluster anew what stood together with the requests whose pairs changed, and whom that draws in.

    It leaves what one look at everything would, whatever came first. Beyond MOST requests it stops: still a
    lawful partition, but then the order may show.
    """
    _write(session, _regroup(session, set(requests)), now)


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
    """All pairs among `nodes` that say who stands with whom, or who never does."""
    nodes = set(nodes)
    return [pair for pair in _pairs_from(session, nodes) if pair.second_id in nodes]


def _regroup(session: Session, changed: set[UUID]) -> list[frozenset[UUID]]:
    """The groups in the place of the bundles that `changed` touches: who stood together with one of these
    requests is in one of them.

    Bundles next to them are clustered along. Where each comes out as it was, nothing joined across, and what
    lies beyond saw no change: joining is greedy, so that its steps are those of before. Where one does not,
    it is drawn in, and what lies next to it is looked at. So pairs between two bundles that are only beside
    have no say and are not read.
    """
    inside = changed.union(*_bundles(session, changed))
    while True:
        pairs = _pairs_of(session, inside)
        near = {one for pair in pairs if pair.state in TOGETHER for one in (pair.first_id, pair.second_id)}
        beside = _bundles(session, near - inside)
        nodes = inside.union(*beside)
        groups = group(sorted(nodes), pairs + _pairs_within(session, [one for one in beside if len(one) > 1]))
        torn = set(beside).difference(groups)
        if not torn:
            return [one for one in groups if one <= inside]
        if len(nodes) > MOST:
            return groups
        inside = inside.union(*torn)


def _bundles(session: Session, requests: set[UUID]) -> list[frozenset[UUID]]:
    """The bundles in which the requests stand, each as its members."""
    if not requests:
        return []
    ids = select(BundleMember.bundle_id).where(BundleMember.request_id.in_(requests))
    rows = session.execute(
        select(BundleMember.bundle_id, BundleMember.request_id).where(BundleMember.bundle_id.in_(ids))
    )
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for bundle_id, request_id in rows:
        members[bundle_id].add(request_id)
    return [frozenset(one) for one in members.values()]


def _pairs_of(session: Session, requests: set[UUID]) -> list[Pair]:
    """The pairs of which a side is among the requests."""
    either = (_standing().where(side.in_(requests)) for side in (Overlap.first_id, Overlap.second_id))
    return [Pair(*row) for row in session.execute(union(*either))]  # "or" would not walk two indexes


def _pairs_from(session: Session, requests: set[UUID]) -> list[Pair]:
    """The pairs whose first side is among the requests. Who wants both sides there looks himself: asked for
    two lists, or for members of one bundle, SQLite tries each with each or walks all members there are.
    """
    query = _standing().where(Overlap.first_id.in_(requests))
    return [Pair(*row) for row in session.execute(query)] if requests else []


def _pairs_within(session: Session, bundles: Sequence[frozenset[UUID]]) -> list[Pair]:
    """The pairs of which both sides stand in one of the bundles."""
    of = {one: bundle for bundle in bundles for one in bundle}
    return [pair for pair in _pairs_from(session, set(of)) if pair.second_id in of[pair.first_id]]


def _standing() -> Select[UUID, UUID, float, str]:
    """The pairs that hold together, and all that were ever rejected."""
    return select(Overlap.first_id, Overlap.second_id, Overlap.score, Overlap.state).where(
        text(f"overlap.{STANDING}"), or_(Overlap.active, Overlap.state == "rejected")
    )


def _write(session: Session, groups: list[frozenset[UUID]], now: datetime) -> None:
    nodes = frozenset[UUID]().union(*groups)
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
