"""Gives all units of the county their days anew at once, on the visit-days there are and a few others.

A large neighbourhood search (Shaw 1998). With every township's days fixed, who goes when is close to a
flow, which CP-SAT solves to proof in a fraction of a second for the whole county: so it closes days that no
chain of single moves would. With the days of a few townships free it finds them other days too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.cpsat import Answer, Model
from app.domain.scheduling.follow import follow
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Unit, by_township, days_of

_GROWS, _SHRINKS = 1.15, 0.7
_SWAPS = 3  # every third round may swap who stays out, which makes it much harder


@dataclass(slots=True)
class Reassignment:
    """Rounds of it. `free` townships get other days; the number follows what a round solves to proof.

    No plan leaves out less than `least`, in weight; where some units must stay out, others may instead.
    """

    random: Random
    least: int = 0
    free: float = 0.0
    turn: int = 0

    def round(self, board: Board, effort: float) -> bool:
        """One round, within `effort` (deterministic seconds); leaves the board no worse.

        True where it is proven that no plan is better, half-days apart.
        """
        townships = len(board.open)
        chosen = self.random.sample(range(townships), min(int(self.free + self.random.random()), townships))
        days = [-1 if township in chosen else mask for township, mask in enumerate(board.open)]
        model = CountyModel(board, days, self.least, self.turn % _SWAPS == _SWAPS - 1)
        self.turn += 1
        answer = model.model.minimize(effort)
        if answer.values:
            follow(board, self.random, model.days(answer))
        self.free = max(self.free, 1.0) * _GROWS if answer.is_optimal else self.free * _SHRINKS
        return answer.is_optimal and len(chosen) == townships and not board.missing


class CountyModel:
    """The county as one model, begun from the board's plan: fewest left out, then fewest visit-days.

    Where the board leaves out no more than `least`, that is a limit instead of a goal, which is easier; and
    unless they `may_swap`, it is the same units that stay out, which is easier still.
    """

    def __init__(self, board: Board, days: Sequence[int], least: int, may_swap: bool = True) -> None:
        self.board = board
        self.is_goal = board.missing > least
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
        if self.all_may_stay_out and not self.is_goal:
            weights = [(self.absent[u.index], u.weight) for u in board.instance.units]
            self.model.limit(weights, None, board.missing)
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
            if self.all_may_stay_out:
                choices.append(self._absent(unit))
            self.model.exactly_one(choices)
            visit = self.board.place[unit.index]
            for day in days_of(unit.allowed):
                self.model.hint(part.on[unit.index, day], int(visit is not None and visit.day.index == day))

    def _absent(self, unit: Unit) -> int:
        absent = self.absent[unit.index] = self.model.variable()
        if self.is_goal:
            self.model.add_cost(absent, unit.weight * (len(self.board.instance.units) + 1))
        self.model.hint(absent, int(self.board.place[unit.index] is None))
        return absent

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
