"""Weighs how much burden hangs on a pair, which is its place in the review queue."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import NATION, TOWNSHIP_DIGITS, ancestors, shared_places
from app.overlaps.found import Found
from app.overlaps.probe import Probe
from app.registry.scope import within
from app.tables import Division


def weigh(session: Session, probe: Probe, found: Sequence[Found]) -> list[float]:
    """The burden of each pair."""
    shared = [shared_places(probe.targets, one.other.targets) for one in found]
    townships = _townships(session, set[str]().union(*shared))
    return [
        burden(one.score, min(probe.half_days, one.other.half_days), places, townships)
        for one, places in zip(found, shared, strict=True)
    ]


def burden(score: float, half_days: int, places: Iterable[str], townships: Sequence[str]) -> float:
    """What hangs on a pair: the townships that both sides target, times the half-days of the shorter,
    times 4·p·(1 − p), which is 1 where the score p is a coin's and 0 where it is certain. `places` are
    what both target, `townships` all that lie within them, in order, and maybe others.
    """
    return round(4 * score * (1 - score) * half_days * sum(_count(place, townships) for place in places), 6)


def _townships(session: Session, places: set[str]) -> list[str]:
    """The townships within those of `places` that are more than one, in order; one query."""
    wide = {place for place in places if len(place) < TOWNSHIP_DIGITS}
    outer = sorted(place for place in wide if not wide.intersection(ancestors(place)[:-1]))
    if not outer:
        return []
    beneath = or_(*(within(Division.code, place) for place in outer))
    query = select(Division.code).where(beneath, func.length(Division.code) == TOWNSHIP_DIGITS)
    return sorted(session.scalars(query))


def _count(place: str, townships: Sequence[str]) -> int:
    if len(place) >= TOWNSHIP_DIGITS:
        return 1
    if place == NATION:
        return len(townships)
    return bisect_left(townships, place + ":") - bisect_left(townships, place)
