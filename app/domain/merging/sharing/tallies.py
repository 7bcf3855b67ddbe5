"""Which single figures surely follow from a roster's rows: 低保人数 from the roll of 低保对象, by age."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite

from app.domain.merging.alignment import element_of
from app.domain.merging.alignment.bands import Band
from app.domain.merging.field import Field
from app.domain.merging.reading.labels import plain
from app.domain.merging.sharing.gates import MERGING, judge
from app.domain.merging.sharing.tally import OPEN_END, Condition, Tally

_COUNTED = {
    "person": ("人数", "人"), "household": ("户数", "户"), "enterprise": ("数", "家"), "site": ("数", "处"),
    "village": ("数", "个"),
}  # fmt: skip
_FIGURE = ("integer", "decimal", "")
_PART = re.compile(r"部分|抽[查样检]|拟|疑似|典型|代表|试点|示范|样本|示例|申请|备选|候选")
"""Lists that do not hold all of what they name."""
_BIRTH = re.compile(r"出生(?:日期|年月日?|时间)$|^(?:居民|公民)?身份(?:证件?号码?|证|号码)$")
_SEX = re.compile(r"^性别$")
_NUMBER = re.compile(r"^(?:居民|公民)?身份(?:证件?号码?|证|号码)$")
_HOW_MANY = re.compile(r"人口数?$|人数$|口数$")
_MEMBER = re.compile(r"^姓名$|成员姓名|^成员|与户主关系")
_HOUSEHOLDER = re.compile(r"户主|监护人|负责人|联系人|配偶|父|母")


@dataclass(frozen=True, slots=True)
class Listed:
    """A roster as counting sees it: what it lists, one row a `grain`, its columns by id, and the day (ISO) on
    which it holds ("" where nothing tells)."""

    roster: str
    subject: str
    grain: str
    columns: tuple[tuple[str, Field], ...]
    as_of: str = ""


def tally_of(listed: Listed, wanted: Field, beside: Sequence[Field] = ()) -> Tally | None:
    """How `wanted` follows from the roster; None where that is not sure.

    The whole question must be the roster's: as if a form asked 60周岁以上女性低保对象人数, compared by
    the gates of alignment. A figure with a definition of its own is asked. Ages need the roster's day,
    and a limit that says whether it belongs (`_limits`); `beside` are the same table's other figures.
    """
    if wanted.note or wanted.options or wanted.type not in _FIGURE or not listed.subject:
        return None
    if listed.grain not in _COUNTED or _PART.search(listed.subject):
        return None
    found = [tally for tally, asked in _candidates(listed, wanted, beside) if _one_fact(asked, wanted)]
    return found[0] if len(found) == 1 else None


def why_open(listed: Listed, wanted: Field, beside: Sequence[Field] = ()) -> tuple[str, str] | None:
    """What the form leaves open of an age so that it is asked though the roster has every birth: the day, or
    whether a limit belongs. None where nothing else stands between the figure and the roster."""
    ages = [band for band in element_of(wanted).bands if band.unit == "岁"]
    born = _column(listed, _BIRTH)
    if len(ages) != 1 or not born or listed.grain != "person" or not _one_row_each(listed):
        return None
    if wanted.note or _PART.search(listed.subject):
        return None
    noun, unit = _COUNTED[listed.grain]
    if not _one_fact(_asked(listed, _spoken(ages[0]), noun, unit), wanted):
        return None
    if not listed.as_of:
        return "未写明截至日期，不能由名册计算年龄", "no as-of date: ages cannot be counted from the roster"
    if _limits(ages[0], wanted, beside) is None:
        return (
            f"“{wanted.label}”未写明是否含界限年龄，写明后可由名册计算",
            f"{wanted.label!r} leaves open whether its limit belongs; else the roster would tell",
        )
    return None


def _one_fact(asked: Field, wanted: Field) -> bool:
    return bool(element_of(asked).block_keys & element_of(wanted).block_keys) and (
        judge(replace(asked, period=""), replace(wanted, period="")).verdict in MERGING
    )


def _candidates(listed: Listed, wanted: Field, beside: Sequence[Field]) -> Iterator[tuple[Tally, Field]]:
    """Figures of the roster that could be the wanted one, each with the question that it answers."""
    if _one_row_each(listed):
        yield from _counts(listed, wanted, beside)
        yield from _of_a_kind(listed, wanted)
    for key, column in listed.columns:
        if column.type in ("integer", "decimal") and column.unit and not column.note:
            yield Tally(listed.roster, (), key), _asked(listed, "", column.label, column.unit)


def _one_row_each(listed: Listed) -> bool:
    """False where a row may stand for more or less than one object: people listed with how many they are
    (姓名 beside 保障人数: a household), households listed with each member (户主 beside 姓名)."""
    labels = [(plain(one.label), one.unit) for _, one in listed.columns]
    if listed.grain == "person":
        return not any(unit in ("人", "口") or _HOW_MANY.search(label) for label, unit in labels)
    return listed.grain != "household" or not any(_MEMBER.search(label) for label, _ in labels)


def _counts(listed: Listed, wanted: Field, beside: Sequence[Field]) -> Iterator[tuple[Tally, Field]]:
    noun, unit = _COUNTED[listed.grain]
    element = element_of(wanted)
    conditions: list[Condition] = []
    words = ""
    if ages := [band for band in element.bands if band.unit == "岁"]:
        limits = _limits(ages[0], wanted, beside) if len(ages) == 1 else None
        born = _column(listed, _BIRTH)
        if limits is None or not (born and listed.as_of and listed.grain == "person"):
            return
        conditions.append(Condition(born, "aged", low=limits[0], high=limits[1]))
        words = _spoken(ages[0])
    if sex := dict(element.qualifiers).get("gender", ""):
        told = _column(listed, _SEX) or _column(listed, _NUMBER)
        if not told or sex not in ("男", "女") or listed.grain != "person":
            return
        conditions.append(Condition(told, "sex", sex))
        words += sex + "性"
    day = listed.as_of if ages else ""
    yield Tally(listed.roster, tuple(conditions), "", day), _asked(listed, words, noun, unit)


def _of_a_kind(listed: Listed, wanted: Field) -> Iterator[tuple[Tally, Field]]:
    """A part below its whole whose name is one of a column's choices: 低保人数 › A类."""
    leaf = plain(wanted.label)
    holding = [(key, one) for key, one in listed.columns if leaf in map(plain, one.options)]
    if len(holding) != 1 or len(wanted.path) < 2:
        return
    key, column = holding[0]
    value = next(option for option in column.options if plain(option) == leaf)
    noun, unit = _COUNTED[listed.grain]
    whole = replace(wanted, label=wanted.path[-2], path=wanted.path[:-1])
    if _one_fact(_asked(listed, "", noun, unit), whole):
        yield Tally(listed.roster, (Condition(key, "is", value),)), wanted


