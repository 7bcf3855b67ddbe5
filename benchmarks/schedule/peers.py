"""What others make of the same county: each department alone, CP-SAT cold, and HiGHS, on one model."""

import time
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import highspy
from ortools.sat.python import cp_model_helper as cp

from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import Stop, interruptible
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.reassign import CountyModel
from app.domain.scheduling.shortage import Shortage
from app.domain.scheduling.units import build_instance, days_of


class Outcome(NamedTuple):
    """What a planner reached: requests without a day, visit-days, CPU seconds."""

    unplaced: int
    visit_days: int
    seconds: float


def separate(problem: Problem) -> Outcome:
    """Each department by itself on a random day that its teams allow, as is done without jianfu.

    Caps of the township do not hold it back: it does not know of the others.
    """
    random, started = Random(1), time.process_time()
    instance = build_instance(problem)
    busy: dict[tuple[int, int], int] = {}
    days: set[tuple[str, int]] = set()
    unplaced = 0
    for index, request in enumerate(problem.requests):
        department = instance.departments[index]
        free = [
            day
            for day in days_of(instance.allowed[index])
            if busy.get((department, day), 0) < instance.teams[department]
        ]
        if not free:
            unplaced += 1
            continue
        day = random.choice(free)
        busy[department, day] = busy.get((department, day), 0) + 1
        days.add((request.township, day))
    return Outcome(unplaced, len(days), time.process_time() - started)


def cpsat_cold(problem: Problem, seconds: float) -> Outcome:
    """The whole county by CP-SAT with its own defaults, one worker, without a plan to begin from."""

    def solve(model: "cp.CpModelProto") -> list[int]:
        solver, parameters = cp.SolveWrapper(), cp.SatParameters()
        parameters.num_workers = 1
        solver.set_parameters(parameters)
        answer = interruptible(lambda: solver.solve(model), solver.stop_search, _after(seconds))
        return list(answer.solution)

    return _by_model(problem, solve)


def highs(problem: Problem, seconds: float) -> Outcome:
    """The same model as a mixed-integer programme by HiGHS, one thread."""

    def solve(model: "cp.CpModelProto") -> list[int]:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        costs = dict(zip(model.objective.vars, model.objective.coeffs, strict=True))
        for index, variable in enumerate(model.variables):
            solver.addCol(costs.get(index, 0), variable.domain[0], variable.domain[1], 0, [], [])
            solver.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        for constraint in model.constraints:
            low, high, terms = _row(constraint)
            solver.addRow(low, high, len(terms), list(terms), list(terms.values()))
        solver.HandleUserInterrupt = True
        interruptible(solver.solve, solver.cancelSolve, _after(seconds))
        found = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return [round(value) for value in solver.getSolution().col_value] if found else []

    return _by_model(problem, solve)


def _after(seconds: float) -> Stop:
    """True once the process has used so much CPU more: on a busy machine the clock tells little."""
    begun = time.process_time()
    return lambda: time.process_time() - begun > seconds


def _row(constraint: Any) -> tuple[float, float, dict[int, int]]:
    if constraint.has_exactly_one():
        return 1, 1, dict.fromkeys(constraint.exactly_one.literals, 1)
    if constraint.has_bool_or():  # "not one, or other"
        one, other = constraint.bool_or.literals
        return 0, 1, {-one - 1: -1, other: 1} if one < 0 else {}
    linear = constraint.linear
    terms: dict[int, int] = {}
    for variable, factor in zip(linear.vars, linear.coeffs, strict=True):
        terms[variable] = terms.get(variable, 0) + factor
    return linear.domain[0], linear.domain[1], terms


def _by_model(problem: Problem, solve: Callable[[Any], list[int]]) -> Outcome:
    started = time.process_time()
    instance = build_instance(problem)
    county = CountyModel(Board(instance), [-1] * len(instance.townships), Shortage())
    values = solve(county.model.proto(hinted=False))
    days = {(instance.units[i].township, day) for (i, day), v in county.on.items() if values and values[v]}
    placed = {i for (i, _), v in county.on.items() if values and values[v]}
    served = sum(len(instance.units[i].requests) for i in placed)
    return Outcome(len(problem.requests) - served, len(days), time.process_time() - started)
