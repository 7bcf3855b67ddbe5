"""Pulls visit-days forward where nothing else changes: the last of the objectives, at hardly any cost."""

from collections.abc import Sequence

from app.domain.scheduling.board import Board
from app.domain.scheduling.units import Unit, days_of


def settle_early(board: Board) -> None:
    """Moves each visit-day, with all that happens on it, to the first day that takes it whole.

    The numbers of visit-days and visits and all published dates stay as they are.
    """
    for township in range(len(board.open)):
        for day in days_of(board.open[township]):
            _settle(board, township, day)


def _settle(board: Board, township: int, day: int) -> None:
    visits = board.days[township][day].visits
    units = [unit for visit in visits for unit in visit.units]
    if any(unit.published for unit in units):
        return
    mark, count = len(board.log), board.visit_count
    for unit in units:
        board.remove(unit)
    removed = len(board.log)
    earlier = ~board.open[township] & (1 << day) - 1
    for unit in units:
        earlier &= board.feasible(unit)
    for choice in days_of(earlier):
        if _place_all(board, units, choice) and board.visit_count <= count:
            return
        board.undo(removed)
    board.undo(mark)


def _place_all(board: Board, units: Sequence[Unit], day: int) -> bool:
    for unit in units:
        visit = board.find(unit, day)
        if visit is None:
            return False
        board.insert(unit, visit)
    return True
