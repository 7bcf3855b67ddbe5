"""Turns requests into the units that are planned: what must go on one visit is one unit, days are bits.

A set of days is an integer whose bit k stands for the k-th open day, a set of departments likewise: one
AND answers "on which days could it go", which keeps the search fast in plain Python.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from app.domain.scheduling.problem import Problem, VisitPart, VisitRequest


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """Requests that go on one visit. `allowed` are its days, `length` its half-days."""

    index: int
    township: int
    requests: tuple[int, ...]
    departments: tuple[int, ...]
    half_days: tuple[int, ...]
    allowed: int
    length: int
    mask: int
    apart: int
    held: bool
    published: tuple[int, ...]
    weight: int

    def moves(self, day: int) -> int:
        """How many published requests move where the unit goes on that day."""
        return sum(1 for was in self.published if was != day)


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem in numbers; `departments` and `allowed` days are those of each request."""

    problem: Problem
    townships: tuple[str, ...]
    months: tuple[int, ...]
    teams: tuple[int, ...]
    departments: tuple[int, ...]
    allowed: tuple[int, ...]
    units: tuple[Unit, ...]
    day_cap: int
    department_cap: int
    month_cap: int
    max_moves: int


def build_instance(problem: Problem, groups: Iterable[Sequence[int]] | None = None) -> Instance:
    """Days, windows and departments as numbers, and the requests grouped into units.

    `groups`, where given, are the requests of each unit; else they are found by bundle and township.
    """
    townships = tuple(dict.fromkeys(request.township for request in problem.requests))
    allowed = tuple(allowed_days(problem))
    grouping = _Grouping(problem, townships, allowed)
    found = grouping.groups() if groups is None else groups
    month_cap = problem.caps.visits_per_month
    return Instance(
        problem=problem,
        townships=townships,
        months=tuple(day.year * 12 + day.month for day in problem.days),
        teams=tuple(department.teams for department in problem.departments),
        departments=tuple(grouping.number[request.department] for request in problem.requests),
        allowed=allowed,
        units=tuple(grouping.unit(index, group) for index, group in enumerate(found)),
        day_cap=problem.caps.half_days_per_day,
        department_cap=grouping.department_cap,
        month_cap=len(problem.requests) + 1 if month_cap is None else month_cap,
        max_moves=problem.max_moves,
    )


def days_before(mask: int) -> int:
    """How many days lie before the first of the set."""
    return (mask & -mask).bit_length() - 1


def single_units(instance: Instance, requests: Iterable[int] | None = None) -> list[Unit]:
    """Each request as a unit of its own, whose index is the request's; by default every plannable one.

    Of a department's repetitions of one work only the longest takes time.
    """
    if requests is None:
        requests = [request for unit in instance.units for request in unit.requests]
    singles = build_instance(instance.problem, [[request] for request in requests]).units
    units = {unit.requests[0]: replace(unit, index=unit.requests[0]) for unit in singles}
    for whole in instance.units:
        first: set[int] = set()
        for request in sorted(whole.requests, key=lambda i: -units[i].length if i in units else 0):
            if request not in units:
                continue
            (department,) = units[request].departments
            if department in first:
                units[request] = replace(units[request], half_days=(0,))
            first.add(department)
    return list(units.values())


def by_township(units: Iterable[Unit]) -> dict[int, list[Unit]]:
    """The units of each township that has any, in their order."""
    found: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        found[unit.township].append(unit)
    return found


