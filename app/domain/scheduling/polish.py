"""Fewer visits on the same days: one township at a time, exactly, against the teams that others leave."""

from dataclasses import replace

from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import Budget
from app.domain.scheduling.cpsat import Answer, Model
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Unit, days_of


def polish_visits(board: Board, budget: Budget) -> None:
    """Reduces visits (and visit-days) where a township's own optimum has fewer; moves nothing published."""
    crowded = [
        township
        for township, days in enumerate(board.days)
        if any(len(day.visits) > 1 for day in days.values())
    ]
    effort = budget.effort
    for number, township in enumerate(crowded):
        effort -= _polish(board, township, budget.of(effort / (len(crowded) - number)))


def _polish(board: Board, township: int, budget: Budget) -> float:
    model = Model()
    units = [
        replace(unit, allowed=_days(board, unit))
        for unit in board.instance.units
        if unit.township == township and board.place[unit.index] is not None
    ]
    part = TownshipModel(model, board.instance, units)
    for variable in part.is_open.values():
        model.add_cost(variable, len(units) + 1)
    for variable in part.extra.values():
        model.add_cost(variable, 1)
    for unit in units:
        model.exactly_one(part.choices(unit))
        visit = board.place[unit.index]
        for day in days_of(unit.allowed):
            model.hint(part.on[unit.index, day], int(visit is not None and visit.day.index == day))
    answer = model.minimize(budget)
    if answer.values:
        _follow(board, units, part, answer)
    return answer.effort


def _days(board: Board, unit: Unit) -> int:
    """The township's visit-days on which the unit may go; a published one stays on its day."""
    visit = board.place[unit.index]
    if unit.published and visit is not None:
        return 1 << visit.day.index
    return board.feasible(unit) & board.open[unit.township]


def _follow(board: Board, units: list[Unit], part: TownshipModel, answer: Answer) -> None:
    """Puts the units as the answer says; takes everything back where that is no better."""
    before = board.visit_days, board.visit_count
    mark = len(board.log)
    real = [board.instance.units[unit.index] for unit in units]
    day_of = {index: day for (index, day), variable in part.on.items() if answer.values[variable]}
    for unit in real:
        board.remove(unit)
    for unit in sorted(real, key=lambda u: (-u.length, -len(u.departments), u.index)):
        visit = board.find(unit, day_of[unit.index])
        if visit is None:
            board.undo(mark)
            return
        board.insert(unit, visit)
    if (board.visit_days, board.visit_count) > before:
        board.undo(mark)
