"""When an answer was true and when another is wanted: the same time, a later one, or no telling."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from app.domain.merging.alignment import element_of
from app.domain.merging.alignment.periods import Period, first_and_last, granularity
from app.domain.merging.field import Field

LONGEST = 400
"""Days after which an earlier answer is too old to be offered for confirmation: a year and its grace."""

_SOME_MONTH = "2026-01"

_PART_OF_YEAR = re.compile(r"年度?([春夏秋冬]|[上下]半年)")
"""A form on 2026年秋季防疫 dates its figures 2026, and means no figure of the year or of its end."""

RUNNING = "running"
"""The first word of an aspect: a total that counts from a beginning (本年累计)."""

Relation = Literal["same", "later", ""]


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of a figure. `first` and `last` are its days in ISO 8601, "" where nothing tells; `stated`
    where the field says so itself and not only its return; `aspect` is what makes another figure of one
    date: a running total, the month before, the beginning of the year, words beside the date."""

    first: str
    last: str
    stated: bool
    aspect: tuple[str, ...]


def moment_of(asked: Field, return_period: str) -> Moment:
    """When `asked` is about, in the return for `return_period` ("" for one that does not recur)."""
    period = element_of(asked).period
    stated = bool(period.date)
    first, last = span_of(period.date if stated else return_period)
    aspect = _aspect(period)
    part = _PART_OF_YEAR.search(asked.form_title)
    if part and stated and granularity(period.date) == "year":
        aspect = (*aspect[:-1], aspect[-1] + part[1])
    return Moment(first, last, stated, aspect)


def relation(said: Moment, wanted: Moment, stock: bool) -> Relation:
    """How `wanted` lies to `said`. A stock is said at its span's last day, anything else over the span."""
    if said.aspect != wanted.aspect:
        return ""
    if not (said.last and wanted.last):
        return "later"
    one_time = said.last == wanted.last and (stock or said.first == wanted.first)
    if one_time and said.stated == wanted.stated:
        return "same"
    days = (date.fromisoformat(wanted.last) - date.fromisoformat(said.last)).days
    return "later" if 0 <= days <= LONGEST else ""


def at_one_time(one: Field, other: Field) -> tuple[Field, Field]:
    """Both as if asked for one month, so that only what is asked is compared and not when."""
    return replace(one, period=_SOME_MONTH), replace(other, period=_SOME_MONTH)


def span_of(text: str) -> tuple[str, str]:
    """First and last day of 2026, 2026-H1, 2026-Q4, 2026-11, 2026-W45 or a day; else two blanks."""
    if "-W" in text:
        first = date.fromisocalendar(int(text[:4]), int(text.partition("-W")[2]), 1)
        return first.isoformat(), (first + timedelta(days=6)).isoformat()
    try:
        return first_and_last(text) if text else ("", "")
    except (ValueError, calendar.IllegalMonthError):
        return "", ""


def _aspect(period: Period) -> tuple[str, ...]:
    length = period.length
    if period.kind == "running":
        length = "" if length == "year" else length
    elif period.kind != "span" or (period.date and granularity(period.date) == length):
        length = ""
    running = RUNNING if period.kind == "running" else ""
    return (running, str(period.shift), "start" if period.side == "start" else "", length, period.season)
