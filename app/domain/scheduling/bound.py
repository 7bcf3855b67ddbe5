"""How few visit-days any plan could have: the proof that stands beside the plan."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.domain.scheduling.budget import Budget, Stop
from app.domain.scheduling.cpsat import Model, Term
from app.domain.scheduling.floors import Floor, count_days, find_floors
from app.domain.scheduling.left_out import days_without
from app.domain.scheduling.linear import LinearModel
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Instance, Unit, by_township, days_of, single_units

_ROUNDING = 1e-3
# A county of a thousand requests has some 40,000 pairs of a unit and a day, which take a second: years at
# once would take hours, and keep the floors as their bound.
_MOST_PAIRS = 1_000_000
_LEAST_EFFORT = 0.01  # a township's optimum in less is never proven: its model takes as long to write


def lower_bound(
    instance: Instance,
    days: list[int],
    unplaced: int,
    budget: Budget,
    alone: Sequence[Unit] | None = None,
    known: int | None = None,
) -> int:
    """No plan that leaves at most `unplaced` of the plannable requests out has fewer visit-days.

    Three relaxations, each only where the ones before leave a gap to the plan's `days` by township: the
    floors of each township's spans; the county's linear programme over days, teams and those floors; and
    each township's optimum by CP-SAT within `budget`, with all caps but without the teams that townships
    share, which then lifts the programme once more.
    A request that is left out saves its township at most one visit-day. `alone` are the requests on their
    own, where the caller has them; `known` is what `county_bound` has told of the same number left out.
    """
    units = alone or (single_units(instance) if unplaced else instance.units)
    townships = by_township(units)
    bounds = {township: count_days(instance, own) for township, own in townships.items()}
    total = sum(days)
    bound = max(sum(bounds.values()) - unplaced, known or 0)
    if bound < total and known is None:
        bound = max(bound, _relaxation(instance, townships, (bounds, unplaced), budget.stop))
    if bound < total and _tighten(instance, townships, bounds, days, (budget, bool(unplaced))):
        bound = max(bound, _relaxation(instance, townships, (bounds, unplaced), budget.stop))
    return max(min(bound, total), 0)


def county_bound(
    instance: Instance,
    unplaced: int,
    scarce: Mapping[int, int],
    stop: Stop | None = None,
    largest: float = math.inf,
) -> int:
    """The first two of the relaxations of `lower_bound`: what a search may hope for.

    `scarce` is how many of each department must stay out; where that is all that do, who they are counts.
    The programme is left out where the days of all units are more than `largest`.
    """
    units = single_units(instance) if unplaced else instance.units
    townships = by_township(units)
    bounds = {township: count_days(instance, own) for township, own in townships.items()}
    least = sum(bounds.values()) - unplaced
    if unplaced and sum(scarce.values()) == unplaced:
        least = days_without(instance, units, {one: out for one, out in scarce.items() if out})
    if sum(unit.allowed.bit_count() for unit in units) > largest:
        return max(least, 0)
    return max(least, _relaxation(instance, townships, (bounds, unplaced), stop))


def _tighten(
    instance: Instance,
    by_township: Mapping[int, Sequence[Unit]],
    bounds: dict[int, int],
    days: list[int],
    terms: tuple[Budget, bool],
) -> bool:
    """Raises the townships' bounds to their optima, where the budget finds them; True where it did."""
    before = sum(bounds.values())
    budget, may_be_absent = terms
    effort = budget.effort
    open_gaps = [
        township
        for township in sorted(bounds)
        if bounds[township] < days[township]
        and sum(unit.allowed.bit_count() for unit in by_township[township]) <= _MOST_PAIRS // 10
    ]
    if effort < _LEAST_EFFORT * len(open_gaps):
        return False
    for number, township in enumerate(open_gaps):
        share = effort / (len(open_gaps) - number)
        part = budget.of(min(4 * share, effort))
        bound, used = _optimum(instance, by_township[township], may_be_absent, part)
        bounds[township] = max(bounds[township], bound)
        effort = max(effort - used, 0.01)
    return sum(bounds.values()) > before


