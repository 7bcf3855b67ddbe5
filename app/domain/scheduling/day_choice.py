"""One township's side of the negotiation: the days it would have at the present prices, and who goes when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from random import Random

import numpy as np

from app.domain.scheduling.board import Board
from app.domain.scheduling.crowding import Cell, Crowding, Numbers
from app.domain.scheduling.floors import find_floors, floor_days
from app.domain.scheduling.seating import alone, seat_all
from app.domain.scheduling.transport import cheapest_days
from app.domain.scheduling.units import Instance, Unit, days_of

DEAREST = 1 << 30
"""The cost of a day that a unit must not have; above all prices, below what sums of it would overflow."""
_SWAPS = 3


def may_be_spared(unit: Unit) -> bool:
    """True where the unit could stay out for another of its department."""
    return len(unit.departments) == 1 and len(unit.requests) == 1 and not unit.published


class DayChoice:
    """A township's visit-days `days`, its units' days `place` (the day after the last: stays out; OUT: no
    seat anywhere), and `cells`, the department-days that it so has. `fewest` is how few its floors allow.
    """

    def __init__(
        self, instance: Instance, units: Sequence[Unit], spare: Sequence[int], out: Collection[int]
    ) -> None:
        self.instance, self.units = instance, units
        self.out = len(instance.months)
        may_stay_out = [may_be_spared(unit) and spare[unit.departments[0]] > 0 for unit in units]
        most = max(len(unit.departments) for unit in units)
        self._departments = np.full((len(units), most), len(instance.teams), dtype=np.int64)
        self._forbidden = np.full((len(units), self.out + 1), DEAREST, dtype=np.int64)
        usable = 0
        for number, unit in enumerate(units):
            usable |= unit.allowed
            self._departments[number, : len(unit.departments)] = unit.departments
            self._forbidden[number, list(days_of(unit.allowed))] = 0
        self._forbidden[:, self.out] = 0
        self._may_stay_out = np.array(may_stay_out)
        self._refusal = np.where(self._may_stay_out, 0, REFUSAL).astype(np.int64)
        self._usable = np.zeros(self.out + 1, dtype=bool)
        self._usable[list(days_of(usable))] = True
        self._months = np.array([*instance.months, -1])
        must_go = [unit for unit in units if unit.index not in out]
        floors = find_floors(instance, must_go)
        self._spans = np.zeros((len(floors), self.out + 1), dtype=np.int64)
        for row, floor in enumerate(floors):
            self._spans[row, floor.first : floor.last + 1] = 1
        self._needs = np.array([floor.need for floor in floors], dtype=np.int64)
        self._short = np.full(len(floors), REFUSAL, dtype=np.int64)
        self.days = list(days_of(floor_days(floors, usable)))
        self.fewest = len(self.days)
        self.place = [OUT] * len(units)
        siblings: dict[int, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            for department in unit.departments:
                siblings[department].append(number)
        self._siblings = [(d, numbers) for d, numbers in siblings.items() if len(numbers) > 1]
        self._sizes = [max(sum(unit.half_days), 1) for unit in units]
        self._alone = alone(instance, units)
        self._dear = np.zeros(self.out + 1, dtype=np.int64)
        self.seatless = 0
        self.cells: list[Cell] = []

    @property
    def size(self) -> int:
        """How many costs it looks at: one for each unit and day."""
        return self._forbidden.size

    def choose(self, crowding: Crowding, noise: Numbers, random: Random) -> None:
        """Swaps its days for cheaper ones while that gains, seats its units, and has the cells of that.

        `noise`, `size` small numbers, decides between days of one price.
        """
        crowding.add(self.cells, -1)
        costs = self._costs(crowding) + noise.reshape(self._forbidden.shape)
        costs_of_groups, groups = self._join(costs, crowding, random)
        for _ in range(_SWAPS):
            swap = self._best_swap(costs_of_groups)
            if swap is None:
                break
            gone, come = swap
            self.days[self.days.index(gone)] = come
        self._seat(costs, self._prefer(costs_of_groups, groups))
        crowding.add(self.cells, 1)

    def add_day(self, crowding: Crowding) -> bool:
        """The day that lowers the township's costs most; False where it has every day already."""
        crowding.add(self.cells, -1)
        costs = self._costs(crowding)
        crowding.add(self.cells, 1)
        best = costs[:, [*self.days, self.out]].min(axis=1)
        totals = self._open_to(np.minimum(best[:, None], costs).sum(axis=0), None)
        day = int(totals.argmin())
        if totals[day] >= _NEVER:
            return False
        self.days.append(day)
        return True

    def drop_day(self, crowding: Crowding) -> None:
        """The day that is missed least."""
        crowding.add(self.cells, -1)
        costs = self._costs(crowding)
        crowding.add(self.cells, 1)

        def without(day: int) -> int:
            rest = [other for other in self.days if other != day]
            return int(costs[:, [*rest, self.out]].min(axis=1).sum())

        self.days.remove(min(self.days, key=without))

    def _costs(self, crowding: Crowding) -> Numbers:
        prices = crowding.prices()
        costs: Numbers = prices[self._departments].sum(axis=1)
        costs += self._forbidden
        costs += self._dear
        costs[:, self.out] *= self._may_stay_out
        costs[:, self.out] += self._refusal
        return costs

    def _join(self, costs: Numbers, crowding: Crowding, random: Random) -> tuple[Numbers, list[list[int]]]:
        """The costs where some units of a department count as one, which pays its price once; who is one."""
        groups = [[number] for number in range(len(costs))]
        costs, prices = costs.copy(), crowding.prices()
        for department, numbers in self._siblings:
            first, load, allowed = -1, 0, 0
            for number in random.sample(numbers, len(numbers)):
                if not groups[number]:
                    continue
                unit = self.units[number]
                half_days = unit.half_days[unit.departments.index(department)]
                together = first >= 0 and self.place[first] == self.place[number]
                if (
                    first >= 0
                    and load + half_days <= self.instance.day_cap
                    and allowed & unit.allowed
                    and random.random() < (TOGETHER if together else APART)
                ):
                    costs[first] += costs[number]
                    costs[first] -= prices[department]
                    groups[first] += groups[number]
                    groups[number] = []
                    load += half_days
                    allowed &= unit.allowed
                else:
                    first, load, allowed = number, half_days, unit.allowed
        kept = [number for number, group in enumerate(groups) if group]
        return costs[kept], [groups[number] for number in kept]

    def _prefer(self, costs: Numbers, groups: Sequence[Sequence[int]]) -> list[int]:
        """The day on which each unit goes at the least cost of all, seats counted."""
        sizes = np.array([sum(self._sizes[number] for number in group) for group in groups], dtype=np.int64)
        seats = self.instance.department_cap * self.instance.day_cap
        days = [*self.days, self.out]
        preferred = [self.out] * len(self.units)
        for group, column in zip(groups, cheapest_days(costs[:, days], sizes, seats), strict=True):
            for number in group:
                preferred[number] = days[column]
        return preferred

    def _best_swap(self, costs: Numbers) -> tuple[int, int] | None:
        """One of its days for another: the pair that gains most, where one gains."""
        now = costs[:, [*self.days, self.out]]
        held = self._spans[:, self.days].sum(axis=1) - self._needs
        best, swap = int(now.min(axis=1).sum()) - int(self._short @ np.minimum(held, 0)), None
        for number, day in enumerate(self.days):
            rest = np.delete(now, number, axis=1).min(axis=1)
            totals = np.minimum(rest[:, None], costs).sum(axis=0)
            left = held - self._spans[:, day]
            if (left < 0).any():
                totals -= self._short @ np.minimum(left[:, None] + self._spans, 0)
            totals = self._open_to(totals, day)
            cheapest = int(totals.argmin())
            if totals[cheapest] < best:
                best, swap = int(totals[cheapest]), (day, cheapest)
        return swap

    def _open_to(self, totals: Numbers, instead_of: int | None) -> Numbers:
        """The totals, with what is no new day of the township, or one of a full month, put out of reach."""
        totals[~self._usable] = _NEVER
        totals[self.days] = _NEVER
        months = [self.instance.months[day] for day in self.days if day != instead_of]
        for month in set(months):
            if months.count(month) >= self.instance.month_cap:
                totals[self._months == month] = _NEVER
        return totals

    def _seat(self, costs: Numbers, preferred: Sequence[int]) -> None:
        choices = costs[:, self.days]
        stays_out = self._may_stay_out & (np.array(preferred) == self.out)
        choices[stays_out] = DEAREST
        options = [
            sorted(
                (cost if day != preferred[number] else -1, day)
                for cost, day in zip(row, self.days, strict=True)
                if cost < DEAREST
            )
            for number, row in enumerate(choices.tolist())
        ]
        board = Board(self._alone)
        seat_all(board, options, DEAREST)
        may_stay_out = self._may_stay_out.tolist()
        self.place = [
            visit.day.index if visit is not None else self.out if may_stay_out[number] else OUT
            for number, visit in enumerate(board.place)
        ]
        self._have()
        self._raise_dear()

    def adopt(self, places: Sequence[int | None], crowding: Crowding) -> None:
        """Has these days from now on, None where a unit is absent."""
        crowding.add(self.cells, -1)
        absent = [self.out if may else OUT for may in self._may_stay_out.tolist()]
        self.place = [absent[number] if day is None else day for number, day in enumerate(places)]
        self.days = sorted({day for day in places if day is not None})
        self._have()
        crowding.add(self.cells, 1)

    def _have(self) -> None:
        self.seatless = self.place.count(OUT)
        comes: set[Cell] = set()
        stays: list[Cell] = []
        for unit, day in zip(self.units, self.place, strict=True):
            if day == self.out:
                stays.append((unit.departments[0], day))
            elif day != OUT:
                comes.update((department, day) for department in unit.departments)
        self.cells = [*sorted(comes), *stays]

    def _raise_dear(self) -> None:
        """Days on which somebody finds no seat get dearer for all of the township."""
        self._dear = self._dear * 9 // 10
        held = self._spans[:, self.days].sum(axis=1)
        self._short[held < self._needs] += REFUSES
        for number, place in enumerate(self.place):
            if place == OUT:
                self._refusal[number] += REFUSES
                wanted = [day for day in self.days if self._forbidden[number, day] == 0]
                self._dear[wanted] += DEAR


DEAR = 20
TOGETHER, APART = 0.95, 0.5
REFUSAL, REFUSES = 3000, 300
OUT = -1
"""Instead of a day: the unit has none."""
_NEVER = 1 << 60
