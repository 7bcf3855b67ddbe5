"""The local search: take a few visit-days apart, place their units better, keep what is no worse.

Ruin and recreate with simulated annealing (Schrimpf et al. 2000; Christiaens and Vanden Berghe 2020).
Its budget is counted in iterations and its seed comes with it, so that a plan can be repeated.
"""

import math
from collections.abc import Callable
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.recreate import Recreation
from app.domain.scheduling.units import Unit, days_of

Report = Callable[[float], bool]
_ABSENT, _DAY, _VISIT, _MOVE = 20.0, 1.0, 0.04, 0.002
_HOT, _COLD = 0.6, 0.02


class Search:
    """One run over one board. `report(share)` is told the progress and answers True to stop early."""

    def __init__(self, board: Board, random: Random) -> None:
        self.board = board
        self.random = random
        self.recreation = Recreation(board.instance, random)
        self.absent: list[Unit] = [unit for unit in board.instance.units if board.place[unit.index] is None]

    def start(self) -> None:
        """The first plan: published dates first, then the units with the fewest choices."""
        self.absent.sort(
            key=lambda u: (not u.published, u.allowed.bit_count(), u.allowed.bit_length(), u.index)
        )
        self.absent = self.recreation.place(self.board, self.absent)

    def run(self, iterations: int, report: Report) -> None:
        """Improves the board in place and leaves it at the best plan met."""
        board = self.board
        best, best_plan = self._cost(), board.snapshot()
        current = best
        for step in range(iterations):
            if step % 64 == 0 and report(step / iterations):
                break
            heat = _HOT * (_COLD / _HOT) ** (step / iterations)
            mark, before = len(board.log), self.absent
            self._ruin_and_recreate()
            cost = self._cost()
            if cost <= current - heat * math.log(1.0 - self.random.random()):
                current = cost
                board.log.clear()
                if cost < best - 1e-9:
                    best, best_plan = cost, board.snapshot()
            else:
                board.undo(mark)
                self.absent = before
        board.restore(best_plan)
        board.log.clear()
        self.absent = [unit for unit in board.instance.units if board.place[unit.index] is None]

    def _cost(self) -> float:
        board = self.board
        return (
            _ABSENT * board.absent
            + _DAY * board.visit_days
            + _VISIT * board.visit_count
            + _MOVE * board.moves
        )

    def _ruin_and_recreate(self) -> None:
        board, random = self.board, self.random
        removed: list[Unit] = []
        for township, days in self._ruins():
            for day in days:
                for visit in list(board.visits[township].get(day, ())):
                    for unit in list(visit.units):
                        board.remove(unit)
                        removed.append(unit)
        units = self.absent + removed
        keys = {unit.index: random.random() for unit in units}
        if random.random() < 0.7:
            units.sort(key=lambda u: (u.allowed.bit_count() * (0.5 + keys[u.index]), u.index))
        else:
            units.sort(key=lambda u: keys[u.index])
        self.absent = self.recreation.place(board, units)

    def _ruins(self) -> list[tuple[int, list[int]]]:
        """A few neighbouring visit-days of one township, and those of others that share their days."""
        board, random = self.board, self.random
        if self.absent and random.random() < 0.5:
            unit = random.choice(self.absent)
            days = list(days_of(board.open[unit.township] & unit.allowed))
            home = (unit.township, random.sample(days, min(len(days), 3)))
            return [home, *self._blockers(unit)]
        township = random.randrange(len(board.open))
        days = list(days_of(board.open[township]))
        if not days:
            return []
        size = random.randint(1, min(len(days), 5))
        at = random.randint(0, len(days) - size)
        return [(township, days[at : at + size])]

    def _blockers(self, unit: Unit) -> list[tuple[int, list[int]]]:
        """Visit-days elsewhere that hold the unit's departments on a day it could use."""
        board, random = self.board, self.random
        wanted = list(days_of(unit.allowed))
        day = random.choice(wanted)
        return [
            (township, [day])
            for township, there in enumerate(board.there)
            if any(there[department] >> day & 1 for department in unit.departments)
        ][:3]