def _optimum(
    instance: Instance, units: Sequence[Unit], may_be_absent: bool, budget: Budget
) -> tuple[int, float]:
    """The township's fewest visit-days plus absent requests, or the bound proven so far; effort used."""
    model = Model()
    township = TownshipModel(model, instance, units)
    for variable in township.is_open.values():
        model.add_cost(variable, 1)
    for floor in find_floors(instance, units) if not may_be_absent else ():
        span = [(v, 1) for day, v in township.is_open.items() if floor.first <= day <= floor.last]
        model.limit(span, min(floor.need, len(span)), None)
    for unit in units:
        choices = township.choices(unit)
        if may_be_absent:
            absent = model.variable()
            choices.append(absent)
            model.add_cost(absent, 1)
        model.exactly_one(choices)
    answer = model.minimize(budget)
    return answer.bound, answer.effort


def _relaxation(
    instance: Instance,
    by_township: Mapping[int, Sequence[Unit]],
    least: tuple[Mapping[int, int], int],
    stop: Stop | None,
) -> int:
    """The linear relaxation over days and teams, rounded up; seats are in it as the townships' floors.

    The rows of seats themselves would multiply its size and, with the floors there, add nothing
    (measured).
    """
    if sum(unit.allowed.bit_count() for units in by_township.values() for unit in units) > _MOST_PAIRS:
        return 0
    bounds, unplaced = least
    county = _County(instance, unplaced)
    for township, units in by_township.items():
        county.add_township(units, bounds[township])
    county.add_teams()
    return math.ceil(county.model.minimum(stop) - _ROUNDING)


class _County:
    """Days, units and teams as a linear model, with absent units where some may be."""

    def __init__(self, instance: Instance, unplaced: int) -> None:
        self.instance = instance
        self.unplaced = unplaced
        self.model = LinearModel()
        self.comers: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.absent: list[tuple[int, int]] = []

    def add_township(self, units: Sequence[Unit], bound: int) -> None:
        """Its days, which meet the floors and the bound, and its units, each on one of them."""
        is_open = {day: self.model.variable(1) for day in days_of(_usable(units))}
        absent = {unit.index: self.model.variable() for unit in units} if self.unplaced else {}
        self.absent.extend((variable, 1) for variable in absent.values())
        for floor in find_floors(self.instance, units):
            inside = (1 << floor.last + 1) - (1 << floor.first)
            span = [variable for day, variable in is_open.items() if inside >> day & 1]
            stay = [(absent[u.index], _saved(u, floor)) for u in units if absent and not u.allowed & ~inside]
            need = floor.need if absent else min(floor.need, len(span))
            self.model.at_least([*((day, floor.excess) for day in span), *stay], floor.excess * need)
        everything = [*is_open.values(), *absent.values()]
        self.model.at_least(((variable, 1) for variable in everything), min(bound, len(everything)))
        self._add_units(units, is_open, absent)

    def _add_units(
        self, units: Sequence[Unit], is_open: Mapping[int, int], absent: Mapping[int, int]
    ) -> None:
        works: dict[tuple[int, int], list[Term]] = defaultdict(list)
        for unit in units:
            choices = [absent[unit.index]] if absent else []
            for day in days_of(unit.allowed):
                goes = self.model.variable()
                choices.append(goes)
                self.model.at_least([(is_open[day], 1), (goes, -1)], 0)
                for department, half_days in zip(unit.departments, unit.half_days, strict=True):
                    works[department, day].append((goes, half_days))
            self.model.at_least(((variable, 1) for variable in choices), 1)
        for key, terms in works.items():
            self.comers[key].append(self._any_of(terms))

    def _any_of(self, works: Sequence[Term]) -> int:
        """A department's coming, where any of its works is done that day: no more than fill the day."""
        if len(works) == 1:
            return works[0][0]
        comes = self.model.variable()
        for variable, _ in works:
            self.model.at_least([(comes, 1), (variable, -1)], 0)
        if sum(half_days for _, half_days in works) > self.instance.day_cap:
            spent = [(variable, -half_days) for variable, half_days in works]
            self.model.at_least([(comes, self.instance.day_cap), *spent], 0)
        return comes

    def add_teams(self) -> None:
        """No department is in more townships a day than it has teams; few requests stay out."""
        for (department, _), variables in self.comers.items():
            if len(variables) > self.instance.teams[department]:
                self.model.at_most(((v, 1) for v in variables), self.instance.teams[department])
        if self.absent:
            self.model.at_most(self.absent, self.unplaced)


def _saved(unit: Unit, floor: Floor) -> int:
    """What an absent unit takes off the floor's need, in shares of its excess."""
    return min(max(sum(unit.half_days), 1), floor.excess)


def _usable(units: Sequence[Unit]) -> int:
    days = 0
    for unit in units:
        days |= unit.allowed
    return days
