"""Plans a county's visits: group, place, improve, prove, explain."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import DEFAULT_EFFORT, Budget
from app.domain.scheduling.choose_days import choose_days
from app.domain.scheduling.find_plan import find_plan, iterations_for
from app.domain.scheduling.improve_days import improve_days
from app.domain.scheduling.moves import Move, find_moves
from app.domain.scheduling.order import content_of, in_order
from app.domain.scheduling.polish import polish_visits
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.proof import Known, Proof, prove, prove_around
from app.domain.scheduling.reasons import Unplaced, explain
from app.domain.scheduling.search import Report
from app.domain.scheduling.settle import settle_early
from app.domain.scheduling.several_days import lengths, possible_starts, take_apart
from app.domain.scheduling.units import build_instance

_POLISH_EFFORT = 1 / 100_000
_PROOF_EFFORT = 1 / 400_000
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
    effort: int = DEFAULT_EFFORT,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """The fewest unplaced requests, then the fewest visit-days, visits and moves that `effort` finds.

    Deterministic: the same problem and effort give the same plan, whatever order its requests come in.
    Names decide nothing but between what is alike (see `in_order`). `progress` is told a share from 0 to 1;
    where `cancelled` answers True, the best plan met so far is returned.
    """

    def report(share: float) -> bool:
        if progress is not None:
            progress(share)
        return cancelled is not None and cancelled()

    problem = in_order(problem)
    starts = possible_starts(problem)
    board, owners, known = _search_whole(problem, starts, effort, report)
    budget = Budget(effort * _PROOF_EFFORT, lambda: report(0.9))
    polish_visits(board, budget.of(effort * _POLISH_EFFORT))
    settle_early(board)
    visits = tuple(_visits(board, owners))
    placed = {name for visit in visits for name in visit.requests}
    if starts:
        proof = prove_around(problem, starts, board, placed, budget)
    else:
        proof = prove(board, placed, known, budget)
    plan = _plan(problem, board, visits, proof)
    report(1.0)
    return plan


def _search_whole(
    problem: Problem, starts: Mapping[int, int], effort: int, report: Report
) -> tuple[Board, dict[str, str], Known]:
    """The best board on which no visit of several days lacks one, whose parts they are, and its proof.

    A visit that loses a day to others (its bundle can't come, say) begins elsewhere or, at last, stays out.
    """
    seed, cap = content_of(problem), problem.caps.half_days_per_day
    refused: dict[str, set[int]] = defaultdict(set)
    chosen = choose_days(problem, starts, refused)
    size = len(problem.requests) + sum(len(lengths(problem.requests[index], cap)) for index in chosen)
    trials = iterations_for(effort, size) // (size + 1)
    chosen = improve_days(problem, starts, chosen, trials if starts else 0)
    while True:
        apart, owners = take_apart(problem, chosen)
        board, known = find_plan(build_instance(apart), seed, effort, report)
        there = {index for outing in board.outings() for unit in outing.units for index in unit.requests}
        torn = {
            owners[request.id]
            for index, request in enumerate(apart.requests)
            if request.id in owners and index not in there
        }
        if not torn:
            return board, owners, known
        for index, day in chosen.items():
            name = problem.requests[index].id
            if name in torn:
                tried = len(refused[name]) >= _OTHER_STARTS
                refused[name].update(range(len(problem.days)) if tried else (day,))
        chosen = choose_days(problem, starts, refused)


def _plan(problem: Problem, board: Board, visits: tuple[PlannedVisit, ...], proof: Proof) -> Plan:
    dates: dict[str, date] = {}
    for visit in visits:
        for name in visit.requests:
            dates.setdefault(name, visit.date)
    asked = enumerate(board.instance.problem.requests)
    names = {request.id for request in problem.requests}
    unplaced = [index for index, request in asked if request.id in names and request.id not in dates]
    unplaced.sort(key=lambda index: board.instance.problem.requests[index].id)
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
                sorted(
                    owners.get(name := instance.problem.requests[index].id, name)
                    for unit in outing.units
                    for index in unit.requests
                )
            ),
        )
        for outing in sorted(
            outings, key=lambda one: (instance.townships[one.township], one.day, one.session)
        )
    ]
