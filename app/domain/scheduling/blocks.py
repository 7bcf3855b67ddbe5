"""What keeps a request from each single day of its window, and the smallest set that keeps it from all."""

from collections.abc import Mapping
from itertools import combinations
from typing import Literal

from app.domain.scheduling.board import Board
from app.domain.scheduling.day import Day, Visit
from app.domain.scheduling.units import Instance, Unit

Kind = Literal["closed", "off", "team", "month", "seats"]
"""A closed day of the township, an off day of the department, its teams, the visits of the month, the seats
and half-days of the day. In the order in which they are told."""
KINDS: tuple[Kind, ...] = ("closed", "off", "team", "month", "seats")


def blocks_of_day(instance: Instance, board: Board, unit: Unit, day: int) -> frozenset[Kind]:
    """What keeps the unit from that day on the finished board, whatever its window; empty where it fits."""
    problem = instance.problem
    date = problem.days[day]
    found: set[Kind] = set()
    if date in problem.closed.get(instance.townships[unit.township], ()):
        found.add("closed")
    bit = 1 << day
    for department in unit.departments:
        if date in problem.departments[department].off:
            found.add("off")
        if not (board.free[department] | board.there[unit.township][department]) & bit:
            found.add("team")
    found |= _blocks_of_township(instance, board, unit, day)
    return frozenset(found)


def smallest_set(blocks: Mapping[int, frozenset[Kind]]) -> tuple[Kind, ...]:
    """The fewest kinds that block every day; empty where a day is not blocked or there is none."""
    for size in range(1, len(KINDS) + 1):
        for kinds in combinations(KINDS, size):
            if blocks and all(found & set(kinds) for found in blocks.values()):
                return kinds
    return ()


def _blocks_of_township(instance: Instance, board: Board, unit: Unit, day: int) -> set[Kind]:
    seats = instance.department_cap
    standing = board.days[unit.township].get(day) or Day(unit.township, day, instance.day_cap)
    if not unit.held and any(not v.units[0].held and v.has_room(unit, seats) for v in standing.visits):
        return set()
    taken = {visit.session for visit in standing.visits}
    free = (Visit(standing, session) for session in range(instance.day_cap) if session not in taken)
    if not any(visit.has_room(unit, seats) for visit in free):
        return {"seats"}
    full = board.month[unit.township][instance.months[day]] >= instance.month_cap
    return {"month"} if full else set()
