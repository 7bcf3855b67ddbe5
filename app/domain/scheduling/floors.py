"""How many visit-days each span of days needs at least: seats and windows counted, one township at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from app.domain.scheduling.units import Instance, Unit, days_before

_MOST_FLOORS = 4_000  # of a township: forty or more for each day of a quarter, of which few are met


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

    A window needs one day; windows whose half-days fill more than n days' seats, or more than n days of one
    department, need n + 1. Quadratic in the days, linear in the units. Of years of full days, where there
    would be millions, the shortest spans: what is left out makes no floor wrong, only the rest weaker.
    """
    counter = _Counter(instance.department_cap * instance.day_cap, instance.day_cap)
    windows: dict[int, dict[int, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for unit in units:
        windows[unit.allowed.bit_length() - 1][days_before(unit.allowed)].append(unit)
    floors: list[Floor] = []
    begun: dict[int, list[Unit]] = defaultdict(list)
    known: dict[int, int] = {}
    most = max(_MOST_FLOORS // max(len(windows), 1), 1)
    for last in sorted(windows):
        for first, own in windows[last].items():
            begun[first] += own
        found = list(islice(_of_span(begun, last, counter, known), most))
        known |= {floor.first: floor.need for floor in found}
        floors += found
    return floors


def _of_span(
    begun: Mapping[int, Sequence[Unit]], last: int, counter: "_Counter", known: Mapping[int, int]
) -> Iterable[Floor]:
    """The spans that end on the day `last`, from the shortest: each where one more day is needed.

    `known` is what the spans that begin on each day, and end before, are known to need.
    """
    counter.clear()
    told = implied = 0
    for first in sorted(begun, reverse=True):
        for unit in begun[first]:
            counter.add(unit)
        implied = max(implied, known.get(first, 0))
        if counter.need > told:
            told = counter.need
            if implied < told:
                yield Floor(first, last, told, counter.excess)


class _Counter:
    """How many days some units need, by seats and by departments; `excess` as of a floor."""

    def __init__(self, seats: int, half_days: int) -> None:
        self._seats, self._half_days = seats, half_days
        self.clear()

    def clear(self) -> None:
        """No units."""
        self._load = 0
        self._loads: dict[int, int] = defaultdict(int)
        self.need = self.excess = 0

    def add(self, unit: Unit) -> None:
        """One unit more; a held one has its half-days to itself."""
        size = self._seats // self._half_days * unit.length if unit.held else sum(unit.half_days)
        self._load += max(size, 1)
        self._count(self._load, self._seats)
        for department, half_days in zip(unit.departments, unit.half_days, strict=True):
            self._loads[department] += half_days
            self._count(self._loads[department], self._half_days)

    def _count(self, load: int, room: int) -> None:
        need = -(-load // room)
        excess = load - room * (need - 1)
        if need > self.need:
            self.need, self.excess = need, excess
        elif need == self.need:
            self.excess = max(self.excess, excess)


def floor_days(floors: Sequence[Floor], usable: int) -> int:
    """A smallest set of the `usable` days that meets the floors: as late as possible, by the spans' ends.

    Exact for spans (they are totally unimodular); a span with too few usable days takes all it has.
    """
    chosen = 0
    for floor in floors:
        span = (1 << floor.last + 1) - (1 << floor.first)
        missing = floor.need - (chosen & span).bit_count()
        left = usable & span & ~chosen
        while missing > 0 and left:
            latest = 1 << left.bit_length() - 1
            chosen |= latest
            left ^= latest
            missing -= 1
    return chosen


def fewest_days(floors: Sequence[Floor], usable: int) -> int:
    """How few of the `usable` days meet the floors."""
    return floor_days(floors, usable).bit_count()


def count_days(instance: Instance, units: Sequence[Unit]) -> int:
    """The fewest visit-days that the windows and seats of a township's units allow."""
    usable = 0
    for unit in units:
        usable |= unit.allowed
    return fewest_days(find_floors(instance, units), usable)
