"""Finds a new request its day in a published plan, moving nothing: what the answer to a POST promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.scheduling.problem import Caps


@dataclass(frozen=True, slots=True)
class StandingVisit:
    """A visit that the township already has; `half_days` is its length, `key` its name with the caller."""

    key: str
    date: date
    session: int
    half_days: int
    departments: frozenset[str]
    bundles: frozenset[str] = frozenset()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The new request in one township; `teams` and `busy` (other townships by day) are its department's."""

    department: str
    half_days: int = 1
    bundle: str = ""
    held: bool = False
    teams: int = 1
    busy: Mapping[date, int] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the newcomer fits: on the standing visit `key`, or (None) on a new one, and why."""

    date: date
    session: int
    key: str | None
    reason: str
    reason_en: str


def propose_day(
    days: Sequence[date], visits: Sequence[StandingVisit], newcomer: Newcomer, caps: Caps
) -> Proposal | None:
    """The best place among `days` (open, in the window, in order) without moving any visit; else None.

    First a visit of the same bundle, then any visit with room (the earliest), then a second visit on a
    visit-day, then a new visit-day. Linear in days and visits of the one township.
    """
    standing: dict[date, list[StandingVisit]] = {}
    for visit in visits:
        standing.setdefault(visit.date, []).append(visit)
    usable = [day for day in days if _has_team(newcomer, day, standing.get(day, []))]
    joinable = [v for day in usable for v in standing.get(day, []) if _fits(newcomer, v, standing[day], caps)]
    joinable.sort(key=lambda v: (not newcomer.bundle or newcomer.bundle not in v.bundles, v.date, v.session))
    if joinable:
        return _joined(newcomer, joinable[0])
    return _opened(newcomer, usable, standing, caps)


def _has_team(newcomer: Newcomer, day: date, standing: list[StandingVisit]) -> bool:
    there = any(newcomer.department in visit.departments for visit in standing)
    return there or newcomer.busy.get(day, 0) < newcomer.teams


def _fits(newcomer: Newcomer, visit: StandingVisit, standing: list[StandingVisit], caps: Caps) -> bool:
    """True where it can set out with the visit: a seat in each of its half-days, after its own other work."""
    if newcomer.held or visit.held:
        return False
    first, half_days = visit.session, newcomer.half_days
    if newcomer.department in visit.departments:
        if newcomer.bundle and newcomer.bundle in visit.bundles:
            half_days -= visit.half_days  # the same work: only what it takes longer is new
        first += visit.half_days
    return _has_seats(newcomer, range(first, first + half_days), standing, caps)


def _has_seats(newcomer: Newcomer, half_days: range, standing: list[StandingVisit], caps: Caps) -> bool:
    if half_days.stop > caps.half_days_per_day + 1:
        return False
    for half_day in half_days:
        there = _present(standing, half_day)
        if newcomer.department in there or newcomer.apart & there:
            return False
        if caps.departments_per_visit is not None and len(there) >= caps.departments_per_visit:
            return False
    return True


def _present(standing: list[StandingVisit], half_day: int) -> frozenset[str]:
    """Who is there; every department of a visit counts for its whole length, since no more is known."""
    visits = (v for v in standing if v.session <= half_day < v.session + v.half_days)
    return frozenset().union(*(visit.departments for visit in visits))


def _opened(
    newcomer: Newcomer, usable: list[date], standing: dict[date, list[StandingVisit]], caps: Caps
) -> Proposal | None:
    month: dict[tuple[int, int], int] = {}
    for day, visits in standing.items():
        month[day.year, day.month] = month.get((day.year, day.month), 0) + len(visits)
    for day in sorted(usable, key=lambda day: (day not in standing, day)):
        if caps.visits_per_month is not None and month.get((day.year, day.month), 0) >= caps.visits_per_month:
            continue
        session = _free_session(newcomer, standing.get(day, []), caps)
        if session is not None:
            return _new(day, session, day in standing)
    return None


def _free_session(newcomer: Newcomer, standing: list[StandingVisit], caps: Caps) -> int | None:
    """The first half-day at which a visit of its own can begin."""
    begun = {visit.session for visit in standing}
    held = {v.session + n for v in standing if v.held or newcomer.held for n in range(v.half_days)}
    for first in range(1, caps.half_days_per_day + 1):
        span = range(first, first + newcomer.half_days)
        if first not in begun and held.isdisjoint(span) and _has_seats(newcomer, span, standing, caps):
            return first
    return None


def _joined(newcomer: Newcomer, visit: StandingVisit) -> Proposal:
    if newcomer.bundle and newcomer.bundle in visit.bundles:
        why = ("与同一并办任务的检查合并", "joins the visit of its own bundle")
    else:
        why = ("加入该镇当日已有检查", "joins a visit that the township already has")
    return Proposal(visit.date, visit.session, visit.key, *why)


def _new(day: date, session: int, second: bool) -> Proposal:
    if second:
        why = ("同日另半天单独安排", "takes another half-day of a visit-day that is there already")
    else:
        why = ("窗口内无可并入的检查，新增一个检查日", "no visit in its window has room: a new visit-day")
    return Proposal(day, session, None, *why)
