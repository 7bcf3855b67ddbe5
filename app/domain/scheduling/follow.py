"""Makes the board follow a plan thought out elsewhere, as far as it can, and only where that is better."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.recreate import recreate
from app.domain.scheduling.search import cost_of
from app.domain.scheduling.units import Unit


def follow(board: Board, random: Random, day_of: Mapping[int, int]) -> bool:
    """Puts the units on those days, what finds no half-day there elsewhere; undone where that is no better.

    True where the board is better than before.
    """
    mark, before = len(board.log), cost_of(board)
    units = [unit for unit in board.instance.units if unit.index in day_of]
    for unit in board.instance.units:
        if board.place[unit.index] is not None:
            board.remove(unit)
    for unit in in_packing_order(units, day_of):
        day = day_of[unit.index]
        visit = board.find(unit, day) if board.feasible(unit) >> day & 1 else None
        if visit is not None:
            board.insert(unit, visit)
    recreate(board, board.absent(), random)
    if cost_of(board) >= before:
        board.undo(mark)
        return False
    return True


def take_better(board: Board, trial: Board) -> bool:
    """Makes the board hold the trial's plan, where that is better; True where it is."""
    if cost_of(trial) >= cost_of(board):
        return False
    board.restore(trial.outings())
    return True


def in_packing_order(units: Sequence[Unit], day_of: Mapping[int, int]) -> list[Unit]:
    """The longest stays of a day first, since a short one fits in either half; then the largest."""
    stays: dict[tuple[int, int, int], int] = defaultdict(int)
    for unit in units:
        for department, half_days in zip(unit.departments, unit.half_days, strict=True):
            stays[unit.township, day_of[unit.index], department] += half_days

    def key(unit: Unit) -> tuple[int, int, int]:
        day = day_of[unit.index]
        longest = max(stays[unit.township, day, department] for department in unit.departments)
        return -longest, -len(unit.departments), unit.index

    return sorted(units, key=key)
