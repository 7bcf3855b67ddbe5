"""Chooses the days of the visits that last several: before all others, on a board of what is published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.domain.scheduling.board import Board
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.several_days import Starts, lengths
from app.domain.scheduling.units import Unit, allowed_days, build_instance, days_of


def choose_days(problem: Problem, starts: Starts, refused: Mapping[str, Collection[int]]) -> dict[int, int]:
    """The first day of each visit that finds its days, beside what is published; never a `refused` one.

    Those with the fewest choices choose first; one that finds none may send one earlier one elsewhere.
    """
    left = dict(starts)
    for index in starts:
        for day in refused.get(problem.requests[index].id, ()):
            left[index] &= ~(1 << day)
    return _Chooser(problem, left).choose()


@dataclass(frozen=True, slots=True)
class _Pull:
    """What another request of the county makes of a day: `allowed` are its days."""

    township: str
    department: str
    bundle: str
    allowed: int


class _Chooser:
    """Tries the visits out on a board that holds what is published and those that have chosen."""

    def __init__(self, problem: Problem, starts: Starts) -> None:
        self.problem, self.starts = problem, starts
        self.budget = problem.max_moves
        self.others = [
            _Pull(request.township, request.department, request.bundle, mask)
            for request, mask in zip(problem.requests, allowed_days(problem), strict=True)
            if mask
        ]
        self.chosen: dict[int, int] = {}
        self._set_up()

    def _set_up(self) -> None:
        problem, cap = self.problem, self.problem.caps.half_days_per_day
        asked = [
            request for i, request in enumerate(problem.requests)
            if i not in self.starts and request.id in problem.published and request.half_days <= cap
        ]  # fmt: skip
        standing = len(asked)
        owners: list[int] = []
        for index in self.starts:
            request = problem.requests[index]
            for number, half_days in enumerate(lengths(request, cap)) if self.starts[index] else ():
                owners.append(index)
                asked.append(replace(request, id=f"{index}\n{number}", half_days=half_days))
        trial = build_instance(
            replace(problem, requests=tuple(asked)), [[index] for index in range(len(asked))]
        )
        self.board = Board(trial)
        self.units: dict[int, list[Unit]] = {}
        for unit, owner in zip(trial.units[standing:], owners, strict=True):
            self.units.setdefault(owner, []).append(unit)
        for unit in trial.units[:standing]:
            if unit.published[0] >= 0:
                self._insert(unit, unit.published[0])

    def choose(self) -> dict[int, int]:
        def key(index: int) -> tuple[bool, int, int]:
            published = self.problem.requests[index].id in self.problem.published
            return not published, self.starts[index].bit_count(), index

        for index in sorted(self.units, key=key):
            if not self._choose(index, but=-1):
                self._send_one_away(index)
        return self.chosen

    def _choose(self, index: int, but: int) -> bool:
        """Places the visit on the best days that it finds, other than those that begin with `but`."""
        for start in sorted(days_of(self.starts[index]), key=lambda day: self._worth(index, day)):
            moves = self._moves(index, start)
            if start != but and moves <= self.budget and self._place(index, start):
                self.budget -= moves
                self.chosen[index] = start
                return True
        return False

    def _send_one_away(self, index: int) -> bool:
        request = self.problem.requests[index]
        for other, start in list(self.chosen.items()):
            rival = self.problem.requests[other]
            if request.department != rival.department and request.township != rival.township:
                continue
            mark, budget = len(self.board.log), self.budget
            for unit in self.units[other]:
                self.board.remove(unit)
            self.budget += self._moves(other, start)
            if self._choose(index, but=-1) and self._choose(other, but=start):
                return True
            self.board.undo(mark)
            self.budget = budget
            self.chosen[other] = start
            self.chosen.pop(index, None)
        return False

    def _worth(self, index: int, start: int) -> tuple[int, int, int, int, int, int]:
        """The smaller the better: no move, its bundle there, nobody's only days, days that are shared."""
        request, number = self.problem.requests[index], len(self.units[index])
        span = (1 << number) - 1 << start
        township = self.units[index][0].township
        mates = hurt = shared = 0
        for other in self.others:
            if other.township == request.township:
                shared += (other.allowed & span).bit_count()
                mates += bool(
                    request.bundle and other.bundle == request.bundle and other.allowed >> start & 1
                )
            elif other.department == request.department:
                hurt += not other.allowed & ~span
        open_days = (self.board.open[township] & span).bit_count()
        return self._moves(index, start), -mates, hurt, -open_days, -shared, start

    def _moves(self, index: int, start: int) -> int:
        published = self.problem.published.get(self.problem.requests[index].id)
        return int(published is not None and published != self.problem.days[start])

    def _place(self, index: int, start: int) -> bool:
        mark = len(self.board.log)
        for number, unit in enumerate(self.units[index]):
            if not self._insert(unit, start + number):
                self.board.undo(mark)
                return False
        return True

    def _insert(self, unit: Unit, day: int) -> bool:
        visit = self.board.find(unit, day) if self.board.feasible(unit) >> day & 1 else None
        if visit is not None:
            self.board.insert(unit, visit)
        return visit is not None
