"""The time that a title, a header or a note speaks of, in ISO 8601 (2026-11-30, 2026-11, 2026-Q3, 2026-01/2026-10)."""

import calendar
import re

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"), "day"),
    (re.compile(_YEAR + r"[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"), "day"),
    (
        re.compile(_YEAR + r"\s*年\s*(?P<first>\d{1,2})\s*月?\s*[-—–－~～至到]+\s*(?P<month>\d{1,2})\s*月"),
        "span",
    ),
    (re.compile(_YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月(?P<edge>底|末)"), "month_end"),
    (re.compile(_YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月"), "month"),
    (re.compile(_YEAR + r"\s*年度?\s*第?(?P<quarter>[一二三四1-4])\s*季度"), "quarter"),
    (re.compile(_YEAR + r"\s*年度?\s*(?P<half>[上下])半年"), "half"),
    (re.compile(_YEAR + r"\s*年(?:年?)(?P<edge>底|末)"), "year_end"),
    (re.compile(_YEAR + r"\s*年"), "year"),
)
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_WORDS = re.compile(
    r"本年累计|年初至今|自年初累计|本月累计|上年同期|去年同期|上年末|年初|年末|期末|期初|本月|当月|上月|本季度?|当季|本年度?|当年|全年|上年度?|去年|本期|上期|累计"
)


def find_period(text: str) -> str:
    """The first date or span that a text names in ISO 8601, empty where it names none."""
    for pattern, shape in _PATTERNS:
        match = pattern.search(text)
        if match:
            period = _iso(match.groupdict(), shape)
            if period:
                return period
    return ""


def period_words(text: str) -> str:
    """The relative period that a header names (本月, 本年累计, 上年同期), empty where it names none."""
    match = _WORDS.search(text)
    return match[0] if match else ""


def is_period_label(text: str) -> bool:
    """True where a header is nothing but a period (2025年, 本月, 本年累计数)."""
    rest = _WORDS.sub("", text)
    for pattern, _ in _PATTERNS:
        rest = pattern.sub("", rest)
    return rest != text and not re.sub(r"[数量值实际完成发生额（）()\s情况]", "", rest)


def _iso(parts: dict[str, str], shape: str) -> str:
    year = parts["year"]
    if "quarter" in parts:
        return f"{year}-Q{_QUARTERS.get(parts['quarter'], parts['quarter'])}"
    if "half" in parts:
        return f"{year}-01/{year}-06" if parts["half"] == "上" else f"{year}-07/{year}-12"
    if shape == "year_end":
        return f"{year}-12-31"
    if shape == "year":
        return year
    month = int(parts["month"])
    if not 1 <= month <= 12:
        return ""
    if shape == "span":
        return f"{year}-{int(parts['first']):02d}/{year}-{month:02d}"
    last = calendar.monthrange(int(year), month)[1]
    if shape == "month_end":
        return f"{year}-{month:02d}-{last}"
    if shape == "month":
        return f"{year}-{month:02d}"
    day = int(parts["day"])
    return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= last else ""
