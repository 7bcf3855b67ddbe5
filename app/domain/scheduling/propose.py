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
    """The new request in one township. `teams` and `busy` (other townships served, by day) are its department's."""

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
    if newcomer.held or visit.held or newcomer.apart & visit.departments:
        return False
    cap = caps.departments_per_visit
    if cap is not None and len(visit.departments | {newcomer.department}) > cap:
        return False
    same_work = newcomer.bundle and newcomer.bundle in visit.bundles
    if newcomer.department in visit.departments and not same_work:
        # its team is busy with its other work on this visit, for as long as the visit may last
        length = visit.half_days + newcomer.half_days
    else:
        length = max(visit.half_days, newcomer.half_days)
    later = [other.session for other in standing if other.session > visit.session]
    return visit.session + length <= min([*later, caps.half_days_per_day + 1])


def _opened(
    newcomer: Newcomer, usable: list[date], standing: dict[date, list[StandingVisit]], caps: Caps
) -> Proposal | None:
    month: dict[tuple[int, int], int] = {}
    for day, visits in standing.items():
        month[day.year, day.month] = month.get((day.year, day.month), 0) + len(visits)
    for day in sorted(usable, key=lambda day: (day not in standing, day)):
        if caps.visits_per_month is not None and month.get((day.year, day.month), 0) >= caps.visits_per_month:
            continue
        session = _free_session(newcomer.half_days, standing.get(day, []), caps.half_days_per_day)
        if session is not None:
            return _new(day, session, day in standing)
    return None


def _free_session(half_days: int, standing: list[StandingVisit], per_day: int) -> int | None:
    taken = {visit.session + n for visit in standing for n in range(visit.half_days)}
    for first in range(1, per_day - half_days + 2):
        if not taken.intersection(range(first, first + half_days)):
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
