"""Finds a county's plan: a first one, the fewest left out, then townships that negotiate for their teams."""

from collections.abc import Collection, Mapping
from random import Random

from app.domain.scheduling.alternate import alternate
from app.domain.scheduling.board import Board
from app.domain.scheduling.bound import county_bound
from app.domain.scheduling.budget import Budget, Stop, share_of_default
from app.domain.scheduling.day_choice import may_be_spared
from app.domain.scheduling.fewest import choose_who_stays_out, find_fewest, least_alone, seat
from app.domain.scheduling.negotiate import Negotiation
from app.domain.scheduling.proof import Known
from app.domain.scheduling.reassign import Reassignment
from app.domain.scheduling.search import Report, improve, part, start_plan
from app.domain.scheduling.shortage import Shortage
from app.domain.scheduling.units import Instance, by_township

# What one unit of effort buys, measured so that the default plans 300 requests in five seconds of one core
# and 1000 in ten: an iteration costs more in a larger county, so it gets fewer.
_ITERATIONS_PER_EFFORT = 48
_SIZE_THAT_HALVES = 340
_CYCLE = 1_000
_MOST_LOOKS = 50_000_000  # at an absent unit by another: met where hundreds stay out
_PROOF_EFFORT = 2.0
_CHOICE_EFFORT = 0.1
_PROGRAMME_PER_EFFORT = 1.0  # the programme of 20,000 unit-days takes half a second
# A county of the benchmark has some 20,000 cells a choice and never meets this; years at once would not end.
_MOST_CELLS = 4_000_000_000


def find_plan(instance: Instance, seed: str, effort: int, report: Report) -> tuple[Board, Known]:
    """The best board found, and what is proven on the way."""
    random = Random(seed)
    board = Board(instance)
    start_plan(board, random)
    _place_more(board, random, effort, part(report, 0, 0.1))
    shortage = Shortage()
    if board.missing:
        fewest = find_fewest(
            instance, board, Budget(_PROOF_EFFORT * share_of_default(effort), _stop(report, 0.1))
        )
        shortage = Shortage.of(fewest.bound, fewest.scarce)
        board = max(board, seat(instance, fewest), key=_placed)
    left_out = sum(len(unit.requests) for unit in board.absent())
    stop, rest = _stop(report, 0.1), part(report, 0.1, 0.8)
    largest = effort * _PROGRAMME_PER_EFFORT
    days = county_bound(board.instance, left_out, shortage.scarce, stop, largest) if effort else 0
    known = Known(shortage.least, left_out, days)
    looks = _MOST_CELLS // max(_cells_to_choose(board), 1)
    if looks < len(board.open):
        improve(board, random, iterations_for(effort, len(instance.units)), rest)
        return board, known
    out = _who_stays_out(board, shortage.scarce, left_out, Budget(_CHOICE_EFFORT, stop))
    alternate(Negotiation(board, random, out), Reassignment(random, shortage), known, effort, rest, looks)
    return board, known


def _cells_to_choose(board: Board) -> int:
    """What a township looks at in the negotiation to choose its days: units, days, and days that it has."""
    horizon = len(board.instance.months)
    townships = by_township(board.instance.units)
    return max((len(own) * board.open[t].bit_count() for t, own in townships.items()), default=0) * horizon


def _place_more(board: Board, random: Random, effort: int, report: Report) -> None:
    """Searches while something is left out that no department must leave out by itself."""
    affordable = _MOST_LOOKS // (1 + len(board.absent()) ** 2)
    steps = min(iterations_for(effort, len(board.instance.units)), affordable)
    cycles = -(-steps // _CYCLE)
    least = 0
    for number in range(cycles):
        if board.missing <= least or report(number / cycles):
            return
        improve(board, random, steps // cycles, part(report, number / cycles, 1 / cycles))
        if number == 0 and board.missing:
            budget = Budget(_PROOF_EFFORT * share_of_default(effort), _stop(report, 1 / cycles))
            least = sum(least_alone(board.instance, board, budget).values())


def iterations_for(effort: int, units: int) -> int:
    """How many steps of the local search the effort buys in a county of that many units."""
    return effort * _ITERATIONS_PER_EFFORT // (units + _SIZE_THAT_HALVES)


def _who_stays_out(board: Board, scarce: Mapping[int, int], left_out: int, budget: Budget) -> Collection[int]:
    """The units that stay out: where they are known to be of some departments alone, the best of them."""
    absent = [unit.index for unit in board.absent() if may_be_spared(unit)]
    if len(absent) == left_out == sum(scarce.values()):
        return choose_who_stays_out(board.instance, board, scarce, budget)
    return absent


def _stop(report: Report, share: float) -> Stop:
    return lambda: report(share)


def _placed(board: Board) -> int:
    return sum(unit.weight for unit in board.instance.units if board.place[unit.index] is not None)
