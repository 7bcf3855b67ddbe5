"""The fewest requests that must stay without a visit, with the proof: CP-SAT over the whole county."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import Budget
from app.domain.scheduling.cpsat import Answer, Model
from app.domain.scheduling.floors import count_days
from app.domain.scheduling.follow import in_packing_order
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Instance, Unit, build_instance, by_township, days_of, single_units

_MOST_LOOKS = 400_000  # at a unit, to tell who saves its township a day: beyond, whoever is absent stays out


@dataclass(frozen=True, slots=True)
class Fewest:
    """`days[request]` for every request that is placed; no plan leaves out less than `bound` (in weight).

    Any plan leaves out at least `scarce[d]` of each department d, whatever the others do.
    """

    days: dict[int, int]
    bound: int
    scarce: dict[int, int]


def find_fewest(instance: Instance, board: Board, budget: Budget) -> Fewest:
    """A plan that leaves less out than the board's, or the proof that there is none.

    First each department that lacks a day is looked at alone, which is quick and most often the proof;
    then, where that leaves a gap, the whole county. A published request weighs more than all that are
    not, so none gives way to them.
    """
    alone = least_alone(instance, board, budget)
    bound = sum(alone.values())
    if bound < board.missing:
        county = _County(instance, board, single_units(instance))
        county.leave_out_at_least(alone)
        answer = county.model.minimize(budget)
        bound = max(bound, answer.bound)
        if answer.values:
            return Fewest(county.days(answer), bound, alone)
    return Fewest(_days(instance, board), bound, alone)


def least_alone(instance: Instance, board: Board, budget: Budget) -> dict[int, int]:
    """What each department must leave out, in weight, whatever the others do: of those that the board has
    leave out anything. Each takes a tenth of the budget at most.
    """
    units = single_units(instance)
    part = budget.of(budget.effort / 10)
    alone: dict[int, int] = {}
    for department in sorted({instance.departments[i] for unit in board.absent() for i in unit.requests}):
        own = [unit for unit in units if unit.departments == (department,)]
        alone[department] = _County(instance, board, own).model.minimize(part).bound
    return alone


def choose_who_stays_out(
    instance: Instance, board: Board, scarce: Mapping[int, int], budget: Budget
) -> set[int]:
    """As many units of each `scarce` department as must stay out, and where it can be had, such that save
    their township a visit-day; with anybody less of it, the department's others all find days.

    Units of several requests are not among them.
    """
    units, townships = single_units(instance), by_township(instance.units)
    days = {township: count_days(instance, own) for township, own in townships.items()}
    of_request = {unit.requests[0]: unit for unit in instance.units if len(unit.requests) == 1}
    out: set[int] = set()
    for department in sorted(scarce):
        own = [one for one in units if one.departments == (department,)]
        if sum(len(townships.get(one.township, ())) for one in own) > _MOST_LOOKS:
            out |= {unit.index for unit in board.absent() if unit.departments == (department,)}
            continue
        county = _County(instance, board, own)
        for one in own:
            whole = of_request.get(one.index)
            rest = [unit for unit in townships[one.township] if unit is not whole]
            saves = whole is not None and count_days(instance, rest) < days[one.township]
            county.model.add_cost(county.absent[one.index], one.weight * len(own) - saves)
        answer = county.model.minimize(budget)
        out |= {
            of_request[request].index
            for request, variable in county.absent.items()
            if request in of_request and answer.values and answer.values[variable]
        }
    return out


def _days(instance: Instance, board: Board) -> dict[int, int]:
    return {
        request: visit.day.index
        for unit in instance.units
        for request in unit.requests
        if (visit := board.place[unit.index]) is not None
    }


def seat(instance: Instance, fewest: Fewest) -> Board:
    """A board that follows those days; units lose the members that cannot go along."""
    groups = []
    for unit in instance.units:
        served = [request for request in unit.requests if request in fewest.days]
        groups.append(served or list(unit.requests))
    board = Board(build_instance(instance.problem, groups))
    days = {u.index: fewest.days[u.requests[0]] for u in board.instance.units if u.requests[0] in fewest.days}
    going = [unit for unit in board.instance.units if unit.index in days]
    for unit in in_packing_order(going, days):
        if board.feasible(unit) >> days[unit.index] & 1:
            visit = board.find(unit, days[unit.index])
            if visit is not None:
                board.insert(unit, visit)
    return board


class _County:
    """Every request on its own; those of one unit go on one day or stay out."""

    def __init__(self, instance: Instance, board: Board, units: Iterable[Unit]) -> None:
        self.instance = instance
        self.board = board
        self.model = Model()
        self.units = {unit.index: unit for unit in units}
        self.absent: dict[int, int] = {}
        self.on: dict[tuple[int, int], int] = {}
        self._add_townships()
        for unit in instance.units:
            members = [request for request in unit.requests if request in self.units]
            if len(members) > 1:
                self._keep_together(members)
        self._limit_moves()
        self._hint()

    def _hint(self) -> None:
        """Takes the board's plan as the first solution."""
        for whole in self.instance.units:
            visit = self.board.place[whole.index]
            for request in self.units.keys() & set(whole.requests):
                self.model.hint(self.absent[request], int(visit is None))
                for day in days_of(self.units[request].allowed):
                    self.model.hint(self.on[request, day], int(visit is not None and visit.day.index == day))

    def leave_out_at_least(self, bounds: Mapping[int, int]) -> None:
        """Tells what each department alone must leave out, in weight, so that it need not be proven again."""
        for department, bound in bounds.items():
            own = [unit for unit in self.units.values() if unit.departments == (department,)]
            self.model.limit(((self.absent[unit.index], unit.weight) for unit in own), bound, None)

    def days(self, answer: Answer) -> dict[int, int]:
        """The day of every request that the answer places."""
        return {request: day for (request, day), variable in self.on.items() if answer.values[variable]}

    def _add_townships(self) -> None:
        comers: dict[tuple[int, int], list[int]] = defaultdict(list)
        for township, units in by_township(self.units.values()).items():
            part = TownshipModel(self.model, self.instance, units)
            part.begin_from(self.board, township)
            self.on.update(part.on)
            for key, variable in part.there.items():
                comers[key].append(variable)
            for unit in units:
                self.absent[unit.index] = absent = self.model.variable()
                self.model.exactly_one([*part.choices(unit), absent])
                self.model.add_cost(absent, unit.weight)
        for (department, _), variables in comers.items():
            if len(variables) > self.instance.teams[department]:
                self.model.limit(((v, 1) for v in variables), None, self.instance.teams[department])

    def _keep_together(self, requests: Sequence[int]) -> None:
        leads = [i for i in requests if self.instance.problem.requests[i].lead]
        together = []
        for day in days_of(_union(self.units[i].allowed for i in requests)):
            goes = self.model.variable()
            together.append(goes)
            for request in requests:
                if (request, day) in self.on:
                    self.model.implies(self.on[request, day], goes)
            for lead in leads:
                self._follow(requests, lead, day)
        self.model.limit(((variable, 1) for variable in together), None, 1)

    def _follow(self, requests: Sequence[int], lead: int, day: int) -> None:
        """Nobody of the bundle goes that day without its lead department."""
        for request in requests:
            if request == lead or (request, day) not in self.on:
                continue
            if (lead, day) in self.on:
                self.model.implies(self.on[request, day], self.on[lead, day])
            else:
                self.model.limit([(self.on[request, day], 1)], None, 0)

    def _limit_moves(self) -> None:
        moved = [
            (self.on[unit.index, day], 1)
            for unit in self.units.values()
            for day in days_of(unit.allowed)
            if unit.moves(day)
        ]
        if moved:
            self.model.limit(moved, None, self.instance.max_moves)


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
