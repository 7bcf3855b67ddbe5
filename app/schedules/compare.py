"""Compares two plans of a county, request by request: what a coordinator reads before choosing one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.kit.problems import Problem
from app.kit.words import Words
from app.tables import Schedule

Moment = tuple[str, int]
"""A date in ISO 8601 and the half-day of it."""


class NoPlan(Problem):
    slug = "no-plan"
    status = 409
    title = Words("该日程还没有计划可比", "There is no plan to compare yet")
    remedy = Words(
        "等待计划完成；取消或失败的没有计划。", "Wait until it is planned; one that failed has no plan."
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """Requests of one township that the two plans place differently, from where to where."""

    kind: Literal["moved", "placed", "dropped"]
    township: str
    was: Moment | None
    becomes: Moment | None
    requests: tuple[str, ...]


FIGURES = ("visit_days", "lower_bound", "moves")


def compare_plans(older: Schedule, newer: Schedule) -> tuple[list[Difference], dict[str, tuple[int, int]]]:
    """The differences by township and date, and the figures of both plans. Raises NoPlan."""
    before, after = _places(older), _places(newer)
    grouped: dict[tuple[str, Moment | None, Moment | None], list[str]] = defaultdict(list)
    for key in sorted({*before, *after}):
        was, becomes = before.get(key), after.get(key)
        if was != becomes:
            grouped[key[0], was, becomes].append(key[1])
    differences = [
        Difference(_kind(was, becomes), township, was, becomes, tuple(dict.fromkeys(requests)))
        for (township, was, becomes), requests in grouped.items()
    ]
    differences.sort(key=lambda one: (one.township, one.becomes or one.was or ("", 0), one.kind))
    return differences, {**_figures(older, newer), "unplaced": _unplaced(older, newer)}


def describe(difference: Difference, township: str) -> Words:
    """The difference as a sentence, for people."""
    many = len(difference.requests)
    was, becomes = _moment(difference.was), _moment(difference.becomes)
    if difference.kind == "moved":
        return Words(
            f"{township}：{many}项由 {was.zh} 改为 {becomes.zh}",
            f"{township}: {many} request(s) from {was.en} to {becomes.en}",
        )
    if difference.kind == "placed":
        return Words(
            f"{township}：新排{many}项，{becomes.zh}", f"{township}: {many} request(s) get {becomes.en}"
        )
    return Words(
        f"{township}：{many}项不再安排（原 {was.zh}）", f"{township}: {many} request(s) lose {was.en}"
    )


def _places(schedule: Schedule) -> Mapping[tuple[str, str, str, int], Moment]:
    """By township, request, occurrence and day of the request."""
    if schedule.result is None:
        raise NoPlan
    return {
        (visit["township"], served["request"], served["occurrence"], served.get("part", 1)): (
            visit["date"],
            visit["session"],
        )
        for visit in schedule.result["visits"]
        for served in visit["served"]
    }


def _kind(was: Moment | None, becomes: Moment | None) -> Literal["moved", "placed", "dropped"]:
    if was is None:
        return "placed"
    return "dropped" if becomes is None else "moved"


def _figures(older: Schedule, newer: Schedule) -> dict[str, tuple[int, int]]:
    first: dict[str, Any] = older.result or {}
    second: dict[str, Any] = newer.result or {}
    return {name: (first[name], second[name]) for name in FIGURES}


def _unplaced(older: Schedule, newer: Schedule) -> tuple[int, int]:
    return len((older.result or {})["unplaced"]), len((newer.result or {})["unplaced"])


def _moment(moment: Moment | None) -> Words:
    if moment is None:
        return Words("", "")
    date, session = moment
    return Words(f"{date}{'上午' if session == 1 else '下午'}", f"{date} {'am' if session == 1 else 'pm'}")
