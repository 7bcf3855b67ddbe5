"""The dictionary of data elements: labels that mean one element are read as that element."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from app.domain.merging.alignment.dictionary import rows
from app.domain.merging.alignment.reading import Reading, read

_Core = tuple[frozenset[str], object, object, object, str]


@dataclass(frozen=True, slots=True)
class StandardElement:
    """One entry of data/elements.jsonl: a figure of township statistics or an attribute of a person."""

    label: str
    synonyms: tuple[str, ...]
    object_class: str
    property: str
    unit: str
    accrual: Literal["stock", "flow", ""]
    definition: str


@lru_cache(maxsize=1)
def standard_elements() -> tuple[StandardElement, ...]:
    """Every shipped data element."""
    return tuple(StandardElement(**{**row, "synonyms": tuple(row["synonyms"])}) for row in rows("elements"))


@lru_cache(maxsize=65536)
def standard_reading(label: str, unit: str) -> Reading:
    """The parts of `label`, in the words of its data element where the dictionary knows the label."""
    reading = read(label, unit)
    known = _index().get(_core(reading))
    if known is None:
        return reading
    own = read(known.label, known.unit)
    return replace(reading, concepts=own.concepts, qualifiers=own.qualifiers, bands=own.bands)


def standard_element(reading: Reading) -> StandardElement | None:
    """The dictionary's entry for a reading, or None."""
    return _index().get(_core(reading))


def _core(reading: Reading) -> _Core:
    dimension = reading.dimension.partition(".")[0]
    if dimension in ("text", "date"):
        dimension = f"{dimension} {reading.measure}"
    return (frozenset(reading.concepts), reading.qualifiers, reading.bands, reading.numbers, dimension)


@lru_cache(maxsize=1)
def _index() -> dict[_Core, StandardElement]:
    """By what a label asks for; an element's own label goes before another's synonym."""
    known = standard_elements()
    index = {_core(read(element.label, element.unit)): element for element in reversed(known)}
    for element in known:
        for synonym in element.synonyms:
            index.setdefault(_core(read(synonym, element.unit)), element)
    return index
