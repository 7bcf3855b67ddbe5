"""Tries other days for visits that last several, one at a time, and keeps what lets the others do better."""

from collections.abc import Iterator, Mapping
from random import Random

from app.domain.scheduling.board import Board
from app.domain.scheduling.problem import Problem
from app.domain.scheduling.search import start_plan
from app.domain.scheduling.several_days import Starts, take_apart
from app.domain.scheduling.units import build_instance, days_of

Goals = tuple[int, int, int, int, int]
"""Published and other requests left out, visit-days, visits, moves: the objective, in its order."""


def improve_days(problem: Problem, starts: Starts, chosen: Mapping[int, int], trials: int) -> dict[int, int]:
    """No worse a choice, judged by the first plan that follows from it; at most `trials` plans are made.

    A descent: the first change of one visit, or of one for another, that gains is kept, until none gains or
    all trials are used.
    """
    best = dict(chosen)
    goals = _judge(problem, best) if trials else None
    gained = goals is not None
    while gained and goals is not None:
        gained = False
        for trial in _others(starts, best):
            if not trials:
                return best
            trials -= 1
            found = _judge(problem, trial)
            if found is not None and found < goals:
                best, goals, gained = trial, found, True
                break
    return best


def _others(starts: Starts, best: Mapping[int, int]) -> Iterator[dict[int, int]]:
    """Every choice with one visit on another day or left out, or left out for one that is not there."""
    for index in starts:
        rest = {one: day for one, day in best.items() if one != index}
        if index in best:
            yield rest
        for start in days_of(starts[index]):
            if start == best.get(index):
                continue
            yield {**rest, index: start}
            for other in best if index not in best else ():
                yield {**{one: day for one, day in best.items() if one != other}, index: start}


def _judge(problem: Problem, chosen: Mapping[int, int]) -> Goals | None:
    """What the first plan around these days comes to; None where it tears one of them, or moves too much."""
    apart, owners = take_apart(problem, chosen)
    if apart.max_moves < 0:
        return None
    board = Board(build_instance(apart))
    start_plan(board, Random(1))
    placed = {index for unit in board.instance.units if board.place[unit.index] for index in unit.requests}
    left = [request.id for index, request in enumerate(apart.requests) if index not in placed]
    if any(name in owners for name in left):
        return None
    published = sum(name in problem.published for name in left)
    moves = problem.max_moves - apart.max_moves + board.moves
    return published, len(left) - published, board.visit_days, board.visit_count, moves
