"""Gives visits that last several days their days first, so that all others are planned around them.

A visit of more half-days than a day has takes as many consecutive working days as it needs. Each becomes a
request of its own, fixed to its day (`VisitPart`), so that board, search and solver know days alone. The
rejected alternative, units of several days in every one of them, would have made all of them slower.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.scheduling.problem import Problem, VisitPart, VisitRequest
from app.domain.scheduling.units import Instance, Unit, allowed_days, build_instance, days_of

Starts = Mapping[int, int]
"""By request (index) the first day of its visit; or, as a set of days, those on which it could begin."""


def lengths(request: VisitRequest, half_days_per_day: int) -> tuple[int, ...]:
    """The half-days of each of its days: full ones, then what remains."""
    return day_lengths(request.half_days, half_days_per_day)


def day_lengths(half_days: int, half_days_per_day: int) -> tuple[int, ...]:
    """The half-days of each day of a visit of so many: full ones, then what remains."""
    if half_days <= half_days_per_day or half_days_per_day < 1:
        return (half_days,)
    whole, rest = divmod(half_days, half_days_per_day)
    return (half_days_per_day,) * whole + ((rest,) if rest else ())


def possible_starts(problem: Problem) -> dict[int, int]:
    """The visits that last several days, and the set of days on which each could begin, others apart.

    All its days are open, in the window, and neighbours in the instance's working days: only days that are
    no working days for anybody may lie between.
    """
    cap = problem.caps.half_days_per_day
    long = [i for i, request in enumerate(problem.requests) if 0 < cap < request.half_days]
    short = tuple(replace(problem.requests[index], half_days=1) for index in long)
    starts = dict(zip(long, allowed_days(replace(problem, requests=short, published={})), strict=True))
    for index in long:
        allowed, request = starts[index], problem.requests[index]
        needed = -(-request.half_days // cap)
        if needed > len(problem.days):
            starts[index] = 0
            continue
        for later in range(1, needed):
            starts[index] &= allowed >> later
        if problem.is_pinned(request.id):
            starts[index] &= _day_mask(problem, request)
    return starts


def take_apart(problem: Problem, chosen: Starts) -> tuple[Problem, dict[str, str]]:
    """The problem with each chosen visit as one request a day, and whose day each of these is (by id).

    Its bundle meets it on its first day. Moves of the chosen are taken off the budget.
    """
    names = {request.id for request in problem.requests}
    requests: list[VisitRequest] = []
    owners: dict[str, str] = {}
    moves = 0
    for index, request in enumerate(problem.requests):
        if index not in chosen:
            requests.append(request)
            continue
        first = problem.days[chosen[index]]
        moves += problem.published.get(request.id, first) != first
        for number, half_days in enumerate(lengths(request, problem.caps.half_days_per_day)):
            day = problem.days[chosen[index] + number]
            name = _unused(f"{request.id}\n{number}", names)
            owners[name] = request.id
            requests.append(
                VisitPart(
                    name,
                    request.department,
                    request.township,
                    day,
                    day,
                    half_days,
                    bundle="" if number else request.bundle,
                    lead=request.lead and not number,
                    held=request.held,
                )
            )
    return replace(problem, requests=tuple(requests), max_moves=problem.max_moves - moves), owners


def relaxed(problem: Problem, starts: Starts) -> tuple[Instance, int]:
    """What any plan must do at least, for the bound; and the most days that one visit has.

    Every request alone, leads forgotten; of a visit of several days each on any day that it could be. A
    department's repetitions of one work count once.
    """
    requests: list[VisitRequest] = []
    names = {request.id for request in problem.requests}
    most = 1
    for index, request in enumerate(problem.requests):
        if not starts.get(index):
            requests.append(replace(request, lead=False))
            continue
        parts = lengths(request, problem.caps.half_days_per_day)
        most = max(most, len(parts))
        for number, half_days in enumerate(parts):
            days = frozenset(problem.days[day] for day in days_of(starts[index] << number))
            part = replace(request, days=days, half_days=half_days, lead=False)
            name = _unused(f"{request.id}\n{number}", names)
            requests.append(replace(part, id=name, bundle="" if number else request.bundle))
    loose = replace(problem, requests=tuple(requests))
    seats = problem.caps.departments_per_visit
    alive = [index for index, mask in enumerate(allowed_days(loose)) if mask and seats != 0]
    instance = build_instance(loose, [[index] for index in alive])
    return replace(instance, units=_count_works_once(instance)), most


def _count_works_once(instance: Instance) -> tuple[Unit, ...]:
    seen: set[tuple[str, str, str]] = set()
    units = []
    for unit in sorted(instance.units, key=lambda unit: -unit.length):
        request = instance.problem.requests[unit.requests[0]]
        work = request.township, request.department, request.bundle
        units.append(replace(unit, half_days=(0,)) if request.bundle and work in seen else unit)
        seen.add(work)
    return tuple(sorted(units, key=lambda unit: unit.index))


def _day_mask(problem: Problem, request: VisitRequest) -> int:
    published = problem.published.get(request.id)
    return sum(1 << index for index, day in enumerate(problem.days) if day == published)


def _unused(name: str, names: set[str]) -> str:
    while name in names:
        name += "\n"
    return name
