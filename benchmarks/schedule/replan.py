"""One new request after another on a published plan: who finds a day without a move, and at what cost."""

import time
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from app.domain.scheduling import Plan, Problem, VisitRequest, plan_visits, read_problem
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


def _published(plan: Plan) -> dict[str, Any]:
    return {request: visit.date for visit in plan.visits for request in visit.requests}


def _with_newcomer(problem: Problem, random: Random, name: str, published: dict[str, Any]) -> Problem:
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
