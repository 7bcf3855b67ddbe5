"""The controlled vocabulary of township work: which matters there are and how they relate."""

import json
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from app.domain.matching.concept import Concept, Relation
from app.domain.matching.english import EnglishNames
from app.domain.matching.labels import LabelIndex

MATTER = "matter"
OBJECT = "object"


class Vocabulary:
    """Concepts by id, with their hierarchy and the index of their labels; immutable."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Raises ValueError where an id appears twice or a relation names a concept that is not there."""
        self.concepts: Mapping[str, Concept] = _by_id(concepts)
        self._ancestors: dict[str, frozenset[str]] = {}
        for concept in self.concepts.values():
            self._climb(concept.id, ())
        self.relate = lru_cache(maxsize=65536)(self._relate)

    def _climb(self, concept: str, path: tuple[str, ...]) -> frozenset[str]:
        if concept in path:
            raise ValueError(f"{concept} is broader than itself: {' → '.join((*path, concept))}")
        if concept not in self._ancestors:
            above: set[str] = set()
            for wider in self.concepts[concept].broader:
                above |= {wider} | self._climb(wider, (*path, concept))
            self._ancestors[concept] = frozenset(above)
        return self._ancestors[concept]

    def ancestors(self, concept: str) -> frozenset[str]:
        """Every wider concept, to the top; empty for a top concept and for an unknown id."""
        return self._ancestors.get(concept, frozenset())

    def label(self, concept: str) -> tuple[str, str]:
        """The Chinese and the English name; the id itself where a county's concept is not known here."""
        known = self.concepts.get(concept)
        return (known.pref_label, known.pref_label_en) if known else (concept, concept)

    def with_concepts(self, extra: Iterable[Concept]) -> "Vocabulary":
        """A vocabulary with a county's own concepts; a known id gains labels and relations."""
        merged = dict(self.concepts)
        for concept in extra:
            known = merged.get(concept.id)
            merged[concept.id] = _extend(known, concept) if known else concept
        return Vocabulary(merged.values())

    @cached_property
    def matter_labels(self) -> LabelIndex:
        """The labels of matters, to be found in a text."""
        return self._index(MATTER)

    @cached_property
    def object_labels(self) -> LabelIndex:
        """The labels of objects, to be found in a text."""
        return self._index(OBJECT)

    @cached_property
    def english_matters(self) -> EnglishNames:
        """The English names of matters, to be found in an English text."""
        return self._english(MATTER)

    @cached_property
    def english_objects(self) -> EnglishNames:
        """The English names of objects, to be found in an English text."""
        return self._english(OBJECT)

    @cached_property
    def specialities(self) -> Mapping[tuple[str, str], str]:
        """(wider matter, object) → the narrower matter about it: fire safety + school → school fire."""
        found: dict[tuple[str, str], str] = {}
        for concept in self.concepts.values():
            for wider in concept.broader:
                for thing in concept.objects:
                    if thing not in self.concepts[wider].objects:
                        found.setdefault((wider, thing), concept.id)
        return found

    def _index(self, facet: str) -> LabelIndex:
        found = [one for one in self.concepts.values() if one.facet == facet]
        return LabelIndex(
            names=((label, one.id) for one in found for label in one.labels),
            hints=((hint, one.id) for one in found for hint in one.hints),
        )

    def _english(self, facet: str) -> EnglishNames:
        return EnglishNames(
            (one.pref_label_en, one.id) for one in self.concepts.values() if one.facet == facet
        )

    def _relate(self, one: str, other: str) -> Relation:
        """How two concepts stand to each other; unknown ids are only the same or unrelated. Symmetric."""
        if one == other:
            return Relation.SAME
        mine, theirs = self.ancestors(one), self.ancestors(other)
        if one in theirs or other in mine:
            return Relation.CONTAINS
        if self._any_pair("disjoint", mine | {one}, theirs | {other}):
            return Relation.DISJOINT
        if self._any_pair("related", {one}, {other}):
            return Relation.KIN
        return self._as_siblings(one, other)

    def _any_pair(self, relation: str, mine: Iterable[str], theirs: Iterable[str]) -> bool:
        mine, theirs = set(mine), set(theirs)
        return any(theirs.intersection(self._named(relation, one)) for one in mine) or any(
            mine.intersection(self._named(relation, one)) for one in theirs
        )

    def _named(self, relation: str, concept: str) -> tuple[str, ...]:
        known = self.concepts.get(concept)
        return getattr(known, relation) if known else ()

    def _as_siblings(self, one: str, other: str) -> Relation:
        """Parts of one work where a common parent is a whole; else neighbours, else nothing."""
        parents = set(self._named("broader", one)) & set(self._named("broader", other))
        if not parents:
            return Relation.NONE
        return Relation.BESIDE if any(self.concepts[above].whole for above in parents) else Relation.KIN


def _by_id(concepts: Iterable[Concept]) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for concept in concepts:
        if concept.id in found:
            raise ValueError(f"two concepts are called {concept.id}")
        found[concept.id] = concept
    for concept in found.values():
        for name in ("broader", "related", "disjoint", "objects"):
            missing = [other for other in getattr(concept, name) if other not in found]
            if missing:
                raise ValueError(f"{concept.id}: {name} names {missing[0]}, which is no concept")
    return found


def _extend(known: Concept, extra: Concept) -> Concept:
    def union(name: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys((*getattr(known, name), *getattr(extra, name))))

    renamed = () if extra.pref_label in ("", known.pref_label) else (extra.pref_label,)
    return Concept(
        id=known.id,
        pref_label=known.pref_label,
        pref_label_en=known.pref_label_en,
        category=known.category,
        facet=known.facet,
        alt_labels=tuple(dict.fromkeys((*union("alt_labels"), *renamed))),
        hints=union("hints"),
        broader=union("broader"),
        related=union("related"),
        disjoint=union("disjoint"),
        objects=union("objects"),
        season=union("season"),
        manner=known.manner or extra.manner,
        whole=known.whole or extra.whole,
        scope_note=known.scope_note or extra.scope_note,
    )


def parse_concept(line: str) -> Concept:
    """One JSON line of the vocabulary's data. Raises TypeError or ValueError for what is no concept."""
    row: dict[str, Any] = json.loads(line)
    lists = ("alt_labels", "hints", "broader", "related", "disjoint", "objects", "season")
    values: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in row.items()}
    return Concept(**values)


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the package, read once."""
    folder = files("app.domain.matching").joinpath("data", "concepts")
    pages = sorted((page for page in folder.iterdir() if page.name.endswith(".jsonl")), key=lambda p: p.name)
    return Vocabulary(
        parse_concept(line) for page in pages for line in page.read_text("utf-8").splitlines() if line.strip()
    )
