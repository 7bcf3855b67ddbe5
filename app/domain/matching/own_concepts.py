"""What would make a county's own concepts unreadable: labels that say two things, circles, loose ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.matching.concept import Concept, Relation
from app.domain.matching.labels import START_CHARACTERS
from app.domain.matching.vocabulary import Vocabulary


@dataclass(frozen=True)
class ConceptFault:
    """What is wrong with the concept at `place` of those that were given, in Chinese and English."""

    place: int
    text: str
    text_en: str


def find_faults(vocabulary: Vocabulary, extra: Sequence[Concept]) -> list[ConceptFault]:
    """Everything that keeps `extra` from being added to `vocabulary`; empty where it may be.

    A label may name two concepts only where one is part of the other, since two others could never be told
    apart; a concept may not be part of itself, nor of two that are disjoint (OWL 2: an empty class).
    """
    faults = [*_loose_ends(vocabulary, extra), *_short_labels(extra)]
    if faults:
        return faults
    try:
        whole = vocabulary.with_concepts(extra)
    except ValueError as error:
        return [ConceptFault(0, f"上下位关系成环：{error}", f"the relations form a circle: {error}")]
    return [*_shared_labels(whole, extra), *_torn(whole, extra)]


def _loose_ends(vocabulary: Vocabulary, extra: Sequence[Concept]) -> Iterator[ConceptFault]:
    known = {*vocabulary.concepts, *(one.id for one in extra)}
    for place, one in enumerate(extra):
        if one.id not in vocabulary.concepts and not (one.pref_label and one.pref_label_en):
            yield ConceptFault(
                place,
                f"{one.id} 是新事项，需要 pref_label 和 pref_label_en",
                f"{one.id} is a new concept: give it a pref_label and a pref_label_en",
            )
        for other in (*one.broader, *one.related, *one.disjoint, *one.objects):
            if other not in known:
                yield ConceptFault(place, f"没有事项 {other}", f"there is no concept {other}")


def _short_labels(extra: Sequence[Concept]) -> Iterator[ConceptFault]:
    for place, one in enumerate(extra):
        for label in (*one.labels, *one.hints):
            if label and len(label) < START_CHARACTERS:
                yield ConceptFault(
                    place,
                    f"标签“{label}”只有一个字，无法识别",
                    f"the label “{label}” is too short to be recognised",
                )


def _shared_labels(whole: Vocabulary, extra: Sequence[Concept]) -> Iterator[ConceptFault]:
    owners: dict[tuple[str, str], set[str]] = {}
    for one in whole.concepts.values():
        for label in one.labels:
            owners.setdefault((one.facet, label), set()).add(one.id)
    for place, one in enumerate(extra):
        facet = whole.concepts[one.id].facet
        for label in one.labels:
            for other in sorted(owners.get((facet, label), set()) - {one.id}):
                if whole.relate(one.id, other) is not Relation.CONTAINS:
                    zh, en = whole.label(other)
                    yield ConceptFault(
                        place,
                        f"标签“{label}”已是“{zh}”（{other}）的名称",
                        f"the label “{label}” already names “{en}” ({other})",
                    )


def _torn(whole: Vocabulary, extra: Sequence[Concept]) -> Iterator[ConceptFault]:
    """Concepts beneath two that are disjoint."""
    touched = {one.id: place for place, one in enumerate(extra)}
    for one in whole.concepts:
        above = whole.ancestors(one) | {one}
        if not above & touched.keys():
            continue
        for wider in sorted(above):
            for other in sorted(above & set(whole.concepts[wider].disjoint)):
                if wider < other or wider not in whole.concepts[other].disjoint:
                    place = min(touched[name] for name in above & touched.keys())
                    yield ConceptFault(
                        place,
                        f"{one} 同属互不相容的 {wider} 与 {other}",
                        f"{one} is part of both {wider} and {other}, which are disjoint",
                    )
