"""Reads the time that a figure is about: an as-of date (stock), a span, or a running total (flow)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:"
    r"年(?:(?P<m>1[0-2]|0?[1-9])月份?(?:(?P<d>3[01]|[12]\d|0?[1-9])[日号])?)?"
    r"|[-./](?P<m2>1[0-2]|0?[1-9])(?:[-./](?P<d2>3[01]|[12]\d|0?[1-9]))?(?![\d-])"
    r"|$)(?P<edge>年?[底末初])?"
)
_QUARTER = re.compile(r"(?P<y>(?:19|20)\d\d)(?:年第?(?P<q>[一二三四1-4])季度?|[-年]?[qQ](?P<q2>[1-4]))")
_HALF = re.compile(r"(?P<y>(?:19|20)\d\d)(?:年?(?P<h>[上下])半年|[-年]?[hH](?P<h2>[12]))")
#: 2026年1—11月, 2026年1-11月份, 2026-01至2026-11: a total that runs from January.
_MONTHS = re.compile(
    r"(?P<y>(?:19|20)\d\d)[年-]0?1月?(?:[-~—–至到]+)(?:(?P=y)[年-])?(?P<m>1[0-2]|0?[2-9])月?份?(?![\d-])"
)
_EDGE = re.compile(r"(?:年|月|季|期|学期)度?(?:末|底|初)|年终|岁末")
#: 截止日期 is when something ends, 截止8月底 how far a total runs.
_RUNNING = re.compile(r"累计|历年|以来|至今|截至|截止(?!$|日|时|月|年[月份])")
_BEFORE = re.compile(r"上年同期|去年同期|(?<!以)上一?年度?|去年|上个?月(?!报)|上一?季度|上期|前年")
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
    one before, 1 for the one after; `side` start or end of an edge;
    `date` is 2026, 2026-H1, 2026-Q3, 2026-11 or 2026-11-30; `named` when the label itself names it;
    `season` what else a stated period says (秋收)."""

    kind: str = ""
    length: str = ""
    shift: int = 0
    side: str = ""
    date: str = ""
    named: bool = False
    season: str = ""


@lru_cache(maxsize=8192)
def read_period(text: str) -> tuple[Period, str]:
    """The period that `text` names, and the text without it; the empty period where it names none."""
    if text in _BARE:
        return Period("span", _BARE[text]), ""
    text = _MONTHS.sub(lambda match: f"{match['y']}-{match['m'].zfill(2)}本年累计", text)
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
    if match := _QUARTER.search(text):
        quarter = match["q2"] or str("一二三四".find(match["q"]) + 1 or match["q"])
        return f"{match['y']}-Q{quarter}", "", text[: match.start()] + text[match.end() :]
    if match := _HALF.search(text):
        half = match["h2"] or ("1" if match["h"] == "上" else "2")
        return f"{match['y']}-H{half}", "", text[: match.start()] + text[match.end() :]
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


def granularity(date: str) -> str:
    """How long the time is that `date` names: year, half, quarter, month or day."""
    if "-" not in date:
        return "year"
    return {"Q": "quarter", "H": "half"}.get(date[5], "month" if len(date) == 7 else "day")


def first_and_last(date: str) -> tuple[str, str]:
    """The first and the last day of the time that `date` names, ISO: 2026-Q3 → 2026-07-01, 2026-09-30."""
    length, year = granularity(date), date[:4]
    if length == "day":
        return date, date
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}[length]
    last = 12 if length == "year" else int(date[5:].strip("QH")) * months
    days = monthrange(int(year), last)[1]
    return f"{year}-{last - months + 1:02d}-01", f"{year}-{last:02d}-{days:02d}"
