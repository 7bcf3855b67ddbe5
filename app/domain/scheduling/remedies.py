"""The cheapest single change that gives a request its day on the finished plan, tried out, not guessed."""

from app.domain.scheduling.blocks import Kind, blocks_of_day
from app.domain.scheduling.board import Board
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.units import Instance, Unit
from app.domain.scheduling.words import Words

_SMALL_STEP = 5


def find_remedy(instance: Instance, board: Board, request: VisitRequest, unit: Unit) -> Words:
    """By cost: apart from its bundle, a window some days wider, one limit less on one day, any window."""
    inside, outside = _days(instance, request)
    blocks = {day: blocks_of_day(instance, board, unit, day) for day in (*inside, *outside)}
    pinned = instance.problem.is_pinned(request.id)
    free = [day for day in inside if not blocks[day]]
    if free:
        day = instance.problem.days[free[0]]
        if pinned:
            return Words(f"允许改到 {day}", f"let it move to {day}")
        return Words(
            f"不并入同一检查，{day} 单独进行", f"let it go on its own on {day}, apart from its bundle"
        )
    near = next(((day, distance) for day, distance in outside.items() if not blocks[day]), None)
    if near is not None and near[1] <= _SMALL_STEP:
        return _wider(instance, request, near[0])
    for index in inside:
        if len(blocks[index]) == 1:
            (kind,) = blocks[index]
            return _without(instance, request, kind, index)
    if near is not None:
        return _wider(instance, request, near[0])
    return Words("与有关部门另行商定日期", "agree on another period with the department")


def _days(instance: Instance, request: VisitRequest) -> tuple[list[int], dict[int, int]]:
    """The days inside the window, and those outside with their distance in days, the nearest first."""
    inside, outside = [], {}
    for index, day in enumerate(instance.problem.days):
        if request.earliest <= day <= request.latest:
            if request.days is None or day in request.days:
                inside.append(index)
        else:
            outside[index] = (day - request.latest if day > request.latest else request.earliest - day).days
    return inside, dict(sorted(outside.items(), key=lambda item: (item[1], item[0])))


def _wider(instance: Instance, request: VisitRequest, day: int) -> Words:
    found = instance.problem.days[day]
    if found > request.latest:
        return Words(f"把窗口延长到 {found}", f"extend its window to {found}")
    return Words(f"把窗口提前到 {found}", f"begin its window on {found}")


def _without(instance: Instance, request: VisitRequest, kind: Kind, day: int) -> Words:
    found = instance.problem.days[day]
    phrases: dict[Kind, Words] = {
        "closed": Words(f"开放 {request.township} 的禁排日 {found}", f"open {found} in {request.township}"),
        "off": Words(
            f"{request.department} 在 {found} 派组", f"let {request.department} send a team on {found}"
        ),
        "team": Words(
            f"{request.department} 在 {found} 增派一个组", f"add a team of {request.department} on {found}"
        ),
        "month": Words(
            f"允许 {request.township} 当月多一次检查（{found}）",
            f"allow {request.township} one more visit in that month ({found})",
        ),
        "seats": Words(
            f"{found} 允许多一个部门同行，或多半天", f"allow one more department or half-day on {found}"
        ),
    }
    return phrases[kind]
