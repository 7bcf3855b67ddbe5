"""Reads a field as a data element (ISO/IEC 11179): what is asked of which objects, in which cut and time."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from app.domain.merging.alignment.bands import Band
from app.domain.merging.alignment.grains import kind_in_form, own_object, stated_grain
from app.domain.merging.alignment.labels import read_label
from app.domain.merging.alignment.periods import Period, read_period
from app.domain.merging.alignment.standards import standard_element, standard_reading
from app.domain.merging.alignment.surroundings import own_setting, read_surroundings
from app.domain.merging.field import Field

#: Headings that divide a form and do not restrict what stands under them.
_SECTION = re.compile(r"情况$|信息$|概况$|部分$|方面$|^合计$|^小计$|^指标|^项目$|^内容$")

_HEADS = {"phone", "idno"}

_ACCRUAL = {"edge": "stock", "span": "flow", "running": "flow"}


@dataclass(frozen=True)
class DataElement:
    """A field in ISO/IEC 11179 terms.

    `concepts` are the standard words of the label in its order, `object_class` the first and the last one the
    head; `measure` is the property: persons, households, area, money, ratio, date, phone …; `dimension` what
    its unit measures; `qualifiers` the breakdown as (facet, value); `bands` numeric limits; `numbers` other
    digits; `scope` words that only say where; `accrual` stock, flow or ""; `grain` what one value describes,
    as stated or as the form's title tells (household, division); `definition` the 口径 as written; `context`
    the concepts of `form`, its section and title, with what they imply, `setting` town or country there,
    `topic` their words as pairs of characters; `standard` the dictionary's label, where it has one;
    `either` whether the label joins two things by 或, `total` whether it asks for all there are.
    """

    object_class: str
    concepts: tuple[str, ...]
    measure: str
    dimension: str
    unit: str
    qualifiers: tuple[tuple[str, str], ...]
    bands: tuple[Band, ...]
    numbers: tuple[str, ...]
    scope: tuple[str, ...]
    period: Period
    accrual: str
    grain: str
    definition: str
    context: frozenset[str]
    setting: frozenset[tuple[str, str]]
    topic: frozenset[str]
    form: str
    standard: str
    either: bool
    total: bool

    @cached_property
    def key(self) -> str:
        """Groups candidates: fields that are one fact nearly always have equal keys."""
        cuts = [f"{facet}={value}" for facet, value in self.qualifiers]
        limits = [f"{band.unit}{band.low:g}-{band.high:g}" for band in self.bands]
        named = sorted(map(in_any_order, self.concepts))
        return "|".join(("+".join(named), ",".join(cuts), ",".join((*limits, *self.numbers))))

    @cached_property
    def block_keys(self) -> frozenset[str]:
        """Wider groups for the near ones: every concept by itself, and the whole key."""
        return frozenset({self.key, *(f"~{in_any_order(concept)}" for concept in self.concepts)})


def in_any_order(name: str) -> str:
    """A word with its pairs of characters sorted: 标语横幅 and 横幅标语 become one."""
    return "".join(sorted(name[at : at + 2] for at in range(0, len(name), 2)))


def element_of(field: Field) -> DataElement:
    """The data element that `field` asks for; never fails, what is not understood stays as written."""
    around = (field.section, field.form_title)
    return _element(
        _whole_label(field.label, field.path), field.unit, field.period, field.grain, field.note, around
    )


@lru_cache(maxsize=65536)
def _whole_label(own_label: str, path: tuple[str, ...]) -> str:
    """The label under its headings (水稻 › 面积, 总人口 › 其中：女); a heading that only
    names a part of the form (人口情况) says nothing of the figure."""
    parents = (read_label(text) for text in path if text != own_label)
    said = "".join(label.words for label in parents if not _SECTION.search(label.words))
    own = read_label(own_label)
    bracket = f"({own.unit or own.note})" if own.unit or own.note else ""
    mark = "是否" if own.yes_no else ""
    return f"{mark}{said}{own.words}{bracket}" if said else own_label


@lru_cache(maxsize=65536)
def _element(
    label: str, unit: str, period: str, grain: str, note: str, around: tuple[str, str]
) -> DataElement:
    read = standard_reading(label, unit)
    when = _both(read.period, _stated(period))
    known = standard_element(read)
    grain = grain or stated_grain(" ".join(around))
    context, setting, topic = read_surroundings(around)
    if grain == "household" and read.measure in _HEADS and "成员" not in around[0] + around[1]:
        context |= {"户主"}  # a household form's own telephone or number is its head's
    concepts = own_object(read.concepts, grain)
    setting |= own_setting((*concepts, *read.scope))
    measure, dimension = kind_in_form(read, " ".join(around)) or (read.measure, read.dimension)
    return DataElement(
        object_class=known.object_class if known else "".join(concepts[:1]),
        concepts=concepts,
        measure=measure,
        dimension=dimension,
        unit=read.unit,
        qualifiers=read.qualifiers,
        bands=read.bands,
        numbers=read.numbers,
        scope=read.scope,
        period=when,
        accrual=_ACCRUAL.get(when.kind, known.accrual if known else ""),
        grain=grain,
        definition="；".join(filter(None, (read.note, note.strip()))),
        context=context,
        setting=setting,
        topic=topic,
        form="|".join(around),
        standard=known.label if known else "",
        either=read.either,
        total=read.total,
    )


def _stated(period: str) -> Period:
    """The period beside a field; words of it that are no date (秋收) stay, they are part of it."""
    found, rest = read_period("".join(period.split()))
    return replace(found, season="".join(filter(str.isalnum, rest)))


def _both(said: Period, given: Period) -> Period:
    """The label's own period, completed by the one that the form states beside it."""
    if not said.kind:
        return given
    date, shift, side = said.date or given.date, said.shift or given.shift, said.side or given.side
    return Period(said.kind, said.length or given.length, shift, side, date, bool(said.date), given.season)
