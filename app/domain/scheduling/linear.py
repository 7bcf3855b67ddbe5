"""The one door to linear programming: a lower bound that its dual prices prove, whatever the solver says."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ortools.linear_solver import pywraplp

from app.domain.scheduling.cpsat import Term

_ITERATIONS = 20_000
_TOLERANCE = 1e-4


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

    def minimum(self) -> float:
        """No choice of the variables costs less.

        PDLP (Applegate et al. 2021) comes near the optimum in few iterations, but not onto it; so the
        answer is not its objective but what its dual prices prove: the least of the Lagrangian over the
        box, which holds for any prices.
        """
        return self._proven(self._prices())

    def _prices(self) -> list[float]:
        solver = pywraplp.Solver.CreateSolver("PDLP")
        solver.SetNumThreads(1)
        solver.SetSolverSpecificParametersAsString(
            f"termination_criteria {{ iteration_limit: {_ITERATIONS} simple_optimality_criteria {{"
            f" eps_optimal_absolute: {_TOLERANCE} eps_optimal_relative: {_TOLERANCE} }} }}"
        )
        variables = [solver.NumVar(0, 1, "") for _ in self.costs]
        rows = []
        for terms, low in self._rows:
            row = solver.Constraint(low, solver.infinity())
            for variable, factor in terms:
                row.SetCoefficient(variables[variable], factor)
            rows.append(row)
        objective = solver.Objective()
        for variable, cost in zip(variables, self.costs, strict=True):
            objective.SetCoefficient(variable, cost)
        objective.SetMinimization()
        if solver.Solve() not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return [0.0] * len(rows)
        return [max(row.DualValue(), 0.0) for row in rows]

    def _proven(self, prices: list[float]) -> float:
        reduced = [float(cost) for cost in self.costs]
        total = 0.0
        for (terms, low), price in zip(self._rows, prices, strict=True):
            if price:
                total += price * low
                for variable, factor in terms:
                    reduced[variable] -= price * factor
        return total + sum(cost for cost in reduced if cost < 0)
