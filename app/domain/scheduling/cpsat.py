"""The one door to CP-SAT: 0-1 models with one worker and a deterministic limit, so that answers repeat.

It speaks to the solver's own protocol. The usual `cp_model` builder imports pandas for an interface that
is not used here, which takes longer than planning a small county.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model_helper as cp

from app.domain.scheduling.budget import Budget, interruptible

Term = tuple[int, int]
"""A variable and its coefficient."""
_NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True)
class Answer:
    """The best solution (empty where none was found), the proven bound of all, the effort it took."""

    values: tuple[int, ...]
    bound: int
    is_optimal: bool
    effort: float


class Model:
    """Variables are numbers; `minimize` what `add_cost` collected, under `limit`s and implications."""

    def __init__(self) -> None:
        self._proto = cp.CpModelProto()
        self._costs: dict[int, int] = {}
        self._hints: dict[int, int] = {}
        self._size = 0

    def variable(self, largest: int = 1) -> int:
        """A whole number from 0 to `largest`."""
        self._proto.variables.add().domain.extend([0, largest])
        self._size += 1
        return self._size - 1

    def limit(self, terms: Iterable[Term], low: int | None, high: int | None) -> None:
        """The weighted sum lies between `low` and `high`, both inclusive."""
        terms = list(terms)
        linear = self._proto.constraints.add().linear
        linear.vars.extend([variable for variable, _ in terms])
        linear.coeffs.extend([factor for _, factor in terms])
        linear.domain.extend([-_NO_LIMIT if low is None else low, _NO_LIMIT if high is None else high])

    def implies(self, one: int, other: int) -> None:
        """Where the 0-1 variable `one` is 1, so is `other`."""
        self._proto.constraints.add().bool_or.literals.extend([-one - 1, other])

    def exactly_one(self, variables: Iterable[int]) -> None:
        """One of the 0-1 variables is 1."""
        self._proto.constraints.add().exactly_one.literals.extend(list(variables))

    def add_cost(self, variable: int, cost: int) -> None:
        """The variable's value counts that much in the objective."""
        self._costs[variable] = self._costs.get(variable, 0) + cost

    def hint(self, variable: int, value: int) -> None:
        """A value of a known solution to begin from."""
        self._hints[variable] = value

    def proto(self, *, hinted: bool) -> "cp.CpModelProto":
        """The model in the solver's protocol, complete, with or without the solution to begin from."""
        proto = cp.CpModelProto()
        proto.copy_from(self._proto)
        proto.objective.vars.extend(list(self._costs))
        proto.objective.coeffs.extend(list(self._costs.values()))
        if hinted:
            proto.solution_hint.vars.extend(list(self._hints))
            proto.solution_hint.values.extend(list(self._hints.values()))
        return proto

    def minimize(self, budget: Budget) -> Answer:
        """Solves within the budget; called off, it answers what it has by then. No cost may be negative."""
        if budget.is_over:
            return Answer((), 0, False, 0.0)
        solver, proto = cp.SolveWrapper(), self.proto(hinted=True)
        solver.set_parameters(_parameters(budget.effort))
        response: Any = interruptible(lambda: solver.solve(proto), solver.stop_search, budget.stop)  # type: ignore[no-untyped-call]
        return Answer(
            values=tuple(response.solution),
            bound=math.ceil(max(response.best_objective_bound, 0.0) - 1e-6),
            is_optimal=response.status == cp.CpSolverStatus.OPTIMAL,
            effort=response.deterministic_time,
        )


def _parameters(effort: float) -> "cp.SatParameters":
    parameters = cp.SatParameters()
    parameters.num_workers = 1
    parameters.catch_sigint_signal = False  # Ctrl+C is for the program, not for one of its solvers
    parameters.max_deterministic_time = effort
    parameters.random_seed = 1
    # measured: full linear relaxation 4 times as fast as the default on single townships, and the only one
    # that closes a county; without
    # symmetry and probing another third off
    parameters.linearization_level = 2
    parameters.symmetry_level = 0
    parameters.cp_model_probing_level = 0
    return parameters
