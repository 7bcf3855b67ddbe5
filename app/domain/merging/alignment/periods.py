"""Reads the time that a figure is about: an as-of date (stock), a span, or a running total (flow)."""

import re
from dataclasses import dataclass
from functools import lru_cache

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:"
    r"年(?:(?P<m>1[0-2]|0?[1-9])月份?(?:(?P<d>3[01]|[12]\d|0?[1-9])[日号])?)?"
    r"|[-./](?P<m2>1[0-2]|0?[1-9])(?:[-./](?P<d2>3[01]|[12]\d|0?[1-9]))?(?![\d-])"
    r"|$)(?P<edge>年?[底末初])?"
)
_EDGE = re.compile(r"(?:年|月|季|期|学期)度?(?:末|底|初)|年终|岁末")
_RUNNING = re.compile(r"累计|历年|以来|至今|截至|截止")
_BEFORE = re.compile(r"上年同期|去年同期|上一?年度?|去年|上个?月(?!报)|上一?季度|上期|前年")
_AHEAD = re.compile(r"下一?年度?|明年|次年|下个?月|下一?季度|下期")
_SPAN = re.compile(
    r"当年|本年度?|年度内?(?!末|底)|全年|年内|今年|当月|本月|月内|全月|本?季度|当季|本期|当期|当日|本日|本周|当周|[上下]半年"
)
_LENGTH = {"年": "year", "月": "month", "季": "quarter", "期": "term", "日": "day", "周": "week"}
_BARE = {
    "年": "year",
    "年度": "year",
    "月": "month",
    "月度": "month",
    "季": "quarter",
    "季度": "quarter",
    "日": "day",
}


@dataclass(frozen=True, slots=True)
class Period:
    """When: `kind` edge (as-of), span, running or dated; `length` year, quarter, month …; `shift` -1 for the
    one before, 1 for the one after; `side` start or end of an edge; `date` as far as written (2026-11);
    `named` when the label itself names the date."""

    kind: str = ""
    length: str = ""
    shift: int = 0
    side: str = ""
    date: str = ""
    named: bool = False


@lru_cache(maxsize=8192)
def read_period(text: str) -> tuple[Period, str]:
    """The period that `text` names, and the text without it; the empty period where it names none."""
    if text in _BARE:
        return Period("span", _BARE[text]), ""
    date, edge_word, rest = _take_date(text)
    found: dict[str, str] = {"edge": edge_word}
    for kind, pattern in (
        ("edge", _EDGE),
        ("running", _RUNNING),
        ("before", _BEFORE),
        ("ahead", _AHEAD),
        ("span", _SPAN),
    ):
        match = pattern.search(rest)
        if match and rest != match.group(0):
            found[kind] = found.get(kind, "") + match.group(0)
            rest = rest.replace(match.group(0), "", 1)
        elif match:
            found[kind], rest = match.group(0), ""
    return _period(found, date), rest


def _take_date(text: str) -> tuple[str, str, str]:
    match = _DATE.search(text)
    if not match:
        return "", "", text
    parts = [match["y"], match["m"] or match["m2"], match["d"] or match["d2"]]
    date = "-".join(part.zfill(2) for part in parts if part)
    return date, match["edge"] or "", text[: match.start()] + text[match.end() :]


def _period(found: dict[str, str], date: str) -> Period:
    shift = -1 if found.get("before") else 1 if found.get("ahead") else 0
    kinds = [kind for kind in ("running", "edge", "span") if found.get(kind)]
    kind = kinds[0] if kinds else "span" if shift else "dated" if date else ""
    letters = re.search(r"[年月季期日周]", "".join(found.values()))
    length = _LENGTH[letters.group(0)] if letters else ""
    side = ("start" if "初" in found["edge"] else "end") if found.get("edge") else ""
    if side and date and not length:
        length = "year"
    return Period(kind, length, shift, side, date)
