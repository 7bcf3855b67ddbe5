"""Reads the numeric limits in a label (60周岁以上, 16-39岁, 20户以上, 二级以上) as intervals that compare."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from app.domain.merging.alignment.dictionary import ordered_levels
from app.domain.merging.alignment.units import find_unit

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SPELLED = re.compile(
    r"[零〇一二两三四五六七八九十百千]+(?=(?:万?元|万?亩|[户人](?:及?以[上下])|周?岁|级|个?月以|年以|类|等)(?!线|班|分))"
)
_UNIT = (
    r"(?P<unit>周?岁|万?元|万?亩|公顷|平方米|平米|万?户(?![数均籍口])|万?人(?![数口次员均])|个?月|年|天|日|小时|公里|米|立方米"
    r"|吨|公斤|头|只|羽|%|级|类|张|间|层|次|个|分钟)?"
)
_EDGE = r"(?P<edge>\(?[不含]*\)?(?:及其?|或)?(?:以上|以下|以内|之内|以外|及以上|及以下))?"
_BAND = re.compile(
    r"(?P<pre>不满|未满|不足|低于|少于|小于|超过|高于|大于|年满|满|达到|[<>≥≤])?(?P<lo>\d+(?:\.\d+)?)"
    rf"(?:(?P<lounit>周?岁|万?元|万?亩|户|人|年|个?月)?[-至到](?P<hi>\d+(?:\.\d+)?))?{_UNIT}{_EDGE}"
)
_CONTAINS = re.compile(r"[(]?不?含\d+(?:\.\d+)?[^)\d]{0,3}[)]?")
_HALF_YEAR = re.compile(r"半年(?=[及或]?(?:以[上下内外]|之内))")
_UNDER = {"不满", "未满", "不足", "低于", "少于", "小于", "<", "≤"}
_CLOSED = {"≤", "≥", "满", "年满", "达到"}
_OVER = {"超过", "高于", "大于", "满", "年满", "达到", ">", "≥"}


@dataclass(frozen=True, slots=True)
class Band:
    """An interval of `unit`, limits in the base unit (5万元 is 50,000 元).

    `closed` says whether the limit belongs to it (以上, 以下, 以内 hold it, 超过, 不满, 以外 do not: Civil
    Code, art. 1259); forms write it loosely, so intervals are equal without it.
    """

    unit: str
    low: float
    high: float
    closed: bool | None = field(default=None, compare=False)

    def contains(self, other: "Band") -> bool:
        """True when the other interval lies inside this one and both measure the same thing."""
        return self.unit == other.unit and self.low <= other.low and other.high <= self.high


def _number(spelled: str) -> str:
    total, digit = 0, 0
    for char in spelled:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return str(total + digit)


@lru_cache(maxsize=8192)
def read_bands(text: str) -> tuple[tuple[Band, ...], tuple[str, ...], str]:
    """The intervals that `text` names, the numbers that are no interval, and the text without either."""
    text = _HALF_YEAR.sub("6个月", text)
    text = _CONTAINS.sub("", _SPELLED.sub(lambda match: _number(match.group(0)), text))
    bands: list[Band] = []
    loose: list[str] = []

    def take(match: re.Match[str]) -> str:
        band = _band(match)
        if band is None:
            loose.append(match.group(0))
            return match.group(0).removeprefix(match["lo"]) if not match["hi"] else match["unit"] or ""
        bands.append(band)
        return ""

    text = _levels().sub(lambda match: bands.append(_level(match)) or "", text)  # type: ignore[func-returns-value]
    rest = _BAND.sub(take, text)
    return tuple(sorted(_joined(bands), key=_order)), tuple(sorted(loose)), rest


def _joined(bands: list[Band]) -> list[Band]:
    """半年以上一年以内 is one range with two limits, not two ranges."""
    bands = [_in_months(band) for band in bands]
    if len(bands) != 2 or bands[0].unit != bands[1].unit:
        return bands
    high, low = sorted(bands, key=lambda band: band.high)
    if low.high != inf or high.low or low.low >= high.high:
        return bands
    return [Band(low.unit, low.low, high.high)]


def _in_months(band: Band) -> Band:
    return Band("月", 12 * band.low, 12 * band.high, band.closed) if band.unit == "年" else band


def _band(match: re.Match[str]) -> Band | None:
    unit = (match["unit"] or match["lounit"] or "").removeprefix("周").removeprefix("个")
    low, edge, before = float(match["lo"]), match["edge"] or "", match["pre"] or ""
    known = find_unit(unit)
    scale, unit = (
        (float(known.factor), known.dimension) if known and known.dimension == "money" else (1, unit)
    )
    low *= scale
    if match["hi"]:
        return Band(unit, low, float(match["hi"]) * scale)
    up = "以上" in edge or "以外" in edge or before in _OVER
    down = "以下" in edge or "内" in edge or before in _UNDER
    if not (up or down):
        return None
    if unit == "级":  # the first grade is the highest: 三级以上 holds the second and the first
        up, down = down, up
    closed = ("外" not in edge and "不含" not in edge) if edge else before in _CLOSED
    return Band(unit, low, inf, closed) if up else Band(unit, 0.0, low, closed)


def _order(band: Band) -> tuple[str, float, float]:
    return band.unit, band.low, band.high


@lru_cache(maxsize=1)
def _levels() -> re.Pattern[str]:
    words = sorted(ordered_levels(), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, words))})(?:及|或)?以(上|下)")


def _level(match: re.Match[str]) -> Band:
    scale, rank = ordered_levels()[match.group(1)]
    return Band(scale, rank, inf) if match.group(2) == "上" else Band(scale, 0.0, rank)
