"""Gives all units of the county their days anew at once, on the visit-days there are and a few others.

A large neighbourhood search (Shaw 1998). With every township's days fixed, who goes when is close to a
flow, which CP-SAT solves to proof in a fraction of a second for the whole county: so it closes days that no
chain of single moves would. With the days of a few townships free it finds them other days too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import Budget
from app.domain.scheduling.cpsat import Answer, Model
from app.domain.scheduling.follow import follow
from app.domain.scheduling.shortage import Shortage
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Unit, by_township, days_of

_GROWS, _SHRINKS = 1.5, 0.6
_WRITING = 1e-5  # seconds of effort for each day of a unit: writing the model counts too
_SWAPS = 3  # every third round may swap who stays out, which makes it much harder


@dataclass(slots=True)
class Reassignment:
    """Rounds of it. `free` townships get other days: none as long as that gains, then so many as a round
    solves to proof. `spent` counts the effort of all rounds.
    """

    random: Random
    shortage: Shortage = field(default_factory=Shortage)
    free: float = 0.0
    turn: int = 0
    spent: float = 0.0

    def round(self, board: Board, budget: Budget) -> bool:
        """One round within the budget; leaves the board no worse.

        True where it is proven that no plan is better, half-days apart.
        """
        townships = len(board.open)
        chosen = self.random.sample(range(townships), min(int(self.free), townships))
        days = [-1 if township in chosen else mask for township, mask in enumerate(board.open)]
        model = CountyModel(board, days, self.shortage, self.turn % _SWAPS == _SWAPS - 1)
        self.turn += 1
        answer = model.model.minimize(budget)
        self.spent += answer.effort + _WRITING * len(model.on)
        gained = bool(answer.values) and follow(board, self.random, model.days(answer))
        if not answer.is_optimal:
            self.free *= _SHRINKS
        elif not gained:
            self.free = min(max(self.free * _GROWS, self.free + 1), townships)
        is_whole = len(chosen) == townships and (model.all_may_stay_out or not board.missing)
        return answer.is_optimal and is_whole


class CountyModel:
    """The county as one model, begun from the board's plan: fewest left out, then fewest visit-days.

    Where the board leaves out no more than it must, that is a limit instead of a goal, which is easier; and
    unless they `may_swap`, it is the same units that stay out, which is easier still.
    """

    def __init__(self, board: Board, days: Sequence[int], shortage: Shortage, may_swap: bool = True) -> None:
        self.board, self.shortage = board, shortage
        self.is_goal = board.missing > shortage.least
        self.all_may_stay_out = bool(board.missing) and (self.is_goal or may_swap)
        self.absent: dict[int, int] = {}
        self.model = Model()
        self.on: dict[tuple[int, int], int] = {}
        self.comers: dict[tuple[int, int], list[int]] = defaultdict(list)
        absent = () if self.all_may_stay_out else {unit.index for unit in board.absent()}
        townships = by_township(
            replace(unit, allowed=unit.allowed & days[unit.township])
            for unit in board.instance.units
            if unit.index not in absent
        )
        for township, units in townships.items():
            self._add_township(township, units)
        self._share_teams()
        self._limit_absent()
        self._limit_moves(townships)

    def days(self, answer: Answer) -> dict[int, int]:
        """The day of every unit that the answer places."""
        return {index: day for (index, day), variable in self.on.items() if answer.values[variable]}

    def _add_township(self, township: int, units: Sequence[Unit]) -> None:
        part = TownshipModel(self.model, self.board.instance, units)
        part.begin_from(self.board, township)
        self.on.update(part.on)
        for key, variable in part.there.items():
            self.comers[key].append(variable)
        for variable in part.is_open.values():
            self.model.add_cost(variable, 1)
        for unit in units:
            choices = part.choices(unit)
            visit = self.board.place[unit.index]
            if self.all_may_stay_out and (visit is None or self.shortage.may_leave_out(unit)):
                choices.append(self._absent(unit))
            self.model.exactly_one(choices)
            for day in days_of(unit.allowed):
                self.model.hint(part.on[unit.index, day], int(visit is not None and visit.day.index == day))

    def _absent(self, unit: Unit) -> int:
        absent = self.absent[unit.index] = self.model.variable()
        if self.is_goal:
            self.model.add_cost(absent, unit.weight * (len(self.board.instance.units) + 1))
        self.model.hint(absent, int(self.board.place[unit.index] is None))
        return absent

    def _limit_absent(self) -> None:
        """No more in all than the board leaves out; where that is to be less, what is proven of it helps."""
        units = [self.board.instance.units[index] for index in self.absent]
        for department, out in self.shortage.scarce.items() if self.is_goal else ():
            own = [unit for unit in units if department in unit.departments]
            self.model.limit([(self.absent[unit.index], unit.weight) for unit in own], out, None)
        if units and not self.is_goal:
            weights = [(self.absent[unit.index], unit.weight) for unit in units]
            self.model.limit(weights, None, self.board.missing)

    def _share_teams(self) -> None:
        for (department, _), variables in self.comers.items():
            teams = self.board.instance.teams[department]
            if len(variables) > teams:
                self.model.limit(((variable, 1) for variable in variables), None, teams)

    def _limit_moves(self, townships: Mapping[int, Sequence[Unit]]) -> None:
        moves = [
            (self.on[unit.index, day], unit.moves(day))
            for units in townships.values()
            for unit in units
            if unit.published
            for day in days_of(unit.allowed)
            if unit.moves(day)
        ]
        if moves:
            self.model.limit(moves, None, self.board.instance.max_moves)
