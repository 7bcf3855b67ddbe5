"""Lets the townships negotiate and the county be reassigned by turns, each from what the other came to."""

from functools import partial

from app.domain.scheduling.budget import DEFAULT_EFFORT, Budget, share_of_default
from app.domain.scheduling.follow import take_better
from app.domain.scheduling.negotiate import Negotiation
from app.domain.scheduling.proof import Known
from app.domain.scheduling.reassign import Reassignment
from app.domain.scheduling.search import Report, part

_ROUNDS = 2
_STEPS = 0.5  # of an effort of one, in a county of no units
_UNITS_THAT_HALVE = 14
_STEPS_PER_UNIT = 30
_REASSIGNED = (
    1.8  # deterministic seconds of the default effort, so that 1000 requests take ten seconds of CPU
)


def alternate(
    negotiation: Negotiation,
    reassignment: Reassignment,
    known: Known,
    effort: int,
    report: Report,
    most_steps: int,
) -> None:
    """Improves the negotiation's board until nothing is left to gain, or the effort is spent; negotiates
    `most_steps` at most.

    `report` is told the share. On fixed days the county is reassigned as long as that gains; the first second
    of it gains most, so that less effort buys more of it. Then some townships get other days.
    """
    board = negotiation.board
    instance = board.instance
    units_each = len(instance.units) // max(len(instance.townships), 1)
    steps = int(effort * _STEPS) // (units_each + _UNITS_THAT_HALVE)
    steps = min(steps, len(instance.units) * _STEPS_PER_UNIT, most_steps)
    on_fixed_days, on_others = _REASSIGNED * share_of_default(effort), _REASSIGNED * effort / DEFAULT_EFFORT
    for number in range(_ROUNDS):
        tell = part(report, number / _ROUNDS, 0.5 / _ROUNDS)
        negotiation.run(steps // _ROUNDS, known.days, tell)
        trial, reassignment.free = negotiation.trial, 0.0
        while True:
            most = on_fixed_days if reassignment.free < 1 else on_others * (number + 1) / _ROUNDS
            budget = Budget(most - reassignment.spent, partial(tell, 1.0))
            if budget.effort <= 0:
                break
            if (board.missing <= known.least and board.visit_days <= known.days) or budget.is_over:
                return
            is_best = reassignment.round(trial, budget)
            take_better(board, trial)
            if is_best:
                return
