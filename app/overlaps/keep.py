"""Stores what detection found: one row per pair, decisions of people left as they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors, home_of
from app.kit.ids import new_id
from app.overlaps.found import DECIDED, Found
from app.overlaps.lapse import decide_by
from app.overlaps.probe import Probe
from app.overlaps.weigh import weigh
from app.tables import Overlap


def keep_overlaps(session: Session, probe: Probe, found: Sequence[Found], now: datetime) -> list[Overlap]:
    """Write the pairs of `probe`, in the order of `found`; pairs that no longer meet become inactive."""
    rows = overlaps_of(session, probe.home, probe.id, include_inactive=True)
    known = {_other(row, probe.id): row for row in rows}
    kept = []
    for one, burden in zip(found, weigh(session, probe, found), strict=True):
        row = known.pop(one.other.id, None)
        if row is None:
            row = _new(probe, one, now)
            session.add(row)
        _overwrite(row, probe, one, now)
        row.place = -burden
        kept.append(row)
    for row in known.values():
        row.active, row.updated_at = False, now
    session.flush()
    return kept


def add_overlaps(session: Session, probe: Probe, found: Sequence[Found], now: datetime) -> list[Overlap]:
    """Write the pairs of a request that is new, and so has none."""
    kept = [_new(probe, one, now) for one in found]
    for row, one, burden in zip(kept, found, weigh(session, probe, found), strict=True):
        _overwrite(row, probe, one, now)
        row.place = -burden
    session.add_all(kept)
    session.flush()
    return kept


def drop_overlaps(session: Session, home: str, request_id: UUID, now: datetime) -> None:
    """Withdraw a request, at home in `home`, from all its pairs; the rows and their decisions stay."""
    session.execute(update(Overlap).where(*_of(home, request_id)).values(active=False, updated_at=now))


def overlaps_of(
    session: Session, home: str, request_id: UUID, *, include_inactive: bool = False
) -> list[Overlap]:
    """The pairs that a request, at home in `home`, stands in, the surest first."""
    query = select(Overlap).where(*_of(home, request_id))
    if not include_inactive:
        query = query.where(Overlap.active)
    return list(session.scalars(query.order_by(Overlap.score.desc(), Overlap.id)))


def ids_of_pairs(session: Session, home: str, request_id: UUID) -> dict[UUID, tuple[UUID, str]]:
    """Id and home of each active pair of a request, at home in `home`, by its other side."""
    query = select(Overlap.id, Overlap.home, Overlap.first_id, Overlap.second_id)
    rows = session.execute(query.where(*_of(home, request_id), Overlap.active))
    return {second if first == request_id else first: (id_, at) for id_, at, first, second in rows}


def _of(home: str, request_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """SQL: a pair that the request stands in; it is at home where the request is, or above."""
    sides = or_(Overlap.first_id == request_id, Overlap.second_id == request_id)
    return Overlap.home.in_(ancestors(home)), sides


def _new(probe: Probe, one: Found, now: datetime) -> Overlap:
    first, second = sorted((probe.id, one.other.id))
    return Overlap(
        id=new_id(), home=home_of((probe.home, one.other.home)), first_id=first, second_id=second,
        state="proposed", lead_department=None, version=1, created_at=now,
    )  # fmt: skip


def _overwrite(row: Overlap, probe: Probe, one: Found, now: datetime) -> None:
    row.score, row.verdict, row.days_apart = one.score, one.verdict, one.days_apart
    row.evidence, row.decide_by = list(one.evidence), decide_by(probe, one.other)
    row.active, row.updated_at = True, now
    if row.state in DECIDED and row.follows_id is None:
        return  # decided on this very pair
    row.state, row.follows_id, row.lead_department = one.state, one.follows, one.lead


def _other(row: Overlap, request_id: UUID) -> UUID:
    return row.second_id if row.first_id == request_id else row.first_id
