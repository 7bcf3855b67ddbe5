"""The cheapest change that gives a request its day on the finished plan, tried out, not guessed."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from app.domain.scheduling.blocks import Blocks, Kind
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.units import Unit
from app.domain.scheduling.words import Words

_SMALL_STEP = 5
_NEAR, _LIMIT, _FAR = 100, 200, 300


class _Change(NamedTuple):
    """What has to change, and how dear that is: a window some days wider, then a limit on one day, then any
    window."""

    cost: int
    words: Words


def find_remedy(blocks: Blocks, request: VisitRequest, unit: Unit) -> Words:
    """The changes that let it go on the day that needs the least of them, on the plan as it stands."""
    found = {day: list(_changes(blocks, request, unit, day)) for day in range(len(blocks.instance.months))}
    if not found:
        return Words("补上工作日：本期没有工作日", "add working days: the period has none")
    day = min(found, key=lambda one: (sum(change.cost for change in found[one]), one))
    if not found[day]:
        return _alone(request, blocks.instance.problem.days[day])
    texts = [change.words for change in found[day]]
    return Words("，并".join(one.text for one in texts), " and ".join(one.text_en for one in texts))


def _changes(blocks: Blocks, request: VisitRequest, unit: Unit, day: int) -> Iterable[_Change]:
    """All that keeps the request from that day; nothing where only those do with whom it has to go."""
    problem = blocks.instance.problem
    found = problem.days[day]
    before, after = (request.earliest - found).days, (found - request.latest).days
    distance = max(before, after, 0)
    if distance or (request.days is not None and found not in request.days):
        cost = _NEAR + distance if distance <= _SMALL_STEP else _FAR + distance
        yield _Change(cost, _wider(request, found))
    kinds = blocks.of(unit, day)
    for kind in ("closed", "off", "team", "moves"):
        if kind in kinds:
            yield _Change(_LIMIT, _without(request, kind, found))
    if "lead" in kinds and blocks.joins_lead(unit, day, blocks.instance.department_cap + 1):
        yield _Change(_LIMIT, _one_department_more(found))
        return
    if "lead" in kinds:
        yield _Change(_LIMIT, _without(request, "lead", found))
    if "seats" in kinds:
        yield from _more_room(blocks, request, unit, day)
    elif "month" in kinds:
        yield _Change(_LIMIT, _one_visit_more(request, found))


def _alone(request: VisitRequest, day: date) -> Words:
    if request.bundle:
        return Words(
            f"不并入同一检查，{day} 单独进行", f"let it go on its own on {day}, apart from its bundle"
        )
    return Words(f"发布本计划后再排，可排在 {day}", f"publish this plan and plan again: {day} fits")


def _wider(request: VisitRequest, day: date) -> Words:
    if request.days is not None:
        return Words(f"另外允许 {day}", f"let it take place on {day} too")
    if day > request.latest:
        return Words(f"把窗口延长到 {day}", f"extend its window to {day}")
    return Words(f"把窗口提前到 {day}", f"begin its window on {day}")


def _more_room(blocks: Blocks, request: VisitRequest, unit: Unit, day: int) -> Iterable[_Change]:
    """One department more on a visit; else the fewest half-days more, with a visit more if need be."""
    found, seats = blocks.instance.problem.days[day], blocks.instance.department_cap
    if blocks.finds_room(unit, day, seats + 1, 0, count_months=True):
        yield _Change(_LIMIT, _one_department_more(found))
        return
    for count_months in (True, False):
        for more in range(1, unit.length + 1):
            if blocks.finds_room(unit, day, seats, more, count_months=count_months):
                text = Words(f"{found} 增加 {more} 个半天", f"allow {more} more half-day(s) on {found}")
                yield _Change(_LIMIT, text)
                if not count_months:
                    yield _Change(_LIMIT, _one_visit_more(request, found))
                return


def _one_department_more(day: date) -> Words:
    return Words(f"{day} 允许多一个部门同行", f"allow one more department on a visit of {day}")


def _one_visit_more(request: VisitRequest, day: date) -> Words:
    return Words(
        f"允许 {request.township} 当月多一次检查（{day}）",
        f"allow {request.township} one more visit in that month ({day})",
    )


def _without(request: VisitRequest, kind: Kind, day: date) -> Words:
    phrases: dict[Kind, Words] = {
        "closed": Words(f"开放 {request.township} 的禁排日 {day}", f"open {day} in {request.township}"),
        "off": Words(f"{request.department} 在 {day} 派组", f"let {request.department} send a team on {day}"),
        "team": Words(
            f"{request.department} 在 {day} 增派一个组", f"add a team of {request.department} on {day}"
        ),
        "moves": Words(f"允许改到 {day}", f"let it move to {day}"),
        "lead": Words(f"{day} 不等牵头部门", f"let it go without its lead department on {day}"),
    }
    return phrases[kind]
