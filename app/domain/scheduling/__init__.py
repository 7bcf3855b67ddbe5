"""Planning the fewest visit-days, with the bound beside the plan and a reason for what does not fit."""

from app.domain.scheduling.budget import DEFAULT_EFFORT
from app.domain.scheduling.calendar import WorkingDays, working_days
from app.domain.scheduling.closures import Closure, closed_days
from app.domain.scheduling.plan import Plan, plan_visits
from app.domain.scheduling.problem import Caps, Department, Problem, ProblemError, VisitRequest
from app.domain.scheduling.propose import Newcomer, Proposal, StandingVisit, propose_day
from app.domain.scheduling.propose_run import propose_days
from app.domain.scheduling.propose_with_moves import Admission, ProposedMove, propose_with_moves
from app.domain.scheduling.reading import read_problem
from app.domain.scheduling.several_days import day_lengths

__all__ = [
    "DEFAULT_EFFORT",
    "Admission",
    "Caps",
    "Closure",
    "Department",
    "Newcomer",
    "Plan",
    "Problem",
    "ProblemError",
    "Proposal",
    "ProposedMove",
    "StandingVisit",
    "VisitRequest",
    "WorkingDays",
    "closed_days",
    "day_lengths",
    "plan_visits",
    "propose_day",
    "propose_days",
    "propose_with_moves",
    "read_problem",
    "working_days",
]
