"""Places absent units: join a standing visit-day, make room on one, else open the day that serves most."""

import math
from collections.abc import Sequence
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.day import Visit
from app.domain.scheduling.eject import make_room, make_room_anywhere
from app.domain.scheduling.units import Unit, days_of


def recreate(
    board: Board, units: Sequence[Unit], random: Random, last_resort: float = 1.0, most_days: float = math.inf
) -> list[Unit] | None:
    """Places the units in the given order; returns those that found no room.

    None, with the rest left out, as soon as the board has more than `most_days` visit-days.
    """
    absent = []
    for number, unit in enumerate(units):
        if board.visit_days > most_days:
            return None
        visit = (
            _stand(board, unit)
            or make_room(board, unit)
            or _open_day(board, units[number:], random)
            or (random.random() < last_resort and make_room_anywhere(board, unit))
            or None
        )
        if visit is None:
            absent.append(unit)
        else:
            board.insert(unit, visit)
    return absent


def _stand(board: Board, unit: Unit) -> Visit | None:
    """Room on a visit-day that the township has; joining a visit comes before beginning a second one."""
    second = None
    for day in days_of(board.feasible(unit) & board.open[unit.township]):
        visit = board.find(unit, day)
        if visit is not None and visit.units:
            return visit
        second = second or visit
    return second


def _open_day(board: Board, waiting: Sequence[Unit], random: Random) -> Visit | None:
    """A new visit-day for the first unit: the one that most of its township's waiting units could share."""
    unit = waiting[0]
    days = board.feasible(unit) & ~board.open[unit.township]
    if not days:
        return None
    choices = [board.feasible(other) for other in waiting if other.township == unit.township]
    best: Visit | None = None
    best_score = 0.0
    for day in days_of(days):
        noise, visit = random.random(), board.find(unit, day)
        if visit is None:  # a full month, most often: before all who wait are asked
            continue
        score = sum(mask >> day & 1 for mask in choices) + noise
        if score > best_score:
            best, best_score = visit, score
    return best
