"""Names what blocks a request: whose limit it is, and on which days of the window."""

from collections.abc import Mapping
from datetime import date

from app.domain.scheduling.blocks import Kind
from app.domain.scheduling.problem import Problem, VisitRequest
from app.domain.scheduling.units import Instance
from app.domain.scheduling.words import Words, list_days


def working_window(problem: Problem, request: VisitRequest) -> list[int]:
    """The working days that the request asks for, open to it or not."""
    return [
        index
        for index, day in enumerate(problem.days)
        if request.earliest <= day <= request.latest and (request.days is None or day in request.days)
    ]


def name_cause(
    instance: Instance, request: VisitRequest, kind: Kind, blocks: Mapping[int, frozenset[Kind]]
) -> Words:
    """The kind of limit with whose it is and the days on which it blocks, in words."""
    problem = instance.problem
    days: list[date] = [problem.days[day] for day, found in sorted(blocks.items()) if kind in found]
    teams = next(item.teams for item in problem.departments if item.id == request.department)
    caps = problem.caps
    phrases: dict[Kind, tuple[str, str]] = {
        "closed": (f"{request.township} 禁排日", f"closed days of {request.township}"),
        "off": (f"{request.department} 停排日", f"off days of {request.department}"),
        "team": (
            f"{request.department} 的 {teams} 个组已派往别处",
            f"the {teams} team(s) of {request.department} being elsewhere",
        ),
        "moves": ("已发布的日期不得再改", "published dates that may not move any more"),
        "lead": ("没有牵头部门在场且有余位的检查", "its lead department being on no visit with room for it"),
        "month": (
            f"{request.township} 每月最多 {caps.visits_per_month} 次检查已满",
            f"the {caps.visits_per_month} visit(s) a month of {request.township} being used up",
        ),
        "seats": (
            f"{request.township} 当日的半天和部门数已满",
            f"the half-days and departments of the day in {request.township} being full",
        ),
    }
    text, text_en = phrases[kind]
    listed = list_days(days)
    return Words(f"{text}（{listed.text}）", f"{text_en} ({listed.text_en})")
