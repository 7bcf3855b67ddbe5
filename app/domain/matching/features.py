"""Measures on which two readings are compared: few, symmetric, each between 0 and 1, each explainable."""

from dataclasses import dataclass

from app.domain.matching.concept import Relation
from app.domain.matching.conduct import OF_ITS_OWN, act_alone, acts_crossed
from app.domain.matching.meaning import closeness
from app.domain.matching.reading import Reading, Weighted
from app.domain.matching.task import TASK_NAMES, apart_as_tasks
from app.domain.matching.topics import read_topics, topics_shared
from app.domain.matching.vocabulary import Vocabulary
from app.domain.matching.wordpairs import shared_wording

NAMES = (
    "matter_same",
    "matter_contains",
    "matter_beside",
    "matter_kin",
    "matter_apart",
    "topic",
    "object_same",
    "object_apart",
    "act_apart",
    "act_crossed",
    "season_apart",
    "wording",
    "meaning",
    "document",
    "fields",
    *TASK_NAMES,
)
"""The features in the order of the model's weights."""

TOLD_APART = 0.8
"""What shared words lose where matter or season already say that the two are different work."""

CROSSED = 0.7
"""What a title counts that agrees with the other's body only."""

CLOSEST_FIRST = (
    Relation.SAME,
    Relation.CONTAINS,
    Relation.BESIDE,
    Relation.KIN,
    Relation.DISJOINT,
    Relation.NONE,
)

ENOUGH_FIELDS = 4
"""So many shared fields count as half the evidence that endlessly many would be."""


@dataclass(frozen=True)
class Match:
    """Two concepts that were set against each other, how they relate, and what mass went into it."""

    mine: str
    theirs: str
    relation: Relation
    mass: float


@dataclass(frozen=True)
class Comparison:
    """The features of a pair by name, and the matches behind them."""

    values: dict[str, float]
    matters: tuple[Match, ...]
    objects: tuple[Match, ...]
    documents: tuple[str, ...]
    fields: tuple[str, ...]


def compare(a: Reading, b: Reading, vocabulary: Vocabulary) -> Comparison:
    """Every feature of the pair; symmetric in its values."""
    matters = _match(a.matters, b.matters, vocabulary)
    objects = _match(a.objects, b.objects, vocabulary)
    documents = tuple(sorted(set(a.documents) & set(b.documents)))
    fields = tuple(sorted(set(a.fields) & set(b.fields)))
    sure = min(a.certainty, b.certainty)
    values = dict.fromkeys(NAMES, 0.0)
    values |= {f"matter_{name}": sure * mass for name, mass in _masses(matters).items()}
    values["topic"] = _topics_shared(a, b, vocabulary)
    values["matter_apart"] *= 1.0 - values["topic"] ** 2
    values["object_same"] = _met(objects)
    values["object_apart"] = sum(one.mass for one in objects if one.relation is Relation.NONE) ** 2
    values["act_apart"] = _acts_apart(a, b)
    values["act_crossed"] = float(acts_crossed(a.acts, b.acts, (a.acts_told, b.acts_told)))
    values["season_apart"] = float(bool(a.season and b.season and not set(a.season) & set(b.season)))
    told_apart = max(values["matter_apart"] + values["matter_kin"], values["season_apart"])
    values["wording"] = _wording(a, b) * (1.0 - TOLD_APART * told_apart)
    values["meaning"] = max(0.0, closeness(a.meaning, b.meaning)) * (1.0 - TOLD_APART * told_apart)
    values["document"] = float(bool(documents))
    values["fields"] = _fields_shared(a, b, fields)
    values |= apart_as_tasks(a, b, values, vocabulary)
    return Comparison(values, matters, objects, documents, fields)


def _match(
    mine: tuple[Weighted, ...], theirs: tuple[Weighted, ...], vocabulary: Vocabulary
) -> tuple[Match, ...]:
    """Moves one side's weight onto the other's, the closest relation first: an earth mover's greedy plan."""
    order = {relation: place for place, relation in enumerate(CLOSEST_FIRST)}
    ways = sorted(
        (
            (order[vocabulary.relate(one.concept, other.concept)], -min(one.weight, other.weight), one, other)
            for one in mine
            for other in theirs
        ),
        key=lambda way: (
            way[0],
            way[1],
            min(way[2].concept, way[3].concept),
            max(way[2].concept, way[3].concept),
        ),
    )
    left = {one.concept: one.weight for one in mine}
    right = {other.concept: other.weight for other in theirs}
    matches = []
    for _, _, one, other in ways:
        mass = min(left[one.concept], right[other.concept])
        if mass > 0.001:
            left[one.concept] -= mass
            right[other.concept] -= mass
            relation = vocabulary.relate(one.concept, other.concept)
            matches.append(Match(one.concept, other.concept, relation, mass))
    return tuple(matches)


def _masses(matches: tuple[Match, ...]) -> dict[str, float]:
    masses = {"same": 0.0, "contains": 0.0, "beside": 0.0, "kin": 0.0, "apart": 0.0}
    for match in matches:
        name = match.relation.value if match.relation.value in masses else "apart"
        masses[name] += match.mass
    return masses


def _met(objects: tuple[Match, ...]) -> float:
    return sum(one.mass for one in objects if one.relation in (Relation.SAME, Relation.CONTAINS))


def _wording(a: Reading, b: Reading) -> float:
    """How alike the titles are, or a title and the other's whole wording, which counts less."""
    crossed = max(shared_wording(a.core, f"{b.core} {b.gist}"), shared_wording(f"{a.core} {a.gist}", b.core))
    return max(shared_wording(a.core, b.core), CROSSED * crossed)


def _acts_apart(a: Reading, b: Reading) -> float:
    """How far an act of its own is asked for in one title that the other nowhere mentions."""
    alone = (act_alone(a.acts, b.acts_told), act_alone(b.acts, a.acts_told))
    return max(OF_ITS_OWN.get(act, 0.0) for act in alone)


def _topics_shared(a: Reading, b: Reading, vocabulary: Vocabulary) -> float:
    """Cosine of the topics, the mean of that with objects and that without: hotels' fire safety is near to
    hotels' hygiene by one and to shops' fire safety by the other. Of a reading that was stored before there
    were any they are read now."""
    mine, theirs = (side.topics or read_topics(side.title, side.gist, vocabulary) for side in (a, b))
    if not a.core_topics and not b.core_topics:
        return topics_shared(mine, theirs)
    bare = topics_shared(a.core_topics or mine, b.core_topics or theirs)
    return (topics_shared(mine, theirs) + bare) / 2


def _fields_shared(a: Reading, b: Reading, shared: tuple[str, ...]) -> float:
    """The larger containment of the two forms, damped where only a handful of fields agree."""
    if not shared:
        return 0.0
    contained = len(shared) / min(len(a.fields), len(b.fields))
    return contained * len(shared) / (len(shared) + ENOUGH_FIELDS)
