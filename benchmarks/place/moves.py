"""What a new request without a free day would cost in moves: one sent elsewhere, or its township anew."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from app.domain.scheduling import Department, VisitRequest, propose_with_moves
from app.kit.clock import local_date
from app.kit.db import Database
from app.requests.draft import Draft
from app.schedules.ask import ask, published_days
from app.schedules.load import load_input
from app.schedules.options import Options
from app.tables import Department as Bureau
from benchmarks.place.quarter import COUNTY, FIRST, LAST, NOW

MOST = 3
"""Published requests that may move for one newcomer."""


def admit(database: Database, left: Sequence[tuple[Draft, str]]) -> str:
    """How many newcomers (draft, township) find a day with moves, by step, with moves and CPU."""
    today = local_date(NOW)
    with database.read() as session:
        input_ = load_input(session, COUNTY, FIRST, LAST, today)
        teams = dict(session.execute(select(Bureau.code, Bureau.teams)).all())
    problem = ask(input_, Options(max_moves=MOST), today, input_.items, published_days(input_)).problem
    known = {one.id for one in problem.departments}
    others = tuple(Department(code, teams[code]) for code in sorted(teams.keys() - known))
    problem = replace(problem, departments=(*problem.departments, *others))
    steps: Counter[str] = Counter()
    times, moves = [], 0
    for newcomer in _newcomers(left):
        begun = time.process_time()
        found = propose_with_moves(problem, newcomer)
        times.append(1000 * (time.process_time() - begun))
        steps[found.step if found else "none"] += 1
        moves += len(found.moves) if found else 0
    told = ", ".join(f"{step} {many}" for step, many in sorted(steps.items())) or "nothing left"
    mean, most = sum(times) / max(len(times), 1), max(times, default=0)
    return f"with up to {MOST} moves: {told}; {moves} moves; CPU ms {mean:.1f} mean, {most:.1f} max"


def _newcomers(left: Iterable[tuple[Draft, str]]) -> Iterable[VisitRequest]:
    for number, (draft, township) in enumerate(left):
        yield VisitRequest(
            id=f"new {number}", department=draft.probe.department, township=township,
            earliest=max(draft.probe.earliest, FIRST), latest=min(draft.probe.latest, LAST),
            half_days=draft.body.half_days,
        )  # fmt: skip
