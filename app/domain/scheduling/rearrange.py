"""Plans one township anew around a newcomer: exactly, with few moves, against the teams that others leave."""

from dataclasses import replace

from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import Budget
from app.domain.scheduling.cpsat import Model
from app.domain.scheduling.follow import in_packing_order
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Unit, days_of

_BUDGET = Budget(0.2)  # a township is solved to proof in a tenth of it


def rearrange_township(board: Board, newcomer: Unit) -> bool:
    """Gives the newcomer and its township's units their days: the fewest visit-days, then the fewest moves.

    At most `max_moves` published requests of the county move. False, and the board as before, where that is
    not possible.
    """
    standing = [
        unit
        for unit in board.instance.units
        if unit.township == newcomer.township and board.place[unit.index] is not None
    ]
    mark = len(board.log)
    for unit in standing:
        board.remove(unit)
    units = [replace(unit, allowed=board.feasible(unit)) for unit in (*standing, newcomer)]
    day_of = _solve(board, units)
    real = [board.instance.units[unit.index] for unit in units]
    for unit in in_packing_order(real, day_of) if day_of else ():
        visit = board.find(unit, day_of[unit.index])
        if visit is None:
            break
        board.insert(unit, visit)
    if all(board.place[unit.index] is not None for unit in real):
        return True
    board.undo(mark)
    return False


def _solve(board: Board, units: list[Unit]) -> dict[int, int]:
    """The day of each unit by index; empty where there is no such plan."""
    if not all(unit.allowed for unit in units):
        return {}
    model = Model()
    part = TownshipModel(model, board.instance, units)
    most = sum(len(unit.published) for unit in units) + 1
    moved = []
    for variable in part.is_open.values():
        model.add_cost(variable, most)
    for unit in units:
        model.exactly_one(part.choices(unit))
        for day in days_of(unit.allowed):
            if unit.moves(day):
                moved.append((part.on[unit.index, day], unit.moves(day)))
                model.add_cost(part.on[unit.index, day], unit.moves(day))
    if moved:
        model.limit(moved, None, board.instance.max_moves - board.moves)
    answer = model.minimize(_BUDGET)
    return {
        index: day for (index, day), variable in part.on.items() if answer.values and answer.values[variable]
    }
