"""Finds a county's plan: a first one, the fewest left out, then townships that negotiate for their teams."""

from collections.abc import Callable, Collection, Mapping
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.bound import county_bound
from app.domain.scheduling.day_choice import may_be_spared
from app.domain.scheduling.fewest import choose_who_stays_out, find_fewest, seat
from app.domain.scheduling.follow import take_better
from app.domain.scheduling.negotiate import Negotiation
from app.domain.scheduling.proof import Known
from app.domain.scheduling.reassign import Reassignment
from app.domain.scheduling.search import Report, cost_of, improve, start_plan
from app.domain.scheduling.units import Instance, by_township

# What one unit of effort buys, measured so that the default plans 300 requests in five seconds of one core
# and 1000 in ten: an iteration costs more in a larger county, so it gets fewer.
_ITERATIONS_PER_EFFORT = 48
_SIZE_THAT_HALVES = 340
_CYCLE = 1_000
_MOST_LOOKS = 50_000_000  # at an absent unit by another: met where hundreds stay out
_PROOF_EFFORT = 1 / 40_000
_STEPS_PER_EFFORT = 1.0
_UNITS_THAT_HALVE = 14
_STEPS_PER_UNIT = 30
_CHOICE_EFFORT = 0.1
_FREE_UNITS = 20  # so many units get all their days in the first round of reassigning
_ROUNDS = 6
_ROUND_EFFORT = 1 / 600_000
# A county of the benchmark has some 20,000 cells a choice and never meets this; years at once would not end.
_MOST_CELLS = 4_000_000_000


def find_plan(instance: Instance, seed: str, effort: int, report: Report) -> tuple[Board, Known]:
    """The best board found, and what is proven on the way."""
    random = Random(seed)
    board = Board(instance)
    start_plan(board, random)
    least, scarce = 0, dict[int, int]()
    if board.missing:
        affordable = _MOST_LOOKS // (1 + len(board.absent()) ** 2)
        cycle = min(iterations_for(effort, len(instance.units)), _CYCLE, affordable)
        improve(board, random, cycle, _part(report, 0, 0.1))
    if board.missing:
        fewest = find_fewest(instance, board, effort * _PROOF_EFFORT)
        least, scarce = fewest.bound, fewest.scarce
        board = max(board, seat(instance, fewest), key=_placed)
    left_out = sum(len(unit.requests) for unit in board.absent())
    known = Known(least, left_out, county_bound(board.instance, left_out, scarce) if effort else 0)
    looks = _MOST_CELLS // max(_cells_to_choose(board), 1)
    if looks < len(board.open):
        improve(board, random, iterations_for(effort, len(instance.units)), _part(report, 0.1, 0.7))
    else:
        stays_out = _who_stays_out(board, scarce, left_out)
        _alternate(Negotiation(board, random, stays_out), known, effort, report, looks)
    return board, known


def _cells_to_choose(board: Board) -> int:
    """What a township looks at in the negotiation to choose its days: units, days, and days that it has."""
    horizon = len(board.instance.months)
    townships = by_township(board.instance.units)
    return max((len(own) * board.open[t].bit_count() for t, own in townships.items()), default=0) * horizon


def iterations_for(effort: int, units: int) -> int:
    """How many steps of the local search the effort buys in a county of that many units."""
    return effort * _ITERATIONS_PER_EFFORT // (units + _SIZE_THAT_HALVES)


def _who_stays_out(board: Board, scarce: Mapping[int, int], left_out: int) -> Collection[int]:
    """The units that stay out: where they are known to be of some departments alone, the best of them."""
    absent = [unit.index for unit in board.absent() if may_be_spared(unit)]
    if len(absent) == left_out == sum(scarce.values()):
        short = {department: out for department, out in scarce.items() if out}
        return choose_who_stays_out(board.instance, board, short, _CHOICE_EFFORT)
    return absent


def _alternate(negotiation: Negotiation, known: Known, effort: int, report: Report, most_steps: int) -> None:
    """Rounds of negotiating and of reassigning the county from there, until nothing is left to gain."""
    board = negotiation.board
    share = len(board.instance.units) // max(len(board.instance.townships), 1)
    steps = int(effort * _STEPS_PER_EFFORT) // (share + _UNITS_THAT_HALVE)
    steps = min(steps, len(board.instance.units) * _STEPS_PER_UNIT, most_steps)
    reassignment = Reassignment(negotiation.random, known.least, free=_FREE_UNITS / max(share, 1))
    for number in range(_ROUNDS):
        begun = 0.1 + 0.7 * number / _ROUNDS
        negotiation.run(steps // _ROUNDS, known.days, _part(report, begun, 0.6 / _ROUNDS))
        if (board.missing <= known.least and board.visit_days <= known.days) or report(begun):
            break
        trial = board if number % 2 else negotiation.trial
        is_best = reassignment.round(trial, effort * _ROUND_EFFORT)
        take_better(board, trial)
        if is_best and cost_of(board) >= cost_of(trial):
            break


def _part(report: Report, begun: float, share: float) -> Callable[[float], bool]:
    return lambda done: report(begun + share * done)


def _placed(board: Board) -> int:
    return sum(unit.weight for unit in board.instance.units if board.place[unit.index] is not None)
