"""The gates before any judgement: how far two windows lie apart, and what would let one visit do."""

from dataclasses import dataclass
from datetime import date


def windows_apart(a_earliest: date, a_latest: date, b_earliest: date, b_latest: date) -> int:
    """Days from the end of the earlier window to the start of the later, 0 where they meet. Symmetric."""
    return max(0, (a_earliest - b_latest).days, (b_earliest - a_latest).days)


@dataclass(frozen=True)
class Nearness:
    """How near two windows are, in days, and what would make one visit of the two."""

    days: int
    text: str
    text_en: str


@dataclass(frozen=True)
class Window:
    """When a department may come: first and last day, both included."""

    department: str
    earliest: date
    latest: date


def explain_nearness(a: Window, b: Window, *, visits: bool = True) -> Nearness:
    """The days between two windows and which department could move to meet the other.

    `visits` is False where one of the two is a return: nobody comes for that.
    """
    days = windows_apart(a.earliest, a.latest, b.earliest, b.latest)
    if days == 0:
        return Nearness(0, *_met(max(a.earliest, b.earliest), min(a.latest, b.latest), visits))
    early, late = (a, b) if a.latest < b.earliest else (b, a)
    once, once_en = ("并为一次", "one visit will do") if visits else ("一并办理", "both can be done at once")
    return Nearness(
        days,
        f"两个时间窗相隔{days}天：{early.department}延至{_zh(late.earliest)}，或{late.department}提前到"
        f"{_zh(early.latest)}，即可{once}",
        f"the windows are {days} days apart: {once_en} if {early.department} stays until"
        f" {late.earliest} or {late.department} starts on {early.latest}",
    )


def _met(first: date, last: date, visits: bool) -> tuple[str, str]:
    """Both windows hold the days from `first` to `last`."""
    one_day = first == last
    when = _zh(first) if one_day else f"{_zh(first)}至{_zh(last)}"
    when_en = f"on {first}" if one_day else f"from {first} to {last}"
    if visits:
        return f"{when}两家都可到镇，可并为一次", f"both may come {when_en}: one visit will do"
    return f"{when}两项都在期限内，可一并办理", f"both are open {when_en} and can be done at once"


def _zh(day: date) -> str:
    return f"{day.month}月{day.day}日"
