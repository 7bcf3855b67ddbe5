"""Says in words why a request found no day: the smallest set of limits that blocks it, and what would mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.scheduling.board import Board
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.units import Instance, days_of


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request without a visit, why (Chinese and English), and the cheapest change that would place it."""

    request: str
    reason: str
    reason_en: str
    remedy: str
    remedy_en: str


def explain(instance: Instance, board: Board, index: int) -> Unplaced:
    """The reason for one request that the finished board does not hold."""
    request = instance.problem.requests[index]
    for cause in (_too_long, _no_window, _pin_broken, _nothing_open):
        found = cause(instance, request)
        if found is not None:
            return Unplaced(request.id, *found)
    return Unplaced(request.id, *_full(instance, board, index))


_Words = tuple[str, str, str, str]
_Cause = Callable[[Instance, VisitRequest], _Words | None]


def _too_long(instance: Instance, request: VisitRequest) -> _Words | None:
    cap = instance.day_cap
    if request.half_days <= cap and instance.department_cap > 0:
        return None
    if request.half_days <= cap:
        return (
            "每次检查的部门数上限为 0",
            "at most 0 departments may go on one visit",
            "提高每次检查的部门数上限",
            "raise the cap of departments per visit",
        )
    return (
        f"需要 {request.half_days} 个半天，而一天只有 {cap} 个半天",
        f"it needs {request.half_days} half-days and a day holds {cap}",
        f"拆成每次不超过 {cap} 个半天的任务",
        f"split it into requests of at most {cap} half-days",
    )


def _no_window(instance: Instance, request: VisitRequest) -> _Words | None:
    if request.earliest <= request.latest:
        return None
    return (
        f"窗口颠倒：最早 {request.earliest}，最晚 {request.latest}",
        f"its window is upside down: earliest {request.earliest}, latest {request.latest}",
        "更正窗口的起止日期",
        "correct the window's dates",
    )


def _pin_broken(instance: Instance, request: VisitRequest) -> _Words | None:
    problem = instance.problem
    if not problem.is_pinned(request.id):
        return None
    day = problem.published[request.id]
    return (
        f"已发布的日期 {day} 不得变动，而该日不能使用或已无余量",
        f"its published date {day} must not move, and that day is closed to it or full",
        "允许移动该任务，或重新开放该日",
        "allow this request to move, or reopen that day",
    )


def _nothing_open(instance: Instance, request: VisitRequest) -> _Words | None:
    problem = instance.problem
    window = [day for day in problem.days if request.earliest <= day <= request.latest]
    if request.days is not None:
        window = [day for day in window if day in request.days]
    closed = [day for day in window if day in problem.closed.get(request.township, ())]
    off = next(item.off for item in problem.departments if item.id == request.department)
    if any(day not in closed and day not in off for day in window):
        return None
    span = f"{request.earliest}—{request.latest}"
    away = [day for day in window if day in off]
    if not window:
        return (
            f"窗口 {span} 内没有工作日",
            f"no working day lies in its window {span}",
            "放宽窗口",
            "widen the window",
        )
    causes = [(closed, f"{request.township} 禁排日", f"closed days of {request.township}")]
    causes.append((away, f"{request.department} 停排日", f"off days of {request.department}"))
    named = [(days, zh, en) for days, zh, en in causes if days]
    return (
        f"窗口 {span} + "
        + " + ".join(f"{zh}（{_list(days)}）" for days, zh, _ in named)
        + "：没有剩余工作日",
        f"window {span} + "
        + " + ".join(f"{en} ({_list(days)})" for days, _, en in named)
        + ": no day is left",
        "放宽窗口，或开放其中一个禁排日",
        "widen the window or open one of the closed days",
    )


def _full(instance: Instance, board: Board, index: int) -> _Words:
    """Every allowed day is full: names, day by day, who or what fills it."""
    request = instance.problem.requests[index]
    number = next(i for i, item in enumerate(instance.problem.departments) if item.id == request.department)
    township = instance.townships.index(request.township)
    busy = capped = 0
    for day in days_of(instance.allowed[index]):
        if not (board.free[number] | board.there[township][number]) >> day & 1:
            busy += 1
        else:
            capped += 1
    span = f"{request.earliest}—{request.latest}"
    causes, causes_en, mend, mend_en = (
        [f"窗口 {span}"],
        [f"window {span}"],
        ["放宽窗口"],
        ["widen the window"],
    )
    if busy:
        teams = instance.teams[number]
        causes.append(f"{request.department} 只有 {teams} 个组，{busy} 天已满")
        causes_en.append(f"{request.department} has {teams} team(s), taken on {busy} day(s)")
        mend.append(f"为 {request.department} 增加一个组")
        mend_en.append(f"add a team to {request.department}")
    if capped:
        causes.append(f"{request.township} 的检查次数、部门数或半天数上限（{capped} 天）")
        causes_en.append(f"caps on visits, departments or half-days of {request.township} ({capped} day(s))")
        mend.append("提高上限")
        mend_en.append("raise the cap")
    return " + ".join(causes), " + ".join(causes_en), "，或".join(mend), ", or ".join(mend_en)


def _list(days: list[date]) -> str:
    shown = "、".join(day.isoformat() for day in days[:5])
    return shown if len(days) <= 5 else f"{shown} …"
