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


def explain_nearness(a: Window, b: Window) -> Nearness:
    """The days between two windows and which department could move to meet the other."""
    days = windows_apart(a.earliest, a.latest, b.earliest, b.latest)
    if days == 0:
        first, last = max(a.earliest, b.earliest), min(a.latest, b.latest)
        return Nearness(
            0,
            f"{_zh(first)}至{_zh(last)}两家都可到镇，可并为一次",
            f"both may come from {first} to {last}: one visit will do",
        )
    early, late = (a, b) if a.latest < b.earliest else (b, a)
    return Nearness(
        days,
        f"两个时间窗相隔{days}天：{early.department}延至{_zh(late.earliest)}，或{late.department}提前到{_zh(early.latest)}，即可并为一次",
        f"the windows are {days} days apart: one visit will do if {early.department} stays until"
        f" {late.earliest} or {late.department} starts on {early.latest}",
    )


def _zh(day: date) -> str:
    return f"{day.month}月{day.day}日"
