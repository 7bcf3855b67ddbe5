"""One concept of township work, as SKOS describes it, and how two concepts may stand to each other."""

from dataclasses import dataclass
from enum import Enum


class Relation(Enum):
    """How two concepts stand to each other; symmetric, so CONTAINS does not say which is the wider.

    BESIDE are two parts of one work that nothing parts (illegal fireworks, fireworks shops): whoever comes
    for one mostly looks at the other too. KIN are neighbours in a field, work of different visits.
    """

    SAME = "same"
    CONTAINS = "contains"
    BESIDE = "beside"
    KIN = "kin"
    DISJOINT = "disjoint"
    NONE = "none"


@dataclass(frozen=True)
class Concept:
    """A matter (facet "matter") or a thing inspected (facet "object").

    `broader`, `related` and `disjoint` hold ids; `objects` are the things a matter is always about
    (school safety: schools), `season` the months (1–12) in which its work falls, empty for all year.
    Source of the relations: SKOS Reference (W3C 2009) for broader and related; OWL 2 for disjointness,
    which is inherited by narrower concepts. `hints` (skos:hiddenLabel) are words that name the concept only
    where nothing else is named: 汛期 is a season in most notices and flood control in a few. `manner` says
    that the concept is mostly how work is done (with which data, by which discipline): beside a matter it
    counts little. `whole` says that whoever comes for one of its parts mostly looks at the others
    too (fireworks), while the parts of a field of work (food safety) are works of their own.
    """

    id: str
    pref_label: str
    pref_label_en: str
    category: str
    facet: str = "matter"
    alt_labels: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    disjoint: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    season: tuple[int, ...] = ()
    manner: bool = False
    whole: bool = False
    scope_note: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name by which a text may call the concept, the preferred one first."""
        return (self.pref_label, *self.alt_labels)
