"""Plans a county's visits: group, place, improve, prove, explain."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from random import Random
from typing import Any

from app.domain.scheduling.board import Board
from app.domain.scheduling.bound import lower_bound, quick_bounds
from app.domain.scheduling.fewest import find_fewest, seat
from app.domain.scheduling.fingerprint import fingerprint
from app.domain.scheduling.polish import polish_visits
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.reasons import Unplaced, explain
from app.domain.scheduling.reassign import Reassignment
from app.domain.scheduling.search import Report, improve, start_plan
from app.domain.scheduling.settle import settle_early
from app.domain.scheduling.units import Instance, build_instance

# What one unit of effort buys, measured so that the default plans 300 requests in five seconds of one core
# and 1000 in ten: an iteration costs more in a larger county, so it gets fewer.
_ITERATIONS_PER_EFFORT = 48
_SIZE_THAT_HALVES = 340
_ITERATIONS_PER_UNIT = 60
_CYCLE = 1_000
_WARM = 0.08
_ROUND_EFFORT = 0.3
_SOLVER_EFFORT = 1 / 100_000
_PROOF_EFFORT = 1 / 40_000


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
    """A plan with its proof.

    No plan leaves fewer than `unplaced_bound` requests out, and none that leaves as few out as this one
    has fewer than `lower_bound` visit-days.
    """

    visits: tuple[PlannedVisit, ...]
    unplaced: tuple[Unplaced, ...]
    visit_days: int
    lower_bound: int
    moved: tuple[Move, ...]
    unplaced_bound: int = 0

    def to_json(self) -> dict[str, Any]:
        """The result document of `jianfu plan`."""
        return {
            "visits": [{**asdict(visit), "date": visit.date.isoformat()} for visit in self.visits],
            "unplaced": [asdict(item) for item in self.unplaced],
            "unplaced_bound": self.unplaced_bound,
            "visit_days": self.visit_days,
            "lower_bound": self.lower_bound,
            "gap": round((self.visit_days - self.lower_bound) / max(self.visit_days, 1), 4),
            "visits_count": len(self.visits),
            "moves": len(self.moved),
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

    def report(share: float) -> bool:
        if progress is not None:
            progress(share)
        return cancelled is not None and cancelled()

    instance = build_instance(problem)
    board, least = _search(instance, effort, report)
    polish_visits(board, effort * _SOLVER_EFFORT)
    settle_early(board)
    report(0.9)
    plan = _plan(instance, board, least, effort * _SOLVER_EFFORT)
    report(1.0)
    return plan


def _search(instance: Instance, effort: int, report: Report) -> tuple[Board, int]:
    """The best board found, and the least weight of plannable requests that any plan leaves out."""
    random = Random(fingerprint(instance.problem))
    units = len(instance.units)
    iterations = min(
        effort * _ITERATIONS_PER_EFFORT // (units + _SIZE_THAT_HALVES), units * _ITERATIONS_PER_UNIT
    )
    cycles = -(-iterations // _CYCLE)
    board = Board(instance)
    start_plan(board, random)
    improve(board, random, min(iterations, _CYCLE), lambda share: report(0.1 * share))
    proven = 0
    if board.missing:
        fewest = find_fewest(instance, board, effort * _PROOF_EFFORT)
        proven = fewest.bound
        board = max(board, seat(instance, fewest), key=_placed)
    _alternate(board, random, min(iterations, _CYCLE), (cycles, proven), report)
    return board, proven


def _alternate(
    board: Board, random: Random, iterations: int, budget: tuple[int, int], report: Report
) -> None:
    """Cycles of reassigning the county and searching on from there, until nothing is left to gain."""
    cycles, least = budget
    reassignment = Reassignment(board, random, least)
    floor = sum(quick_bounds(board.instance))
    for cycle in range(cycles):
        done = 0.1 + 0.7 * cycle / cycles
        if (not board.missing and board.visit_days <= floor) or report(done):
            break
        reassignment.round(_ROUND_EFFORT)
        improve(board, random, iterations, partial(_tell, report, done), _WARM, least)


def _tell(report: Report, done: float, _: float) -> bool:
    return report(done)


def _placed(board: Board) -> int:
    return sum(unit.weight for unit in board.instance.units if board.place[unit.index] is not None)


def _plan(instance: Instance, board: Board, least: int, solver_effort: float) -> Plan:
    problem = instance.problem
    visits = tuple(_visits(board))
    dates = {request: visit.date for visit in visits for request in visit.requests}
    unplaced = [index for index, request in enumerate(problem.requests) if request.id not in dates]
    plannable = sum(len(unit.requests) for unit in instance.units)
    left_out = plannable - len(dates)
    weight = sum(unit.weight for unit in instance.units) - _placed(board)
    days = [mask.bit_count() for mask in board.open]
    return Plan(
        visits=visits,
        unplaced=tuple(explain(instance, board, unplaced)),
        unplaced_bound=len(unplaced) - left_out + _least_count(problem, left_out, weight, least),
        visit_days=board.visit_days,
        lower_bound=lower_bound(instance, days, left_out, solver_effort),
        moved=tuple(
            Move(request, day, dates[request])
            for request, day in sorted(problem.published.items())
            if dates.get(request, day) != day
        ),
    )


def _least_count(problem: Problem, left_out: int, weight: int, least: int) -> int:
    """The least weight as a number of requests; where published ones weigh more, only a proof tells it."""
    if weight <= least:
        return left_out
    return 0 if problem.published else least


def _visits(board: Board) -> list[PlannedVisit]:
    """The visits by township, date and session; the only visit of a day is its first."""
    instance = board.instance
    outings = board.outings()
    of_day = Counter((outing.township, outing.day) for outing in outings)
    return [
        PlannedVisit(
            township=instance.townships[outing.township],
            date=instance.problem.days[outing.day],
            session=outing.session + 1 if of_day[outing.township, outing.day] > 1 else 1,
            requests=tuple(
                instance.problem.requests[index].id
                for index in sorted(index for unit in outing.units for index in unit.requests)
            ),
        )
        for outing in outings
    ]
