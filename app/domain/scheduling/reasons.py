"""Says in words why a request has no visit: the smallest set of limits that blocks it, and what mends it."""

from dataclasses import dataclass

from app.domain.scheduling.blocks import KINDS, Blocks, smallest_set
from app.domain.scheduling.board import Board
from app.domain.scheduling.causes import name_cause, working_window
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.remedies import find_remedy
from app.domain.scheduling.run_reasons import explain_run
from app.domain.scheduling.units import Instance, Unit, build_instance
from app.domain.scheduling.words import Words


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request without a visit, why (Chinese and English), and the cheapest change that would place it."""

    request: str
    reason: str
    reason_en: str
    remedy: str
    remedy_en: str


def explain(instance: Instance, board: Board, left_out: list[int]) -> list[Unplaced]:
    """The reason and the remedy of each request (by index) that the finished board does not hold.

    Each is explained by itself, with all the time that it takes: whoever does the same work stays out too.
    """
    singles = build_instance(instance.problem, [[index] for index in left_out]).units
    blocks = Blocks(instance, board)
    explained = []
    for index, unit in zip(left_out, singles, strict=True):
        request = instance.problem.requests[index]
        blocked = explain_run if request.half_days > instance.day_cap else _blocked
        told = _impossible(instance, request) or blocked(blocks, request, unit)
        explained.append(Unplaced(request.id, told[0].text, told[0].text_en, told[1].text, told[1].text_en))
    return explained


def _impossible(instance: Instance, request: VisitRequest) -> tuple[Words, Words] | None:
    """What no plan could change: the request contradicts itself or the caps."""
    if request.earliest > request.latest:
        return (
            Words(
                f"窗口颠倒：最早 {request.earliest}，最晚 {request.latest}",
                f"its window is upside down: earliest {request.earliest}, latest {request.latest}",
            ),
            Words("更正窗口的起止日期", "correct the window's dates"),
        )
    caps = {
        Words("每次部门数", "departments per visit"): instance.department_cap,
        Words("每天半天数", "half-days a day"): instance.day_cap,
        Words("每月检查次数", "visits a month"): instance.month_cap,
    }
    zero = [name for name, cap in caps.items() if not cap]
    if not zero:
        return None
    names = Words("、".join(name.text for name in zero), ", ".join(name.text_en for name in zero))
    return (
        Words(f"上限为 0：{names.text}", f"a cap is 0: {names.text_en}"),
        Words(f"提高上限：{names.text}", f"raise the cap of {names.text_en}"),
    )


def _blocked(blocks: Blocks, request: VisitRequest, unit: Unit) -> tuple[Words, Words]:
    """The reason and the remedy of a request that fits into a day."""
    return _reason(blocks, request, unit), find_remedy(blocks, request, unit)


def _reason(blocks: Blocks, request: VisitRequest, unit: Unit) -> Words:
    problem = blocks.instance.problem
    if problem.is_pinned(request.id):
        return _pinned(blocks, request, unit)
    window = working_window(problem, request)
    span = Words(
        f"窗口 {request.earliest}—{request.latest}", f"window {request.earliest} to {request.latest}"
    )
    if not window:
        return Words(f"{span.text} 内没有工作日", f"no working day lies in its {span.text_en}")
    found = {day: blocks.of(unit, day) for day in window}
    kinds = smallest_set(found)
    if not kinds:
        return Words(
            f"{span.text} 内能单独成行，但不能与须同行的其他部门同行",
            f"it could go alone in its {span.text_en}, but not on one visit with the others of its bundle",
        )
    causes = [name_cause(blocks.instance, request, kind, found) for kind in kinds]
    return Words(
        " + ".join([span.text, *(cause.text for cause in causes)]) + "：没有剩余的日子",
        " + ".join([span.text_en, *(cause.text_en for cause in causes)]) + ": no day is left",
    )


def _pinned(blocks: Blocks, request: VisitRequest, unit: Unit) -> Words:
    """Why the published date, which must stay, is none for it any more."""
    problem = blocks.instance.problem
    date = problem.published[request.id]
    causes: list[Words] = []
    if date in problem.days:
        day = problem.days.index(date)
        kinds = blocks.of(unit, day)
        causes = [name_cause(blocks.instance, request, kind, {day: kinds}) for kind in KINDS if kind in kinds]
        if day not in working_window(problem, request):
            causes.insert(0, Words("该日在窗口之外", "it lies outside its window"))
    else:
        causes = [Words("该日不是工作日", "it is no working day")]
    return Words(
        " + ".join([f"已发布的日期 {date} 不得变动，而该日对它不再可用", *(cause.text for cause in causes)]),
        " + ".join(
            [
                f"its published date {date} must not move, and that day is no longer open to it",
                *(cause.text_en for cause in causes),
            ]
        ),
    )
