"""A recurring form at one of its periods: 当月 of November's return is 2026-11, as dated forms say it."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.merging.field import Field, Form

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_OWN = {
    "week": frozenset({"本周", "当周", "本期", "当期"}),
    "month": frozenset({"本月", "当月", "月内", "全月", "本期", "当期"}),
    "quarter": frozenset({"本季", "本季度", "当季", "季度", "本期", "当期"}),
    "year": frozenset({"本年", "本年度", "当年", "全年", "年内", "本期", "当期"}),
}
_END = {"month": {"月末", "月底", "期末"}, "quarter": {"季末", "期末"}, "year": {"年末", "年底", "期末"}}
_DATED = re.compile(r"\d{4}")


def at_occurrence(form: Form, period: str, periods: Sequence[str]) -> Form:
    """`form` as its return for `period` asks it; `periods` are all of the request's.

    Words become dates where they surely mean the return's own period (当月 in a monthly return) or its end
    (月末); other words stand beside the date, so that two months stay two. Where the form itself is dated
    with a single one of `periods`, that was the month of its printing: it moves along. Other dates stay.
    """
    printed = _printed(form, periods)

    def asked(field: Field) -> Field:
        return replace(field, period=_resolved(field.period.strip(), period, printed))

    tables = (replace(table, fields=tuple(map(asked, table.fields))) for table in form.tables)
    return replace(form, tables=tuple(tables))


def length_of(period: str) -> str:
    """week, month, quarter or year: how long a period written as 2026-W40, 2026-11, 2026-Q4 or 2026 is."""
    if "W" in period:
        return "week"
    if "Q" in period:
        return "quarter"
    return "month" if _MONTH.fullmatch(period) else "year"


def last_day(period: str) -> str:
    """The last day of a month, quarter or year, in ISO 8601."""
    year, _, part = period.partition("-")
    month = int(part[1:]) * 3 if part.startswith("Q") else int(part or 12)
    return f"{year}-{month:02d}-{calendar.monthrange(int(year), month)[1]}"


def _printed(form: Form, periods: Sequence[str]) -> str:
    stated = {
        one
        for table in form.tables
        for field in table.fields
        for one in periods
        if _MONTH.fullmatch(one) and field.period.partition(" ")[0] in (one, last_day(one))
    }
    return stated.pop() if len(stated) == 1 else ""


def _resolved(words: str, period: str, printed: str) -> str:
    length = length_of(period)
    if not words or words in _OWN[length]:
        return words and period
    if words in _END.get(length, ()):
        return last_day(period)
    if not _DATED.match(words):
        return f"{period} {words}"
    date, space, rest = words.partition(" ")
    if printed and date == printed:
        return f"{period}{space}{rest}"
    return last_day(period) + space + rest if printed and date == last_day(printed) else words
