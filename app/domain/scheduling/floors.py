"""How many visit-days each span of days needs at least: seats and windows counted, one township at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.scheduling.units import Instance, Unit, days_of


class Floor(NamedTuple):
    """The days from `first` to `last` hold at least `need` visit-days of the township.

    `excess` is the half-days that must go for one day less.
    """

    first: int
    last: int
    need: int
    excess: int


def find_floors(instance: Instance, units: Sequence[Unit]) -> list[Floor]:
    """What the windows inside each span demand, ordered by the span's end; none that another implies.

    A window needs one day; windows whose half-days fill more than n days' seats need n + 1. Quadratic in
    the days, linear in the units.
    """
    seats = instance.department_cap * instance.day_cap
    loads: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit in units:
        first, last = (unit.allowed & -unit.allowed).bit_length() - 1, unit.allowed.bit_length() - 1
        loads[last][first] += max(sum(unit.half_days), 1)
    floors: list[Floor] = []
    begun: dict[int, int] = defaultdict(int)
    for last in sorted(loads):
        for first, load in loads[last].items():
            begun[first] += load
        floors.extend(_of_span(begun, last, seats, floors))
    return floors


def _of_span(begun: dict[int, int], last: int, seats: int, known: Sequence[Floor]) -> Iterable[Floor]:
    """The spans that end on the day `last`, from the shortest: each where one more day is needed."""
    load = told = 0
    for first in sorted(begun, reverse=True):
        load += begun[first]
        need = -(-load // seats)
        if need > told:
            told = need
            if not any(one.first >= first and one.need >= need for one in known):
                yield Floor(first, last, need, load - seats * (need - 1))


def fewest_days(floors: Sequence[Floor], usable: int) -> int:
    """The fewest of the `usable` days that meet the floors: as late as possible, by the spans' ends.

    Exact for spans (they are totally unimodular); a span with too few usable days takes all it has.
    """
    chosen = 0
    for floor in floors:
        span = (1 << floor.last + 1) - (1 << floor.first)
        missing = floor.need - (chosen & span).bit_count()
        for day in reversed(list(days_of(usable & span & ~chosen))):
            if missing <= 0:
                break
            chosen |= 1 << day
            missing -= 1
    return chosen.bit_count()
