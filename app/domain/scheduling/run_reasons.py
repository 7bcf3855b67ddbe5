"""Says in words why a visit of several days found no days in a row, and what mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.scheduling.blocks import Blocks, Kind, smallest_set
from app.domain.scheduling.causes import name_cause, working_window
from app.domain.scheduling.problem import VisitRequest
from app.domain.scheduling.several_days import lengths
from app.domain.scheduling.units import Instance, Unit
from app.domain.scheduling.words import Words


def explain_run(found: Blocks, request: VisitRequest, unit: Unit) -> tuple[Words, Words]:
    """Reason and remedy of a request that is longer than a day and has no visit on the finished board."""
    instance = found.instance
    needed = len(lengths(request, instance.day_cap))
    blocks = _blocks_of_runs(found, request, unit)
    window = set(working_window(instance.problem, request))
    inside = [first for first in blocks if window.issuperset(range(first, first + needed))]
    return (
        _reason(instance, request, needed, {first: blocks[first] for first in inside}),
        _remedy(
            instance, request, needed, inside, [first for first, days in blocks.items() if not any(days)]
        ),
    )


def _blocks_of_runs(found: Blocks, request: VisitRequest, unit: Unit) -> dict[int, list[frozenset[Kind]]]:
    """By first day what blocks each day of the visit, over all working days, whatever the window."""
    days = range(len(found.instance.months))
    parts = [
        replace(unit, half_days=(half_days,), length=half_days, published=() if number else unit.published)
        for number, half_days in enumerate(lengths(request, found.instance.day_cap))
    ]
    return {
        first: [found.of(part, first + number) for number, part in enumerate(parts)]
        for first in days[: max(len(days) - len(parts) + 1, 0)]
    }


def _reason(
    instance: Instance,
    request: VisitRequest,
    needed: int,
    runs: Mapping[int, list[frozenset[Kind]]],
) -> Words:
    problem = instance.problem
    asks = Words(
        f"需要连续 {needed} 个工作日（{request.half_days} 个半天，每天 {instance.day_cap} 个）；"
        f"窗口 {request.earliest}—{request.latest}",
        f"it needs {needed} working days in a row ({request.half_days} half-days at {instance.day_cap} a "
        f"day); window {request.earliest} to {request.latest}",
    )
    if not runs:
        return Words(f"{asks.text} 内没有这么多连续工作日", f"{asks.text_en} has not so many in a row")
    if problem.is_pinned(request.id):
        day = problem.published[request.id]
        return Words(
            f"{asks.text}；已发布的首日 {day} 不得变动，而从该日起并非都可用",
            f"{asks.text_en}; its published first day {day} must stay, and not all days from there are open",
        )
    kinds = smallest_set({first: frozenset().union(*days) for first, days in runs.items()})
    if not kinds:
        first = problem.days[next(first for first, days in runs.items() if not any(days))]
        return Words(
            f"{asks.text}；{first} 起可以安排，但制定本计划时未能先留出",
            f"{asks.text_en}; it could begin on {first}, which was not kept free while the plan was made",
        )
    by_day = _by_day(runs)
    causes = [name_cause(instance, request, kind, by_day) for kind in kinds]
    return Words(
        " + ".join([asks.text, *(cause.text for cause in causes)]) + "：没有剩余的连续日子",
        " + ".join([asks.text_en, *(cause.text_en for cause in causes)]) + ": no such run is left",
    )


def _by_day(runs: Mapping[int, list[frozenset[Kind]]]) -> dict[int, frozenset[Kind]]:
    found: dict[int, frozenset[Kind]] = {}
    for first, days in runs.items():
        for number, kinds in enumerate(days):
            found[first + number] = found.get(first + number, frozenset()) | kinds
    return found


def _remedy(
    instance: Instance, request: VisitRequest, needed: int, inside: Iterable[int], free: Iterable[int]
) -> Words:
    """The nearest days in a row that are free outside its window; else to split it."""
    days, kept = instance.problem.days, set(inside)
    open_here = [first for first in free if first in kept]
    if open_here:
        day = days[open_here[0]]
        return Words(
            f"发布本计划后再排，可从 {day} 起", f"publish this plan and plan again: from {day} on it fits"
        )

    def distance(first: int) -> int:
        before = (request.earliest - days[first]).days
        return max(before, 0) + max((days[first + needed - 1] - request.latest).days, 0)

    nearest = min(free, key=distance, default=None)
    if nearest is None or request.days is not None:
        most = instance.day_cap
        return Words(
            f"拆成每次不超过 {most} 个半天的任务", f"split it into requests of at most {most} half-days"
        )
    first, last = days[nearest], days[nearest + needed - 1]
    return Words(f"允许在 {first} 至 {last} 进行", f"let it take place from {first} to {last}")
