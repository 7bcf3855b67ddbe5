"""The time that a title, a header or a note speaks of, in ISO 8601 (2026-11-30, 2026-11, 2026-Q3)."""

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
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}")
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH_ALONE = re.compile(rf"(1[0-2]|0?[1-9]|{'|'.join(reversed(_CHINESE_MONTHS))})月份?")
_PART_OF_YEAR = re.compile(r"第?[一二三四1-4]季度|[上下]半年")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_THIS = {"本月", "当月", "本期", "期末", "本季", "本季度", "当季", "本年", "本年度", "当年", "全年"}
_LAST_YEAR = {"上年同期", "去年同期"}
_RUNNING = {"本年累计", "年初至今", "自年初累计", "累计"}
_WORDS = re.compile(
    r"本年累计|年初至今|自年初累计|本月累计|本周|上周|本旬|上旬|当日|上年同期|去年同期|上年末|年初|年末|期末|期初|本月|当月|上月|本季度?|当季|本年度?|当年|全年|上年度?|去年|本期|上期|累计"
)


def find_period(text: str) -> str:
    """The first date or span that a text names in ISO 8601, empty where it names none."""
    if _BARE_YEAR.fullmatch(text):
        return text
    for pattern, shape in _PATTERNS:
        match = pattern.search(text)
        if match:
            period = _iso(match.groupdict(), shape)
            if period:
                return period
    return ""


def within_year(text: str, year: str) -> str:
    """The part of `year` that a text is (八月, 3月份, 第一季度, 上半年); empty for others."""
    words = text.strip("（()） ")
    month = _MONTH_ALONE.fullmatch(words)
    if month:
        number = _CHINESE_MONTHS.index(month[1]) + 1 if month[1] in _CHINESE_MONTHS else int(month[1])
        return f"{year}-{number:02d}"
    return find_period(f"{year}年{words}") if _PART_OF_YEAR.fullmatch(words) else ""


def period_words(text: str) -> str:
    """The relative period that a header names (本月, 本年累计, 上年同期), empty where it names none."""
    match = _WORDS.search(text)
    return match[0] if match else ""


def resolve(words: str, base: str) -> str:
    """A header's relative period on the table's own: 本月 of 2026-11 is 2026-11, 本年累计 runs up to it.

    What cannot be put into a date keeps its words beside it, so that 本旬 of two months stays two periods.
    """
    if not base or not words:
        return words or base
    if words in _THIS:
        return base
    if words in _LAST_YEAR:
        return str(int(base[:4]) - 1) + base[4:]
    if words in _RUNNING:
        return f"{base} 本年累计"
    return f"{base} {words}"


def is_period_label(text: str) -> bool:
    """True where a header is nothing but a period (2025年, 本月, 本年累计数)."""
    if _BARE_YEAR.fullmatch(text):
        return True
    rest = _WORDS.sub("", text)
    for pattern, _ in _PATTERNS:
        rest = pattern.sub("", rest)
    return rest != text and not re.sub(r"[数量值实际完成发生额（）()\s情况]", "", rest)


def _iso(parts: dict[str, str], shape: str) -> str:
    year = parts["year"]
    if shape == "quarter":
        return f"{year}-Q{_QUARTERS.get(parts['quarter'], parts['quarter'])}"
    if shape == "half":
        return f"{year}-01/{year}-06" if parts["half"] == "上" else f"{year}-07/{year}-12"
    if shape in ("year", "year_end"):
        return year if shape == "year" else f"{year}-12-31"
    month = int(parts["month"])
    return _month(parts, shape, month) if 1 <= month <= 12 else ""


def _month(parts: dict[str, str], shape: str, month: int) -> str:
    year = parts["year"]
    last = calendar.monthrange(int(year), month)[1]
    if shape == "span":
        first = int(parts["first"])
        # from January on it is the running total that other forms call 本年累计
        return f"{year}-{month:02d} 本年累计" if first == 1 else f"{year}-{first:02d}/{year}-{month:02d}"
    if shape == "month":
        return f"{year}-{month:02d}"
    day = last if shape == "month_end" else int(parts["day"])
    return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= last else ""
