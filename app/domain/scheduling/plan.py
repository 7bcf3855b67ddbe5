"""Plans a county's visits: group, place, improve, prove, explain."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from random import Random
from typing import Any

from app.domain.scheduling.board import Board
from app.domain.scheduling.bound import quick_bounds
from app.domain.scheduling.choose_days import choose_days
from app.domain.scheduling.fewest import find_fewest, seat
from app.domain.scheduling.fingerprint import fingerprint
from app.domain.scheduling.improve_days import improve_days
from app.domain.scheduling.moves import Move, find_moves
from app.domain.scheduling.polish import polish_visits
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.proof import Proof, prove, prove_around
from app.domain.scheduling.reasons import Unplaced, explain
from app.domain.scheduling.reassign import Reassignment
from app.domain.scheduling.search import Report, improve, start_plan
from app.domain.scheduling.settle import settle_early
from app.domain.scheduling.several_days import possible_starts, take_apart
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
_OTHER_STARTS = 3


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit: `session` is the half-day of the date at which it begins, counted from 1."""

    township: str
    date: date
    session: int
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its proof.

    No plan leaves fewer than `unplaced_bound` requests out, and none that leaves as few out as this one
    has fewer than `lower_bound` visit-days. `max_moves` and `frozen_until` are what `moved` had to keep to.
    """

    visits: tuple[PlannedVisit, ...]
    unplaced: tuple[Unplaced, ...]
    visit_days: int
    lower_bound: int
    moved: tuple[Move, ...]
    unplaced_bound: int = 0
    max_moves: int = 0
    frozen_until: date | None = None

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
            "max_moves": self.max_moves,
            "frozen_until": self.frozen_until and self.frozen_until.isoformat(),
            "moved": [
                {
                    "request": move.request,
                    "from": move.was.isoformat(),
                    "to": move.becomes.isoformat(),
                    "reason": move.reason,
                    "reason_en": move.reason_en,
                    "gain": move.gain,
                }
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

    starts = possible_starts(problem)
    board, owners, least = _search_whole(problem, starts, effort, report)
    polish_visits(board, effort * _SOLVER_EFFORT)
    settle_early(board)
    report(0.9)
    visits = tuple(_visits(board, owners))
    placed = {name for visit in visits for name in visit.requests}
    if starts:
        proof = prove_around(problem, starts, board, placed, effort * _SOLVER_EFFORT)
    else:
        proof = prove(board, placed, least, effort * _SOLVER_EFFORT)
    plan = _plan(problem, board, visits, proof)
    report(1.0)
    return plan


def _search_whole(
    problem: Problem, starts: Mapping[int, int], effort: int, report: Report
) -> tuple[Board, dict[str, str], int]:
    """The best board on which no visit of several days lacks one, whose parts they are, and its proof.

    A visit that loses a day to others (its bundle can't come, say) begins elsewhere or, at last, stays out.
    """
    seed = fingerprint(problem)
    refused: dict[str, set[int]] = defaultdict(set)
    chosen = choose_days(problem, starts, refused)
    size = len(problem.requests)
    trials = effort * _ITERATIONS_PER_EFFORT // (size + _SIZE_THAT_HALVES) // (size + 1)
    chosen = improve_days(problem, starts, chosen, trials if starts else 0)
    while True:
        apart, owners = take_apart(problem, chosen)
        board, least = _search(build_instance(apart), seed, effort, report)
        there = {index for outing in board.outings() for unit in outing.units for index in unit.requests}
        torn = {
            owners[request.id]
            for index, request in enumerate(apart.requests)
            if request.id in owners and index not in there
        }
        if not torn:
            return board, owners, least
        for index, day in chosen.items():
            name = problem.requests[index].id
            if name in torn:
                tried = len(refused[name]) >= _OTHER_STARTS
                refused[name].update(range(len(problem.days)) if tried else (day,))
        chosen = choose_days(problem, starts, refused)


def _search(instance: Instance, seed: str, effort: int, report: Report) -> tuple[Board, int]:
    """The best board found, and the least weight of plannable requests that any plan leaves out."""
    random = Random(seed)
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


def _plan(problem: Problem, board: Board, visits: tuple[PlannedVisit, ...], proof: Proof) -> Plan:
    dates: dict[str, date] = {}
    for visit in visits:
        for name in visit.requests:
            dates.setdefault(name, visit.date)
    asked = enumerate(board.instance.problem.requests)
    names = {request.id for request in problem.requests}
    unplaced = [index for index, request in asked if request.id in names and request.id not in dates]
    return Plan(
        visits=visits,
        unplaced=tuple(explain(board.instance, board, unplaced)),
        unplaced_bound=proof.unplaced,
        visit_days=board.visit_days,
        lower_bound=proof.days,
        moved=find_moves(problem, dates, frozenset((visit.township, visit.date) for visit in visits)),
        max_moves=problem.max_moves,
        frozen_until=problem.frozen_until,
    )


def _visits(board: Board, owners: Mapping[str, str]) -> list[PlannedVisit]:
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
                owners.get(name := instance.problem.requests[index].id, name)
                for index in sorted(index for unit in outing.units for index in unit.requests)
            ),
        )
        for outing in outings
    ]
