"""Which stored requests are worth comparing with a probe: one indexed query over the key table."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, bindparam, delete, func, insert, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.divisions import NATION, TOWNSHIP_DIGITS, ancestors, lift
from app.domain.matching import CandidateKey as KeyOf
from app.domain.matching import candidate_keys, key_search
from app.overlaps.probe import Probe
from app.overlaps.slots import slot_of, slots_meeting
from app.tables import CandidateKey

MOST = 50_000
"""What a notice of four years to the whole nation finds among a million requests of a province. The bound of
what one search costs; at 20,000 it cut half of what such a notice would have been told."""

FILED_SCOPES, SOUGHT_SCOPES = 4, 32
"""So many places a request is filed under, and looked for in, at most: scattered targets are lifted to the
counties, cities or provinces that hold them. The gate that follows is exact."""


def file_keys(session: Session, probe: Probe) -> None:
    """Put the probe's keys into the index."""
    session.execute(insert(CandidateKey), key_rows(probe, candidate_keys(probe.reading)))


def refile_keys(session: Session, before: Probe, probe: Probe) -> None:
    """Put the probe's keys in the place of those it was filed under before."""
    drop_keys(session, before)
    drop_keys(session, probe)  # what a change there and back may have left
    file_keys(session, probe)


def key_rows(probe: Probe, keys: Iterable[KeyOf]) -> list[dict[str, object]]:
    """The rows of a probe in the index, under `keys`."""
    starts, ends = probe.earliest.toordinal(), probe.latest.toordinal()
    slot, scopes = slot_of(starts, ends), lift(probe.targets, FILED_SCOPES)
    return [
        {
            "key": key.key, "slot": slot, "scope": scope, "request_id": probe.id,
            "starts": starts, "ends": ends, "weight": key.weight, "home": probe.home,
        }
        for key in keys
        for scope in scopes
    ]  # fmt: skip


def drop_keys(session: Session, probe: Probe) -> None:
    """Take a request out of the index as it was filed, so that it is no longer found.

    Rows that another version of the keys left behind stay: they are looked at in vain, as the gates ask the
    request itself.
    """
    session.execute(
        delete(CandidateKey).where(
            CandidateKey.key.in_([key.key for key in candidate_keys(probe.reading)]),
            CandidateKey.slot == slot_of(probe.earliest.toordinal(), probe.latest.toordinal()),
            CandidateKey.scope.in_(lift(probe.targets, FILED_SCOPES)),
            CandidateKey.request_id == probe.id,
            CandidateKey.home == probe.home,
        )
    )


def find_candidates(session: Session, probe: Probe, near_days: int) -> list[UUID]:
    """Ids of active requests that share enough keys, ground and time with the probe, the likeliest first.

    At most MOST; which of equally likely ones are cut is decided by id, so the answer is always the same.
    """
    search = key_search(probe.reading)
    first = (probe.earliest - timedelta(days=near_days)).toordinal()
    last = (probe.latest + timedelta(days=near_days)).toordinal()
    scopes = lift(probe.targets, SOUGHT_SCOPES)
    ranges = _ranges(scopes)
    asked = {
        "keys": list(search.keys), "least": search.least, "slots": list(slots_meeting(first, last)),
        "first": first, "last": last,
        "above": sorted({code for scope in scopes for code in ancestors(scope)}),
        **{f"low{at}": low for at, (low, _) in enumerate(ranges)},
        **{f"high{at}": high for at, (_, high) in enumerate(ranges)},
    }  # fmt: skip
    by_array = session.get_bind().dialect.name == "postgresql"
    return [row for row in session.scalars(_search(len(ranges), by_array), asked) if row != probe.id]


def _ranges(scopes: Sequence[str]) -> list[tuple[str, str]]:
    """Bounds of what lies beneath each scope, neither included; repeated until they are a power of two, so
    that a handful of statements serves all searches: to compile one costs more than to search.
    """
    found = [(one, ":" if one == NATION else one + ":") for one in scopes if len(one) < TOWNSHIP_DIGITS]
    wanted = 1 << (len(found) - 1).bit_length() if found else 0
    return (found * 2)[:wanted]


@cache
def _search(ranges: int, by_array: bool) -> Select[UUID]:
    """The statement, with so many ranges: an equality (places above) and ranges (beneath) of the index.

    A union, not "or": each part is one walk of the index on both databases. It also counts a key once that
    is filed under several places. PostgreSQL takes each list as one array: the text is then the same at every
    search, so that it is neither written out by the client nor planned by the server again (half the cost).
    """

    def among(column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
        if by_array:
            return column == any_(bindparam(name, type_=ARRAY(column.type)))
        return column.in_(bindparam(name, expanding=True))

    there = (
        among(CandidateKey.key, "keys"),
        among(CandidateKey.slot, "slots"),
        CandidateKey.starts <= bindparam("last"),
        CandidateKey.ends >= bindparam("first"),
    )
    places: list[ColumnElement[bool]] = [among(CandidateKey.scope, "above")]
    for at in range(ranges):
        between = CandidateKey.scope > bindparam(f"low{at}"), CandidateKey.scope < bindparam(f"high{at}")
        places.append(and_(*between))  # ":" follows "9", so that "51:" ends what begins with 51
    columns = (CandidateKey.request_id, CandidateKey.key, CandidateKey.weight)
    hits = union(*(select(*columns).where(*there, place) for place in places)).subquery()
    weight = func.sum(hits.c.weight)
    query = select(hits.c.request_id).group_by(hits.c.request_id).having(weight >= bindparam("least"))
    return query.order_by(weight.desc(), hits.c.request_id).limit(MOST)
