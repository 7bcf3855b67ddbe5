"""When two fields may be one fact: the alignment's verdict, and the gates that words alone do not show."""

import calendar
import re
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from app.domain.merging.alignment import Alignment, align_fields
from app.domain.merging.alignment.align import Reason
from app.domain.merging.alignment.units import UnitError, factor_between
from app.domain.merging.field import Field
from app.domain.merging.reading.dates import find_period

MERGING = ("same", "convertible")
_WORDS = re.compile(r"累计|上年|去年|上月|上期|同期|[本当上下][年月周旬日季期]|年初")
_NUMERIC = {"integer", "decimal", "percent"}
_ISO = re.compile(r"\d{4}(?:-(?:\d{2}(?:-\d{2})?|Q[1-4]|W\d{2}))?(?:/\d{4}-\d{2})?")


def judge(one: Field, other: Field) -> Alignment:
    """The alignment of two fields, turned into a conflict or a difference where a gate is shut.

    Two periods that are both stated must be the same one: a wrong merge is worse than a missed one. The same
    holds for choices. A number never merges with a text.
    """
    if one.type == other.type == "text":
        # a name or an address is no figure of a day
        one, other = replace(one, period=""), replace(other, period="")
    found = align_fields(one, other)
    shut = obstacle(one, other) if found.verdict in MERGING else None
    if shut is None:
        return found
    verdict, reason = shut
    return Alignment(verdict, found.score, None, (*found.reasons, reason))


def obstacle(one: Field, other: Field) -> tuple[Literal["different", "conflicting"], Reason] | None:
    """Why two fields can never share a cell, whatever their words: other kind, stated period or choices."""
    if not _same_kind(one, other):
        return "different", Reason("一个填数字，一个填文字", "one is a number, the other a text")
    if one.period and other.period and period_key(one.period) != period_key(other.period):
        times = f"{one.period} / {other.period}"
        return "conflicting", Reason(f"时点或时期不同：{times}", f"the periods differ: {times}")
    if one.options and other.options and set(one.options) != set(other.options):
        return "conflicting", Reason("选项不同", "the choices differ")
    return None


def joint_factor(one: Field, other: Field) -> Fraction | None:
    """The factor from one field's unit to the other's; None where the units measure different things."""
    if one.unit == other.unit or not (one.unit and other.unit):
        return Fraction(1)
    try:
        return factor_between(one.unit, other.unit)
    except UnitError:
        return None


def period_key(text: str) -> str:
    """One spelling for one period: a month's end is its last day, words such as 累计 stay beside the date."""
    iso = None if "年" in text.partition(" ")[0] else _ISO.match(text.strip())
    date = iso[0] if iso else find_period(text)
    words = text.strip()[len(iso[0]) :].strip() if iso else " ".join(_WORDS.findall(text))
    date, _, running = date.partition(" ")
    words = words or running
    if re.fullmatch(r"\d{4}-\d{2}", date) and date[5:] <= "12":
        date = f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]) or 1)[1]}"
    # of the running totals, that of the month is another one than that of the year
    running_total = "累计" in words and not re.search(r"[月周旬日季]", words)
    return f"{date} {'累计' if running_total else words}".strip()


def _same_kind(one: Field, other: Field) -> bool:
    kinds = {one.type, other.type} - {""}
    return len(kinds) < 2 or kinds <= _NUMERIC or not kinds & {*_NUMERIC, "date"}
