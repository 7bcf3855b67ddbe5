"""Says in words why a request has no visit: the smallest set of limits that blocks it, and what mends it."""

from dataclasses import dataclass

from app.domain.scheduling.blocks import blocks_of_day, smallest_set
from app.domain.scheduling.board import Board
from app.domain.scheduling.causes import name_cause, working_window
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.remedies import find_remedy
from app.domain.scheduling.run_reasons import explain_run
from app.domain.scheduling.units import Instance, Unit, single_units
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
    """The reason and the remedy of each request (by index) that the finished board does not hold."""
    units = {unit.index: unit for unit in single_units(instance, left_out)}
    explained = []
    for index in left_out:
        request = instance.problem.requests[index]
        blocked = explain_run if request.half_days > instance.day_cap else _blocked
        told = _impossible(instance, request) or blocked(instance, board, request, units[index])
        explained.append(Unplaced(request.id, told[0].text, told[0].text_en, told[1].text, told[1].text_en))
    return explained


def _impossible(instance: Instance, request: VisitRequest) -> tuple[Words, Words] | None:
    """What no plan could change: the request contradicts itself or the caps."""
    seats, half_days = instance.department_cap, instance.day_cap
    if not seats or not half_days or not instance.month_cap:
        return (
            Words(
                "检查次数、每天半天数或每次部门数的上限为 0",
                "the cap of visits, of half-days a day or of departments per visit is 0",
            ),
            Words("提高上限", "raise the cap"),
        )
    if request.earliest > request.latest:
        return (
            Words(
                f"窗口颠倒：最早 {request.earliest}，最晚 {request.latest}",
                f"its window is upside down: earliest {request.earliest}, latest {request.latest}",
            ),
            Words("更正窗口的起止日期", "correct the window's dates"),
        )
    return None


def _blocked(instance: Instance, board: Board, request: VisitRequest, unit: Unit) -> tuple[Words, Words]:
    problem = instance.problem
    remedy = find_remedy(instance, board, request, unit)
    if problem.is_pinned(request.id):
        day = problem.published[request.id]
        reason = Words(
            f"已发布的日期 {day} 不得变动，而该日对它不再可用",
            f"its published date {day} must not move, and that day is no longer open to it",
        )
        return reason, remedy
    window = working_window(problem, request)
    span = Words(
        f"窗口 {request.earliest}—{request.latest}", f"window {request.earliest} to {request.latest}"
    )
    if not window:
        return Words(f"{span.text} 内没有工作日", f"no working day lies in its {span.text_en}"), remedy
    blocks = {day: blocks_of_day(instance, board, unit, day) for day in window}
    kinds = smallest_set(blocks)
    if not kinds:
        reason = Words(
            f"{span.text} 内能单独成行，但不能与同一并办任务的其他部门同行",
            f"it could go alone in its {span.text_en}, but not on one visit with the others of its bundle",
        )
        return reason, remedy
    causes = [name_cause(instance, request, kind, blocks) for kind in kinds]
    reason = Words(
        " + ".join([span.text, *(cause.text for cause in causes)]) + "：没有剩余的日子",
        " + ".join([span.text_en, *(cause.text_en for cause in causes)]) + ": no day is left",
    )
    return reason, remedy
