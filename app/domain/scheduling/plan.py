"""Plans a county's visits: group, place, improve, prove, explain."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from random import Random
from typing import Any

from app.domain.scheduling.board import Board, Visit
from app.domain.scheduling.bound import lower_bound
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.reasons import Unplaced, explain
from app.domain.scheduling.search import Search
from app.domain.scheduling.units import Instance, build_instance


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit: `session` is the half-day of the date at which it begins, counted from 1."""

    township: str
    date: date
    session: int
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A published request that changes its date, from where to where."""

    request: str
    was: date
    becomes: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its proof: no plan that places as many requests has fewer than `lower_bound` visit-days."""

    visits: tuple[PlannedVisit, ...]
    unplaced: tuple[Unplaced, ...]
    visit_days: int
    lower_bound: int
    moved: tuple[Move, ...]

    def to_json(self) -> dict[str, Any]:
        """The result document of `jianfu plan`."""
        return {
            "visits": [{**asdict(visit), "date": visit.date.isoformat()} for visit in self.visits],
            "unplaced": [asdict(item) for item in self.unplaced],
            "visit_days": self.visit_days,
            "lower_bound": self.lower_bound,
            "moves": len(self.moved),
            "visits_count": len(self.visits),
            "gap": round((self.visit_days - self.lower_bound) / max(self.visit_days, 1), 4),
            "moved": [
                {"request": move.request, "from": move.was.isoformat(), "to": move.becomes.isoformat()}
                for move in self.moved
            ],
        }


def plan_visits(
    problem: Problem,
    effort: int = 200_000,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """The fewest unplaced requests, then the fewest visit-days, visits and moves that `effort` finds.

    Deterministic: the same problem and effort give the same plan. `progress` is told a share from 0 to 1;
    where `cancelled` answers True, the best plan met so far is returned.
    """
    instance = build_instance(problem)
    board = Board(instance)

    def report(share: float) -> bool:
        if progress is not None:
            progress(share)
        return cancelled is not None and cancelled()

    search = Search(board, Random(_seed(problem)))
    search.start()
    search.run(effort // max(len(instance.units), 20), report)
    report(1.0)
    return _plan(instance, board)


def _seed(problem: Problem) -> int:
    """A seed from the problem's content, the same in every process."""
    parts = (
        problem.days, problem.departments, problem.requests, problem.caps,
        sorted((name, sorted(days)) for name, days in problem.closed.items()),
        sorted(problem.published.items()), problem.frozen_until, problem.max_moves, problem.apart,
    )  # fmt: skip
    return int.from_bytes(hashlib.sha256(repr(parts[3:]).encode()).digest()[:8])


def _plan(instance: Instance, board: Board) -> Plan:
    visits = tuple(_visits(instance, board))
    dates = {request: visit.date for visit in visits for request in visit.requests}
    requests = instance.problem.requests
    unplaced = [index for index, request in enumerate(requests) if request.id not in dates]
    impossible = len(requests) - sum(len(unit.requests) for unit in instance.units)
    moved = [
        Move(request, day, dates[request])
        for request, day in sorted(instance.problem.published.items())
        if dates.get(request, day) != day
    ]
    return Plan(
        visits=visits,
        unplaced=tuple(explain(instance, board, index) for index in unplaced),
        visit_days=board.visit_days,
        lower_bound=lower_bound(instance, len(unplaced) - impossible),
        moved=tuple(moved),
    )


def _visits(instance: Instance, board: Board) -> list[PlannedVisit]:
    """The board's visits by township, date and session; within a day the larger visit comes first."""
    planned = []
    for township, days in enumerate(board.visits):
        for day, standing in sorted(days.items()):
            session = 1
            for visit in sorted(standing, key=lambda v: (-len(v.units), min(u.index for u in v.units))):
                planned.append(
                    PlannedVisit(
                        instance.townships[township],
                        instance.problem.days[day],
                        session,
                        _names(instance, visit),
                    )
                )
                session += visit.length
    return planned


def _names(instance: Instance, visit: Visit) -> tuple[str, ...]:
    indices = sorted(index for unit in visit.units for index in unit.requests)
    return tuple(instance.problem.requests[index].id for index in indices)
