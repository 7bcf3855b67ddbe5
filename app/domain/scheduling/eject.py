"""Makes room for a unit whose departments are busy elsewhere, by sending what they do there to another day.

An augmenting path as in bipartite matching (Kuhn 1955): giving a department's townships their days is a
matching, so a chain of such steps finds a place wherever one exists, up to seats, joint units and depth.
"""

from dataclasses import dataclass, field

from app.domain.scheduling.board import Board
from app.domain.scheduling.day import Visit
from app.domain.scheduling.units import Unit, days_of

_SHALLOW, _DEEP = 3, 6


def make_room(board: Board, unit: Unit) -> Visit | None:
    """A standing visit-day of its township made free for the unit, with no other day opened; else None.

    Where it answers None the board is as before.
    """
    return _Path(board, may_open=False).make_room(unit, _SHALLOW)


def make_room_anywhere(board: Board, unit: Unit) -> Visit | None:
    """The same on any day, opening visit-days for what has to give way: the last resort of a unit."""
    return _Path(board, may_open=True).make_room(unit, _DEEP)


@dataclass(frozen=True, slots=True)
class _Path:
    """One search; each department and day is tried once."""

    board: Board
    may_open: bool
    seen: set[tuple[int, int]] = field(default_factory=set)

    def make_room(self, unit: Unit, depth: int) -> Visit | None:
        board = self.board
        for day in days_of(unit.allowed if self.may_open else unit.allowed & board.open[unit.township]):
            mark = len(board.log)
            # looked at again, since what was sent away may be back on that day in another township
            if self._free_all(unit, day, depth) and board.feasible(unit) >> day & 1:
                visit = board.find(unit, day)
                if visit is not None and (self.may_open or visit.day.visits):
                    return visit
            board.undo(mark)
        return None

    def _free_all(self, unit: Unit, day: int, depth: int) -> bool:
        """Frees a team of each of the unit's departments on the day."""
        board = self.board
        there = board.there[unit.township]
        for department in unit.departments:
            if (board.free[department] | there[department]) >> day & 1:
                continue
            if (department, day) in self.seen:
                return False
            self.seen.add((department, day))
            serving = list(board.serving[department][day])
            if not any(self._send_away(township, department, day, depth) for township in serving):
                return False
        return True

    def _send_away(self, township: int, department: int, day: int, depth: int) -> bool:
        """Moves what the department does in the township that day to other days of the township."""
        board = self.board
        mark = len(board.log)
        units = [
            unit
            for visit in board.days[township][day].visits
            if department in visit.loads
            for unit in visit.units
            if department in unit.departments
        ]
        for unit in units:
            board.remove(unit)
            visit = self._another_day(unit, day)
            if visit is None and depth > 1:
                visit = self.make_room(unit, depth - 1)
            if visit is None or visit.day.index == day:
                board.undo(mark)
                return False
            board.insert(unit, visit)
        return True

    def _another_day(self, unit: Unit, but: int) -> Visit | None:
        board = self.board
        feasible = board.feasible(unit) & ~(1 << but)
        standing = board.open[unit.township]
        for days in (feasible & standing, feasible & ~standing if self.may_open else 0):
            for day in days_of(days):
                visit = board.find(unit, day)
                if visit is not None:
                    return visit
        return None
