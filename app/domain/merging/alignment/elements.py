"""Reads a field as a data element (ISO/IEC 11179): what is asked of which objects, in which cut and time."""

from dataclasses import dataclass
from functools import lru_cache

from app.domain.merging.alignment.bands import Band, read_bands
from app.domain.merging.alignment.dictionary import age_limits, concept_groups, silent_companions
from app.domain.merging.alignment.labels import Label, read_label
from app.domain.merging.alignment.lexicon import Word, cut
from app.domain.merging.alignment.periods import Period, read_period
from app.domain.merging.alignment.units import Unit, find_unit
from app.domain.merging.field import Field

#: Things with a counting unit of their own: a 个 beside them says no more.
_COUNTED = {"person", "household"}
#: Concepts that are a text by themselves: 政治面貌, 负责人.
_DESCRIBED = {"name", "text", "date"}


@dataclass(frozen=True, slots=True)
class DataElement:
    """A field in ISO/IEC 11179 terms.

    `concepts` are the standard words of the label in its order, `object_class` the first and the last one the
    head; `measure` is the property: persons, households, area, money, ratio, date, phone …; `dimension` what
    its unit measures; `qualifiers` the breakdown as (facet, value); `bands` numeric limits; `numbers` other
    digits; `scope` words that only say where; `accrual` stock, flow or ""; `definition` the 口径 as written;
    `context` the concepts of section and form title.
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

    @property
    def key(self) -> str:
        """Groups candidates: fields that are one fact nearly always have equal keys."""
        bands = (f"{band.unit}{band.low:g}-{band.high:g}" for band in self.bands)
        cuts = (f"{facet}={value}" for facet, value in self.qualifiers)
        return "|".join(("+".join(sorted(set(self.concepts))), ",".join(cuts), ",".join(bands)))

    @property
    def block_keys(self) -> frozenset[str]:
        """Wider groups for the near ones: every concept by itself, and the whole key."""
        return frozenset({self.key, *(f"~{concept}" for concept in self.concepts)})


def element_of(field: Field) -> DataElement:
    """The data element that `field` asks for; never fails, what is not understood stays as written."""
    return _element(
        field.label, field.unit, field.period, field.grain, field.note, (field.section, field.form_title)
    )


@lru_cache(maxsize=65536)
def _element(
    label: str, unit: str, period: str, grain: str, note: str, around: tuple[str, str]
) -> DataElement:
    parts = read_label(label)
    said, rest = read_period(parts.words)
    when, _ = read_period(period.strip())
    bands, numbers, rest = read_bands(rest)
    words = cut(rest)
    concepts, scope = _concepts(words, bands)
    concepts, bands = _ages(concepts, bands)
    found = find_unit(unit) or find_unit(parts.unit)
    measure, dimension = _measure(words, parts, found)
    return DataElement(
        object_class="".join(concepts[:1]),
        concepts=concepts,
        measure=measure,
        dimension=dimension,
        unit=found.name if found else "",
        qualifiers=tuple(
            sorted(
                {
                    (word.name, word.value)
                    for word in words
                    if word.role == "qualifier" and word.alone != "equal"
                }
            )
        ),
        bands=bands,
        numbers=numbers,
        scope=scope,
        period=_merge(said, when),
        accrual="stock"
        if (said.kind or when.kind) == "edge"
        else "flow"
        if (said.kind or when.kind) in ("span", "running")
        else "",
        grain=grain,
        definition="；".join(filter(None, (parts.note, note))),
        context=_context(around),
    )


def _merge(said: Period, when: Period) -> Period:
    if not said.kind:
        return when
    return Period(said.kind, said.length or when.length, said.shift, said.side, said.date or when.date)


def _concepts(words: tuple[Word, ...], bands: tuple[Band, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The concepts of a label without silent companions, and the words that only say where.

    A place that stands alone is the concept, and so is 人口 (the population) where nothing else is counted.
    """
    named = tuple(dict.fromkeys(word.name for word in words if word.role in ("concept", "unknown")))
    silent = {other for name in named for other in silent_companions().get(name, ())}
    concepts = tuple(name for name in named if name not in silent)
    scope = tuple(word.name for word in words if word.role == "scope")
    if concepts:
        return concepts, scope
    if not bands and any(word.name == "population" for word in words):
        return ("人口",), scope
    return scope[-1:], scope[:-1]


def _ages(concepts: tuple[str, ...], bands: tuple[Band, ...]) -> tuple[tuple[str, ...], tuple[Band, ...]]:
    """A group that the law defines by age is that age; beside a stated age its name says nothing."""
    limits = age_limits()
    if not any(band.unit == "岁" for band in bands):
        bands = (*bands, *(Band("岁", *limits[name]) for name in concepts if name in limits))
        return tuple(name for name in concepts if name not in limits), bands
    return tuple(name for name in concepts if name not in {*limits, "儿童"}), bands


def _measure(words: tuple[Word, ...], parts: Label, unit: Unit | None) -> tuple[str, str]:
    """The kind of value and its dimension: the label's last measure, else the unit, else the head's own."""
    if parts.yes_no:
        return "flag", "flag"
    measures = [word for word in words if word.role == "measure"]
    heads = [word.dimension for word in words if word.role == "concept" and word.dimension]
    head = heads[-1] if heads else ""
    if measures and measures[-1].name != "count":
        stated = unit.dimension if unit and unit.dimension != "count" else measures[-1].dimension
        return measures[-1].name, stated
    counted = head if head in _COUNTED else "count"
    if unit:
        return "count" if measures else "", counted if unit.dimension == "count" else unit.dimension
    if measures:
        return measures[-1].name, counted if measures[-1].dimension == "count" else measures[-1].dimension
    return ("name" if head == "name" else "", "text") if head in _DESCRIBED else ("", "")


@lru_cache(maxsize=8192)
def _context(around: tuple[str, str]) -> frozenset[str]:
    words = [word for text in around for word in cut(read_label(text).words)]
    return frozenset(word.name for word in words if word.role == "concept") - concept_groups()["neutral"]
