"""What keeps a request from each single day of its window, and the smallest set that keeps it from all."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Literal

from app.domain.scheduling.board import Board
from app.domain.scheduling.day import Day, Visit
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.units import Instance, Unit

Kind = Literal["closed", "off", "team", "moves", "lead", "month", "seats"]
"""A closed day of the township, an off day of the department, its teams, a published date that must not
move, a lead department that is not there, the visits of the month, the seats and half-days of the day.
In the order in which they are told."""
KINDS: tuple[Kind, ...] = ("closed", "off", "team", "moves", "lead", "month", "seats")


class Blocks:
    """What blocks single requests on the finished board, day by day, whatever their windows."""

    def __init__(self, instance: Instance, board: Board) -> None:
        self.instance, self.board = instance, board
        self._known: dict[tuple[object, ...], frozenset[Kind]] = {}
        requests = instance.problem.requests
        self._led = {(r.township, r.bundle) for r in requests if r.lead and r.bundle and not r.held}

    def of(self, unit: Unit, day: int) -> frozenset[Kind]:
        """The kinds of limits, each of which keeps the unit (one request) from that day; empty: it fits."""
        request = self._request(unit)
        bundle = request.bundle if self.follows(request) else ""
        alike = unit.township, unit.departments, unit.half_days, unit.held, unit.published
        key = *alike, bundle, self._is_pinned(request), day
        if key not in self._known:
            self._known[key] = frozenset({*self._of_departments(unit, day), *self._of_township(unit, day)})
        return self._known[key]

    def follows(self, request: VisitRequest) -> bool:
        """True where the request goes only on a visit with its bundle's lead."""
        is_free = request.lead or request.held or request.id in self.instance.problem.published
        return not is_free and (request.township, request.bundle) in self._led

    def finds_room(self, unit: Unit, day: int, seats: int, half_days: int, *, count_months: bool) -> bool:
        """True where the day would have room, had it so many seats and that many half-days more."""
        board = self.board
        standing = _longer(board.days[unit.township].get(day), unit, day, self.instance.day_cap, half_days)
        joinable = [visit for visit in standing.visits if not visit.units[0].held]
        if not unit.held and any(visit.has_room(unit, seats) for visit in joinable):
            return True
        if count_months and board.month[unit.township][self.instance.months[day]] >= self.instance.month_cap:
            return False
        taken = {visit.session for visit in standing.visits}
        sessions = (session for session in range(len(standing.present)) if session not in taken)
        return any(Visit(standing, session).has_room(unit, seats) for session in sessions)

    def _of_departments(self, unit: Unit, day: int) -> Iterable[Kind]:
        problem, board, bit = self.instance.problem, self.board, 1 << day
        date = problem.days[day]
        if date in problem.closed.get(self.instance.townships[unit.township], ()):
            yield "closed"
        for department in unit.departments:
            if date in problem.departments[department].off:
                yield "off"
            if not (board.free[department] | board.there[unit.township][department]) & bit:
                yield "team"
        moves = unit.moves(day)
        too_many = bool(unit.published) and board.moves + moves > self.instance.max_moves
        if moves and (too_many or self._is_pinned(self._request(unit))):
            yield "moves"

    def _of_township(self, unit: Unit, day: int) -> Iterable[Kind]:
        seats = self.instance.department_cap
        if self.follows(self._request(unit)):
            if self.joins_lead(unit, day, seats):
                return
            yield "lead"
        if not self.finds_room(unit, day, seats, 0, count_months=True):
            yield "month" if self.finds_room(unit, day, seats, 0, count_months=False) else "seats"

    def joins_lead(self, unit: Unit, day: int, seats: int) -> bool:
        """True where a visit of that day with its bundle's lead has room for it, had it so many seats."""
        requests, bundle = self.instance.problem.requests, self._request(unit).bundle
        standing = self.board.days[unit.township].get(day)
        return any(
            visit.has_room(unit, seats)
            for visit in (standing.visits if standing else ())
            if any(
                requests[i].lead and requests[i].bundle == bundle for one in visit.units for i in one.requests
            )
        )

    def _is_pinned(self, request: VisitRequest) -> bool:
        return self.instance.problem.is_pinned(request.id)

    def _request(self, unit: Unit) -> VisitRequest:
        return self.instance.problem.requests[unit.requests[0]]


def smallest_set(blocks: Mapping[int, frozenset[Kind]]) -> tuple[Kind, ...]:
    """The fewest kinds that block every day; empty where a day is not blocked or there is none."""
    for size in range(1, len(KINDS) + 1):
        for kinds in combinations(KINDS, size):
            if blocks and all(found & set(kinds) for found in blocks.values()):
                return kinds
    return ()


def _longer(day: Day | None, unit: Unit, index: int, day_cap: int, half_days: int) -> Day:
    """The day as it stands, or an empty one, with that many half-days more at its end."""
    if day is None:
        return Day(unit.township, index, day_cap + half_days)
    if not half_days:
        return day
    longer = Day(day.township, day.index, len(day.present) + half_days)
    longer.present[: len(day.present)] = day.present
    longer.quiet = day.quiet
    for visit in day.visits:
        copy = Visit(longer, visit.session)
        copy.units, copy.loads = visit.units, visit.loads
        longer.visits.append(copy)
    return longer
