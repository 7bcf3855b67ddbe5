"""The local search: take a few visit-days apart, place their units better, keep what is no worse.

Ruin and recreate with simulated annealing (Schrimpf et al. 2000; Christiaens and Vanden Berghe 2020).
Its budget is counted in iterations and its seed comes with it, so that a plan can be repeated.
"""

import math
from collections.abc import Callable, Sequence
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.recreate import recreate
from app.domain.scheduling.units import Unit, days_before, days_of

Report = Callable[[float], bool]
"""Is told the progress as a share; answers True to stop early."""


def part(report: Report, begun: float, share: float) -> Report:
    """What a step of the work is told to: it begins at `begun` of the whole and makes up `share` of it."""
    return lambda done: report(begun + share * done)


# The objective's order as weights of one sum, apart enough that a plan never trades a higher goal for a
# lower one at the end, near enough that the search may do so on its way while it is hot.
_MISSING, _DAY, _VISIT, _MOVE, _LATE = 20.0, 1.0, 0.04, 0.002, 1e-7
_HOT, _COLD = 0.15, 0.01
_RUINED_DAYS = 3
_LAST_RESORT = (
    0.02  # how often a step searches all days for a unit without room, which costs more than a step
)
_REPORT_EVERY = 64
_LONGEST_WAY = 100_000  # steps away from the best plan met, which is kept as the way back to it


def start_plan(board: Board, random: Random) -> None:
    """The first plan: what must stay first (it weighs more), then the units with the fewest choices."""
    units = board.absent()
    most = len(board.instance.problem.requests)
    units.sort(key=lambda u: (u.weight <= most, u.allowed.bit_count(), u.allowed.bit_length(), u.index))
    for unit in units:
        only = days_before(unit.allowed) if unit.weight > most else -1
        day = unit.published[0] if unit.published else only
        visit = board.find(unit, day) if day >= 0 and board.feasible(unit) >> day & 1 else None
        if visit is not None:
            board.insert(unit, visit)
    recreate(board, [unit for unit in units if board.place[unit.index] is None], random)


def improve(board: Board, random: Random, iterations: int, report: Report) -> None:
    """Improves the board in place.

    Leaves it at the last plan met where that has as few absent units and visit-days as the best, so that
    the next search sets out from elsewhere; else at the best.
    """
    absent = best_absent = board.absent()
    current = best = cost_of(board)
    best_goals = board.missing, board.visit_days
    board.log.clear()
    for step in range(iterations):
        share = step / iterations
        if step % _REPORT_EVERY == 0 and report(share):
            break
        if len(board.log) > _LONGEST_WAY:
            board.undo(0)
            current, absent = best, best_absent
        mark = len(board.log)
        limit = current - _HOT * (_COLD / _HOT) ** share * math.log(1.0 - random.random())
        changed = _ruin_and_recreate(board, absent, random, limit)
        cost = cost_of(board)
        if changed is None or cost > limit:
            board.undo(mark)
            continue
        current, absent = cost, changed
        if cost < best - 1e-9:
            best, best_absent = cost, changed
            best_goals = board.missing, board.visit_days
            board.log.clear()
    if (board.missing, board.visit_days) > best_goals:
        board.undo(0)


def cost_of(board: Board) -> float:
    """The objective as one number: what is missing, days, visits, moves, lateness, each in its order."""
    return (
        _MISSING * board.missing
        + _DAY * board.visit_days
        + _VISIT * board.visit_count
        + _MOVE * board.moves
        + _LATE * board.lateness
    )


def _ruin_and_recreate(
    board: Board, absent: Sequence[Unit], random: Random, most_days: float
) -> list[Unit] | None:
    """One step; returns the units that are absent after it, None as soon as it has too many days."""
    removed: list[Unit] = []
    for township, days in _ruins(board, absent, random):
        for day in days:
            for visit in list(board.days[township][day].visits):
                removed.extend(visit.units)
    for unit in removed:
        board.remove(unit)
    units = _in_some_order([*absent, *removed], random)
    return recreate(board, units, random, _LAST_RESORT, most_days / _DAY)


def _in_some_order(units: list[Unit], random: Random) -> list[Unit]:
    """By deadline, from either end of time (exact for plain windows without caps), by choices, or at random.

    Blurred, since what one order misses another finds.
    """
    blur = {unit.index: random.random() for unit in units}
    way = random.random()
    if way < 0.35:
        return sorted(units, key=lambda u: (u.allowed.bit_length() + 10 * blur[u.index], u.index))
    if way < 0.7:
        return sorted(
            units, key=lambda u: (10 * blur[u.index] - (u.allowed & -u.allowed).bit_length(), u.index)
        )
    if way < 0.9:
        return sorted(units, key=lambda u: (u.allowed.bit_count() * (0.5 + blur[u.index]), u.index))
    return sorted(units, key=lambda u: blur[u.index])


def _ruins(board: Board, absent: Sequence[Unit], random: Random) -> list[tuple[int, list[int]]]:
    """The visit-days to take apart, by township."""
    if absent and random.random() < 0.5:
        return _around(board, random.choice(absent), random)
    township = random.randrange(len(board.open))
    days = list(days_of(board.open[township]))
    size = random.randint(min(1, len(days)), min(len(days), _RUINED_DAYS))
    first = random.randint(0, len(days) - size)
    return [(township, days[first : first + size])]


def _around(board: Board, unit: Unit, random: Random) -> list[tuple[int, list[int]]]:
    """What may stand in an absent unit's way: days of its township, and its departments' work elsewhere."""
    days = list(days_of(board.open[unit.township] & unit.allowed))
    ruins = [(unit.township, random.sample(days, min(len(days), 3)))]
    day = random.choice(list(days_of(unit.allowed)))
    elsewhere = {other for department in unit.departments for other in board.serving[department][day]}
    ruins.extend((other, [day]) for other in sorted(elsewhere - {unit.township})[:3])
    return ruins
