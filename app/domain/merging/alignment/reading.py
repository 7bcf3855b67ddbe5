"""Reads a label for its parts: concepts, where, breakdown, limits, time and the kind of value."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.domain.merging.alignment.bands import Band, read_bands
from app.domain.merging.alignment.dictionary import age_limits, inclusions, silent_companions
from app.domain.merging.alignment.kinds import COUNTED, head_dimension, kind_of_value, unit_per_label
from app.domain.merging.alignment.labels import read_label
from app.domain.merging.alignment.lexicon import Word, cut
from app.domain.merging.alignment.periods import Period, read_period
from app.domain.merging.alignment.units import find_unit

#: 无劳动能力或主要劳动力外出: either of two things, which is more than one of them.
_EITHER = re.compile(r"(?<=[^及和、(]{2})或者?(?=[^及以(]{2})")
_TOTAL = re.compile(r"总|合计|全[镇村乡县社]|[年期]末|实有|共有")
#: Values for which persons or households counted before them are the base (贫困户数占比, 户均).
_BASED = {"ratio", "money", "score"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A label's parts in standard words; `measure` and `dimension` say what kind of value it asks for, empty
    where the label leaves it open, `head` what the thing that it names is counted in, `either` whether it
    joins two things by 或, `total` whether it asks for all there are (总户数, not 户数)."""

    concepts: tuple[str, ...]
    scope: tuple[str, ...]
    qualifiers: tuple[tuple[str, str], ...]
    bands: tuple[Band, ...]
    numbers: tuple[str, ...]
    period: Period
    measure: str
    dimension: str
    unit: str
    note: str
    head: str = ""
    either: bool = False
    total: bool = False


@lru_cache(maxsize=65536)
def read(label: str, unit: str) -> Reading:
    """The parts of `label`; `unit` is what stands beside it, if anything. Never fails."""
    parts = read_label(label)
    period, rest = read_period(parts.words)
    bands, numbers, rest = read_bands(rest)
    found = find_unit(unit) or find_unit(parts.unit)
    counted = bool(found and found.dimension.startswith("count"))
    words = _counted_place(tuple(word for word in cut(rest) if word.role != "empty"), counted)
    concepts, scope, qualifiers = _words(words, bands, parts.words)
    concepts, bands = _ages(concepts, bands)
    found = unit_per_label(words, qualifiers, found)
    measure, dimension = ("flag", "flag") if parts.yes_no else kind_of_value(words, found, parts.words)
    name = found.name if found else ""
    return Reading(
        concepts, scope, qualifiers, bands, numbers, period, measure, dimension, name, parts.note,
        head_dimension(words), bool(_EITHER.search(rest)),
        bool(_TOTAL.search(parts.words)),
    )  # fmt: skip


def _words(
    words: tuple[Word, ...], bands: tuple[Band, ...], written: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Concepts, scope and qualifiers; where nothing is understood the label as `written` is the concept."""
    measures = [word for word in words if word.role == "measure"]
    named, base = _earlier_measures(measures)
    concepts = dict.fromkeys([*(w.name for w in words if w.role in ("concept", "unknown")), *named])
    silent = {other for name in concepts for other in silent_companions().get(name, ())}
    held = {whole for whole in concepts if inclusions().get(whole, frozenset()) & concepts.keys()}
    left = tuple(name for name in concepts if name not in silent and name not in held)
    scope = tuple(word.name for word in words if word.role == "scope")
    qualifiers = {(w.name, w.value) for w in words if w.role == "qualifier" and w.alone != "equal"}
    qualifiers |= _whose(words)
    if ("stage", "计划") in qualifiers and any(w.value == "完成" for w in words):
        qualifiers.add(("stage", "完成"))  # 规划建设完成的 are not all that were planned
    if measures and measures[-1].name == "date" and any(w.value == "完成" for w in words):
        qualifiers.add(("edge", "止"))  # 改造完成时间 is its end; elsewhere 完成 says no more than the figure
    if not left and not bands and any(word.name == "population" for word in measures):
        left = ("人口",)
    if not left and scope and all(word.name == "title" for word in measures):
        left, scope = scope[-1:], scope[:-1]
    if not (left or measures or qualifiers or bands):
        left = (written,)
    return left, scope, tuple(sorted(qualifiers | base))


def _whose(words: tuple[Word, ...]) -> set[tuple[str, str]]:
    """People who restrict the thing behind them (农民成员); at the end they are who is counted (参保居民)."""
    return {
        ("whose", word.name)
        for word, thing in pairwise(words)
        if (word.role, word.dimension) == ("scope", "person") and thing.role in ("concept", "unknown")
    }


def _counted_place(words: tuple[Word, ...], counted: bool) -> tuple[Word, ...]:
    """The place that is counted is a concept: 通宽带村数 counts villages, 村低保户数 does not, and 居民数
    counts persons."""
    at = len(words) - 1
    if at > 0 and words[at].name == "count":
        at -= 1
    elif not counted or any(word.role == "measure" for word in words):
        return words
    if at < 0 or words[at].role != "scope" or words[at].dimension == "person":
        return words
    return (*words[:at], Word("concept", words[at].name, words[at].dimension), *words[at + 1 :])


def _earlier_measures(measures: list[Word]) -> tuple[tuple[str, ...], set[tuple[str, str]]]:
    """What earlier measures say: content beside a text, the base beside a ratio or an amount."""
    if len(measures) < 2:
        return (), set()
    last, earlier = measures[-1], measures[:-1]
    if last.dimension in ("text", "date"):
        return tuple(word.name for word in earlier), set()
    named = tuple(word.name for word in earlier if word.dimension == "text")  # 电话用户数 is none of 用户数
    if last.dimension in _BASED:
        return named, {("base", word.dimension) for word in earlier if word.dimension in COUNTED}
    return named, set()


def _ages(concepts: tuple[str, ...], bands: tuple[Band, ...]) -> tuple[tuple[str, ...], tuple[Band, ...]]:
    """A group that the law defines by age is that age; beside a stated age its name says nothing."""
    limits = age_limits()
    if not any(band.unit == "岁" for band in bands):
        bands = (*bands, *(Band("岁", *limits[name]) for name in concepts if name in limits))
        return tuple(name for name in concepts if name not in limits), bands
    return tuple(name for name in concepts if name not in {*limits, "儿童"}), bands
