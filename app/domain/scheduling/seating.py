"""Seats a township's units on the days that it has chosen, half-day by half-day, as cheaply as it can."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.scheduling.board import Board
from app.domain.scheduling.units import Instance, Unit

_DEPTH = 1
_TRIES = 200
Options = Sequence[tuple[int, int]]
"""What each day of a unit costs, and the day; the cheapest first."""


def alone(instance: Instance, units: Sequence[Unit]) -> Instance:
    """The township of these units by itself, numbered from 0, with as many teams as it likes."""
    return replace(
        instance,
        townships=(instance.townships[units[0].township],),
        teams=(len(units),) * len(instance.teams),
        units=tuple(replace(unit, index=number, township=0) for number, unit in enumerate(units)),
    )


def seat_all(board: Board, options: Sequence[Options], dearest: int) -> None:
    """Puts each unit of the board on one of the days that are its options; who has least choice goes first.

    One that finds no room sends another elsewhere, which may do the same; units for which that fails too
    stay off the board.
    """
    units = board.instance.units

    def key(number: int) -> tuple[int, int, int, int]:
        own = options[number]
        regret = own[1][0] - own[0][0] if len(own) > 1 else dearest
        return -units[number].length, -len(units[number].departments), min(len(own), 2), -regret

    order = [units[number] for number in sorted(range(len(units)), key=key)]
    for unit in [unit for unit in order if not _seat(board, unit, options[unit.index])]:
        _Squeeze(board, options).squeeze_in(unit, _DEPTH)


def _seat(board: Board, unit: Unit, options: Options, but: int = -1) -> bool:
    there = -1
    for department in unit.departments:
        there &= board.there[0].get(department, 0)
    if there > 0:
        options = sorted((0 if there >> day & 1 else cost, day) for cost, day in options)
    for _, day in options:
        visit = board.find(unit, day) if day != but else None
        if visit is not None:
            board.insert(unit, visit)
            return True
    return False


class _Squeeze:
    """One unit's search for room; nobody is sent away twice."""

    def __init__(self, board: Board, options: Sequence[Options]) -> None:
        self.board, self.options = board, options
        self.seen: set[int] = set()
        self.tries = _TRIES

    def squeeze_in(self, unit: Unit, depth: int) -> bool:
        """True where the unit and all who gave way have a seat; else the board is as before."""
        board, mark = self.board, len(self.board.log)
        self.seen.add(unit.index)
        for _, day in self.options[unit.index]:
            there = board.days[0].get(day)
            for other in [one for visit in there.visits for one in visit.units] if there else ():
                if other.index in self.seen or len(self.options[other.index]) < 2 or self.tries <= 0:
                    continue
                self.tries -= 1
                board.remove(other)
                visit = board.find(unit, day)
                if visit is not None:
                    board.insert(unit, visit)
                    if _seat(board, other, self.options[other.index], day) or (
                        depth > 1 and self.squeeze_in(other, depth - 1)
                    ):
                        return True
                board.undo(mark)
        return False