def _asked(listed: Listed, words: str, noun: str, unit: str) -> Field:
    """The question that a figure of the roster answers, as a form would print it."""
    label = words + listed.subject + noun
    return Field(
        label, unit, "integer", grain="township", path=(label,), form_title=f"{listed.subject}统计表"
    )


def _column(listed: Listed, pattern: re.Pattern[str]) -> str:
    """The only column of the person's own that the pattern names: not of a guardian or a household's head."""
    found = [
        key
        for key, one in listed.columns
        if pattern.search(plain(one.label)) and not _HOUSEHOLDER.search("".join(one.path))
    ]
    dated = [key for key, one in listed.columns if key in found and one.type == "date"]
    return found[0] if len(found) == 1 else dated[0] if len(dated) == 1 else ""


def _limits(band: Band, wanted: Field, beside: Sequence[Field]) -> tuple[int, int] | None:
    """The first and the last full year of an age band; None where the form leaves open whether a limit
    belongs.

    以上 and 年满 hold their limit (Civil Code, art. 1259), 未满 and 不满 do not. 16-39岁 holds both unless
    the next band of the same table begins with 39. Of 以下 people mean both, and of 0-3岁 the rules of
    childcare mean under three: they are computed only where the label says 含 or 不含.
    """
    text = plain("".join(wanted.path) or wanted.label)
    low, high = float(band.low), float(band.high)
    if not low.is_integer() or not (high == inf or high.is_integer()):
        return None
    if high == inf:
        holds = band.closed is not False and "不含" not in text
        return (int(low), OPEN_END) if holds else None
    last = _last_year(text, int(high), band.closed)
    touching = any(
        other.low == high for one in beside for other in element_of(one).bands if other.unit == "岁"
    )
    unsure = last is None or (last == high and "含" not in text and (touching or (low, high) == (0, 3)))
    return None if last is None or unsure else (int(low), last)


def _last_year(text: str, high: int, closed: bool | None) -> int | None:
    """The last full year below an upper limit."""
    if re.search(rf"不含{high}周?岁|未满|不满|不足", text) or not re.search(r"\d", text):
        return high - 1  # a group that the law names (未成年人) ends before its limit
    if closed is None or re.search(rf"及以下|(?<!不)含{high}周?岁", text):
        return high
    return None


def _spoken(band: Band) -> str:
    low = f"{band.low:g}"
    if not isfinite(band.high):
        return f"{low}周岁以上"
    return f"{low}-{band.high:g}周岁" if band.low else f"{band.high:g}周岁以下"
