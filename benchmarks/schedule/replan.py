"""One new request after another on a published plan: who finds a day without a move, and at what cost."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from app.domain.scheduling import (
    Plan,
    Problem,
    VisitRequest,
    plan_visits,
    propose_with_moves,
    read_problem,
)
from benchmarks.schedule.counties import county

NEWCOMERS = 100
FROZEN_DAYS = 14
MOST_MOVES = 3


def replan(requests: int, seed: int, effort: int = 20_000) -> dict[str, Any]:
    """Publishes a plan of the county and adds newcomers one at a time, each with its own new plan.

    First with no move allowed; only a newcomer that finds no day so may move up to three published
    requests beyond the frozen fortnight. Returns shares and means.
    """
    problem = read_problem(county(requests, seed))
    problem = replace(problem, frozen_until=problem.days[0] + timedelta(FROZEN_DAYS))
    published = _published(plan_visits(problem, effort))
    random, still, placed, moves, started = Random(seed), 0, 0, 0, time.process_time()
    for number in range(NEWCOMERS):
        problem = _with_newcomer(problem, random, f"N{number:03d}", published)
        for allowed in (0, MOST_MOVES):
            plan = plan_visits(replace(problem, max_moves=allowed), effort // 10)
            dates = _published(plan)
            if f"N{number:03d}" in dates:
                placed, still, moves = placed + 1, still + (not plan.moved), moves + len(plan.moved)
                break
        published = dates
    seconds = (time.process_time() - started) / NEWCOMERS
    return {"still": still / NEWCOMERS, "placed": placed, "moves": moves / NEWCOMERS, "seconds": seconds}


def admit(requests: int, seed: int, most_moves: int, effort: int = 20_000) -> dict[str, Any]:
    """The same newcomers, each proposed a place in the published plan instead of a new plan.

    Returns how many each step placed (`None`: nowhere), the moves, and the CPU milliseconds.
    """
    problem = read_problem(county(requests, seed))
    published = _published(plan_visits(problem, effort))
    frozen = problem.days[0] + timedelta(FROZEN_DAYS)
    problem = replace(problem, frozen_until=frozen, max_moves=most_moves, published=published)
    random, steps, moves, spent = Random(seed), Counter[str | None](), 0, []
    for number in range(NEWCOMERS):
        wider = _with_newcomer(problem, random, f"N{number:03d}", problem.published)
        newcomer = wider.requests[-1]
        started = time.process_time()
        found = propose_with_moves(problem, newcomer)
        spent.append(1000 * (time.process_time() - started))
        steps[found.step if found else None] += 1
        if found is not None:
            moves += len(found.moves)
            moved = {move.request: move.becomes for move in found.moves}
            problem = replace(wider, published={**problem.published, **moved, newcomer.id: found.date})
    return {"steps": dict(steps), "moves": moves, "mean": sum(spent) / NEWCOMERS, "most": max(spent)}


def _published(plan: Plan) -> dict[str, Any]:
    return {request: visit.date for visit in plan.visits for request in visit.requests}


def _with_newcomer(problem: Problem, random: Random, name: str, published: Mapping[str, Any]) -> Problem:
    days = problem.days[FROZEN_DAYS:]
    span = random.choice([8, 12, 15, 20, 25])
    first = random.randint(0, len(days) - span)
    like = random.choice(problem.requests)
    newcomer = VisitRequest(
        id=name,
        department=random.choice(problem.departments).id,
        township=like.township,
        earliest=days[first],
        latest=days[first + span - 1],
    )
    return replace(problem, requests=(*problem.requests, newcomer), published=published)
