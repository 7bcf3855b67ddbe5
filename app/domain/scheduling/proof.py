"""What is proven of a plan: how few requests any plan leaves out, and how few visit-days it could have."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.domain.scheduling.board import Board
from app.domain.scheduling.bound import lower_bound
from app.domain.scheduling.budget import Budget
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.several_days import relaxed
from app.domain.scheduling.units import allowed_days


@dataclass(frozen=True, slots=True)
class Proof:
    """No plan leaves out less than `unplaced`, none that leaves out as little has fewer days than `days`."""

    unplaced: int
    days: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the search has proven: the weight that any plan leaves out, and the fewest `days` of any plan
    that leaves out no more than `left_out` requests.
    """

    least: int
    left_out: int
    days: int


def prove(board: Board, placed: Collection[str], known: Known, budget: Budget) -> Proof:
    """The proof of a plan that places these requests."""
    instance = board.instance
    left_out = sum(len(unit.requests) for unit in instance.units) - len(placed)
    impossible = len(instance.problem.requests) - len(placed) - left_out
    absent = sum(unit.weight for unit in board.absent())
    days = [mask.bit_count() for mask in board.open]
    return Proof(
        impossible + _least_count(instance.problem, left_out, absent, known.least),
        lower_bound(
            instance, days, left_out, budget, known=known.days if known.left_out == left_out else None
        ),
    )


def prove_around(
    problem: Problem,
    starts: Mapping[int, int],
    board: Board,
    placed: Collection[str],
    budget: Budget,
) -> Proof:
    """The proof where visits last several days: their days were chosen first, so only less can be proven.

    What no day allows stays out in every plan. The days are bounded with all requests alone, those of several
    days on any of their days; what is left out saves as many days as the longest visit has.
    """
    masks = enumerate(allowed_days(problem))
    impossible = sum(not (starts.get(index) or mask) for index, mask in masks)
    instance, longest = relaxed(problem, starts)
    days = [mask.bit_count() for mask in board.open]
    left_out = len(problem.requests) - len(placed) - impossible
    return Proof(impossible, lower_bound(instance, days, left_out * longest, budget, instance.units))


def _least_count(problem: Problem, left_out: int, weight: int, least: int) -> int:
    """The least weight as a number of requests; where published ones weigh more, only a proof tells it."""
    if weight <= least:
        return left_out
    return 0 if problem.published else least
