"""Which stored requests are worth comparing with a probe: one indexed query over the key table."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, union_all
from sqlalchemy.orm import Session

from app.domain.divisions import NATION, ancestors
from app.domain.matching import candidate_keys
from app.kit.ids import new_id
from app.overlaps.probe import Probe
from app.tables import CandidateKey

MOST = 1000
LEAST = 2
"""Less weight in common is one character pair: four candidates in ten, and none of 312 true pairs but one."""

DURATION_CLASSES = (31, 92, 400)
"""Longest window of each class in days; the last class is everything longer."""

ENDLESS = 200_000
"""Longest window that the last class is searched for: five centuries."""


def file_keys(session: Session, probe: Probe) -> None:
    """Put the probe's keys into the index, replacing those of an earlier version."""
    drop_keys(session, probe.id)
    rows = [
        {
            "id": new_id(),
            "home": probe.home,
            "key": key.key,
            "weight": key.weight,
            "scope": scope,
            "duration_class": duration_class(probe.earliest, probe.latest),
            "starts": probe.earliest.toordinal(),
            "ends": probe.latest.toordinal(),
            "request_id": probe.id,
        }
        for key in candidate_keys(probe.reading)
        for scope in probe.scopes
    ]
    session.execute(insert(CandidateKey), rows)


def drop_keys(session: Session, request_id: UUID) -> None:
    """Take a request out of the index, so that it is no longer found."""
    session.execute(delete(CandidateKey).where(CandidateKey.request_id == request_id))


def find_candidates(session: Session, probe: Probe, near_days: int) -> list[UUID]:
    """Ids of active requests that share a key, ground and time with the probe, the likeliest first.

    At most MOST; which of equally likely ones are cut is decided by id, so the answer is always the same.
    """
    keys = [key.key for key in candidate_keys(probe.reading)]
    first = (probe.earliest - timedelta(days=near_days)).toordinal()
    last = (probe.latest + timedelta(days=near_days)).toordinal()
    weight = func.sum(CandidateKey.weight)
    parts = [
        select(CandidateKey.request_id, CandidateKey.weight).where(
            CandidateKey.key.in_(keys),
            _scope(probe.scopes),
            CandidateKey.duration_class == number,
            CandidateKey.starts.between(first - longest, last),
            CandidateKey.ends >= first,
        )
        for number, longest in enumerate((*DURATION_CLASSES, ENDLESS))
    ]
    hits = union_all(*parts).subquery()
    weight = func.sum(hits.c.weight)
    query = select(hits.c.request_id).group_by(hits.c.request_id).having(weight >= LEAST)
    likeliest = query.order_by(weight.desc(), hits.c.request_id).limit(MOST)
    return [row for row in session.scalars(likeliest) if row != probe.id]


def duration_class(earliest: date, latest: date) -> int:
    """The number of the class that a window falls into."""
    days = (latest - earliest).days
    return sum(days > longest for longest in DURATION_CLASSES)


def _scope(scopes: Iterable[str]) -> ColumnElement[bool]:
    above = {code for scope in scopes for code in ancestors(scope)}
    below = [
        CandidateKey.scope != NATION
        if scope == NATION
        else and_(CandidateKey.scope > scope, CandidateKey.scope < scope + ":")
        for scope in scopes
    ]
    return or_(CandidateKey.scope.in_(sorted(above)), *below)