def days_of(mask: int) -> Iterable[int]:
    """The days of a set, earliest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def allowed_days(problem: Problem) -> Iterable[int]:
    """Per request the days on which it may be planned: open, in its window, not closed or off, pinned."""
    bit = {day: 1 << index for index, day in enumerate(problem.days)}
    everything = (1 << len(problem.days)) - 1
    closed = {name: sum(bit.get(day, 0) for day in days) for name, days in problem.closed.items()}
    off = {item.id: sum(bit.get(day, 0) for day in item.off) for item in problem.departments}
    for request in problem.requests:
        mask = (1 << bisect_right(problem.days, request.latest)) - 1
        mask &= -1 << bisect_left(problem.days, request.earliest)
        if request.days is not None:
            mask &= sum(bit.get(day, 0) for day in request.days)
        mask &= everything & ~closed.get(request.township, 0) & ~off[request.department]
        if request.half_days > problem.caps.half_days_per_day:
            mask = 0
        if problem.is_pinned(request.id):
            mask &= bit.get(problem.published[request.id], 0)
        yield mask


class _Grouping:
    """Groups the requests of each bundle and township into as few units as windows and caps allow."""

    def __init__(self, problem: Problem, townships: Sequence[str], allowed: Sequence[int]) -> None:
        self.problem = problem
        self.allowed = allowed
        self.township = {name: index for index, name in enumerate(townships)}
        self.number = {department.id: index for index, department in enumerate(problem.departments)}
        day = {day: index for index, day in enumerate(problem.days)}
        self.published = [
            day.get(problem.published[request.id], -1) if request.id in problem.published else None
            for request in problem.requests
        ]
        cap = problem.caps.departments_per_visit
        self.department_cap = len(problem.departments) if cap is None else cap
        self.led = {(r.township, r.bundle) for r in problem.requests if r.lead and r.bundle and not r.held}
        self.foes: dict[int, int] = defaultdict(int)
        for one, other in problem.apart:
            self.foes[self.number[one]] |= 1 << self.number[other]
            self.foes[self.number[other]] |= 1 << self.number[one]

    def groups(self) -> Iterable[list[int]]:
        """By township, bundle and latest day; a request that no day allows belongs to none."""
        requests = self.problem.requests
        alive = [index for index, mask in enumerate(self.allowed) if mask and self.department_cap]

        companies = self._companies()
        bundles: dict[str, int] = {}

        def key(index: int) -> tuple[int, str, int, int]:
            request = requests[index]
            company = companies.get(index, "")
            alone = -1 if (request.bundle and not request.held) or company else index
            bundle = -1 if company else bundles.setdefault(request.bundle, len(bundles))
            return self.township[request.township], company, bundle, alone

        for (_, company, _, _), members in groupby(sorted(alive, key=key), key):
            by_latest = sorted(members, key=lambda i: (self.allowed[i].bit_length(), i))
            yield from self._first_fit(by_latest, bool(company))

    def _companies(self) -> dict[int, str]:
        """The published date that names the company of each request that is pinned to it."""
        pinned: set[tuple[str, date]] = set()
        problem = self.problem
        for request in problem.requests:
            if problem.pins.get(request.id) in ("company", "both"):
                pinned.add((request.township, problem.published[request.id]))
        return {
            index: day.isoformat()
            for index, request in enumerate(problem.requests)
            if (day := problem.published.get(request.id)) is not None
            and (request.township, day) in pinned
            and not request.held
        }

    def _first_fit(self, members: list[int], is_company: bool) -> list[list[int]]:
        """First fit by latest day: for plain windows the fewest groups (greedy stabbing is exact there).

        Where the bundle has a lead, who cannot go with it belongs to no group, unless it is published; and
        what is published without it takes along nobody who is not.
        """
        leads = [member for member in members if self._request(member).lead and not is_company]
        first = self._request(members[0])
        is_led = (first.township, first.bundle) in self.led and not first.held and not is_company
        groups: list[list[int]] = []
        for member in [*leads, *(member for member in members if member not in leads)]:
            needs_lead = is_led and member not in leads and self.published[member] is None
            for group in groups:
                if (group[0] in leads or not needs_lead) and self._go_together([*group, member], is_company):
                    group.append(member)
                    break
            else:
                if not needs_lead:
                    groups.append([member])
        return groups

    def _go_together(self, group: list[int], is_company: bool) -> bool:
        """True where some day allows all, the caps do, and no published date must move for it.

        A company may move: it was published together, and does so together.
        """
        if is_company and self.unit(0, group).length > self.problem.caps.half_days_per_day:
            return False
        allowed, departments, foes = -1, 0, 0
        for member in group:
            number = self.number[self._request(member).department]
            allowed &= self.allowed[member]
            departments |= 1 << number
            foes |= self.foes[number]
        published = {day for day in map(self.published.__getitem__, group) if day is not None}
        if not is_company and any(
            published != {day} or day < 0 or not allowed >> day & 1 for day in published
        ):
            return False
        return bool(allowed) and departments.bit_count() <= self.department_cap and not departments & foes

    def _request(self, index: int) -> VisitRequest:
        return self.problem.requests[index]

    def unit(self, index: int, group: Sequence[int]) -> Unit:
        """The unit of these requests; a department's own repetitions of one work count once."""
        works: dict[tuple[int, str], int] = {}
        allowed, foes = -1, 0
        for member in group:
            request = self._request(member)
            number = self.number[request.department]
            work = number, request.bundle or request.id
            works[work] = max(works.get(work, 0), request.half_days)
            allowed &= self.allowed[member]
            foes |= self.foes[number]
        half_days: dict[int, int] = defaultdict(int)
        for (number, _), needed in works.items():
            half_days[number] += needed
        first = self._request(group[0])
        parts = sum(isinstance(self._request(member), VisitPart) for member in group)
        kept = tuple(day for day in map(self.published.__getitem__, group) if day is not None)
        return Unit(
            index=index,
            township=self.township[first.township],
            requests=tuple(group),
            departments=tuple(sorted(half_days)),
            half_days=tuple(half_days[number] for number in sorted(half_days)),
            allowed=allowed,
            length=max(half_days.values()),
            mask=sum(1 << number for number in half_days),
            apart=foes,
            held=first.held,
            published=kept,
            weight=len(group) + (len(kept) + parts) * len(self.problem.requests),
        )
