"""The one door to linear programming: a lower bound that its dual prices prove, whatever the solver says."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.linear_solver import linear_solver_pb2
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp

from app.domain.scheduling.budget import Stop
from app.domain.scheduling.cpsat import Term

_CALLS = 4
_ITERATIONS = 1_000
_LARGE = 300_000  # so many coefficients take about two seconds a call; larger models get shorter calls
_TOLERANCE = 1e-4
_NEAR = 0.05  # so near to a whole number, the relaxation's own optimum may still be below it


@dataclass(slots=True)
class LinearModel:
    """Variables are numbers from 0 to 1; `minimum` bounds what they cost under the `at_least` rows."""

    costs: list[int] = field(default_factory=list)
    _rows: list[tuple[list[Term], int]] = field(default_factory=list)

    def variable(self, cost: int = 0) -> int:
        """A new variable, by its number."""
        self.costs.append(cost)
        return len(self.costs) - 1

    def at_least(self, terms: Iterable[Term], low: int) -> None:
        """The weighted sum of the variables is `low` or more."""
        self._rows.append((list(terms), low))

    def at_most(self, terms: Iterable[Term], high: int) -> None:
        """The weighted sum of the variables is `high` or less."""
        self.at_least(((variable, -factor) for variable, factor in terms), -high)

    def minimum(self, stop: Stop | None = None) -> float:
        """No choice of the variables costs less; the best that is proven until `stop` calls it off.

        PDLP (Applegate et al. 2021) comes near the optimum in few iterations, but not onto it; so the
        answer is not its objective but what its dual prices prove: the least of the Lagrangian over the
        box, which holds for any prices. It cannot be interrupted, so it is called a few times, each going
        on from where the last one came to, until another whole number cannot be proven.
        """
        programme = pdlp.qp_from_mpmodel_proto(self._proto(), relax_integer_variables=True)
        size = sum(len(terms) for terms, _ in self._rows)
        parameters = _parameters(_ITERATIONS * _LARGE // max(size, _LARGE))
        best, start, costs = 0.0, None, np.array(self.costs, dtype=float)
        for _ in range(_CALLS):
            if stop is not None and stop():
                break
            result = pdlp.primal_dual_hybrid_gradient(programme, parameters, start)
            best = max(best, self._proven(result.dual_solution.tolist()))
            if math.ceil(best) >= float(costs @ result.primal_solution) - _NEAR:
                break
            start = pdlp.PrimalAndDualSolution()
            start.primal_solution = result.primal_solution
            start.dual_solution = result.dual_solution
        return best

    def _proto(self) -> "linear_solver_pb2.MPModelProto":
        proto = linear_solver_pb2.MPModelProto()
        for cost in self.costs:
            proto.variable.add(lower_bound=0.0, upper_bound=1.0, objective_coefficient=cost)
        for terms, low in self._rows:
            variables, factors = zip(*terms, strict=True) if terms else ((), ())
            proto.constraint.add(
                lower_bound=low, upper_bound=math.inf, var_index=variables, coefficient=factors
            )
        return proto

    def _proven(self, prices: Sequence[float]) -> float:
        reduced = [float(cost) for cost in self.costs]
        total = 0.0
        for (terms, low), price in zip(self._rows, prices, strict=True):
            if price > 0:
                total += price * low
                for variable, factor in terms:
                    reduced[variable] -= price * factor
        return total + sum(cost for cost in reduced if cost < 0)


def _parameters(iterations: int) -> "solvers_pb2.PrimalDualHybridGradientParams":
    parameters = solvers_pb2.PrimalDualHybridGradientParams()
    parameters.num_threads = 1
    criteria = parameters.termination_criteria
    criteria.iteration_limit = iterations
    criteria.simple_optimality_criteria.eps_optimal_absolute = _TOLERANCE
    criteria.simple_optimality_criteria.eps_optimal_relative = _TOLERANCE
    return parameters
