"""Places absent units: join a standing visit-day where one fits, else open the day that serves most others."""

from collections.abc import Sequence
from random import Random

from app.domain.scheduling.board import Board, Visit
from app.domain.scheduling.units import Instance, Unit, days_of


class Recreation:
    """The insertion heuristic with the static tables it needs: who could come on which day of a township."""

    def __init__(self, instance: Instance, random: Random) -> None:
        self.random = random
        self.local = [0] * len(instance.units)
        self.cover: list[dict[int, int]] = [{} for _ in instance.townships]
        sizes = [0] * len(instance.townships)
        for unit in instance.units:
            bit = 1 << sizes[unit.township]
            sizes[unit.township] += 1
            self.local[unit.index] = bit
            cover = self.cover[unit.township]
            for day in days_of(unit.allowed):
                cover[day] = cover.get(day, 0) | bit

    def place(self, board: Board, units: Sequence[Unit]) -> list[Unit]:
        """Places the units in the given order; returns those that found no room."""
        waiting: dict[int, int] = {}
        for unit in units:
            waiting[unit.township] = waiting.get(unit.township, 0) | self.local[unit.index]
        absent = []
        for unit in units:
            waiting[unit.township] &= ~self.local[unit.index]
            visit = self._find(board, unit, waiting[unit.township])
            if visit is None:
                absent.append(unit)
            else:
                board.insert(unit, visit)
        return absent

    def _find(self, board: Board, unit: Unit, waiting: int) -> Visit | None:
        feasible = board.feasible(unit)
        standing = board.open[unit.township]
        second: int | None = None
        for day in days_of(feasible & standing):
            if board.affordable(unit, day):
                visit = board.joinable(unit, day)
                if visit is not None:
                    return visit
                if second is None and board.new_visit(unit, day) is not None:
                    second = day
        if second is not None:
            return board.new_visit(unit, second)
        return self._open(board, unit, feasible & ~standing, waiting)

    def _open(self, board: Board, unit: Unit, days: int, waiting: int) -> Visit | None:
        cover = self.cover[unit.township]
        best, best_score = None, -1.0
        for day in days_of(days):
            score = (cover[day] & waiting).bit_count() + self.random.random()
            if score > best_score and board.affordable(unit, day) and board.new_visit(unit, day) is not None:
                best, best_score = day, score
        return None if best is None else board.new_visit(unit, best)
