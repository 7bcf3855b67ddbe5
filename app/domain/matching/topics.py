"""Reads a notice's topics: how near its characters come to the wordings of every matter."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log
from operator import add

import numpy as np
from numpy.typing import NDArray

from app.domain.matching.vocabulary import MATTER, Vocabulary

Topics = tuple[tuple[str, float], ...]
"""Matters with their parts of a direction of length 1, the foremost first."""

BODY = 0.7
"""What the body's characters count against the title's."""

NEAREST, UPWARDS, KEPT = 20, 0.3, 8
"""So many matters are weighed; each passes this share on to those above it; so many are kept."""


NEARLY = 0.3
"""What part of the nearest topic's share a narrower one needs to be named in its place."""


class _Index:
    """For each character and pair the matters in whose labels it stands, with its weight in each."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        concepts = [one for one in vocabulary.concepts.values() if one.facet == MATTER]
        self.matters = tuple(one.id for one in concepts)
        self.places = {matter: at for at, matter in enumerate(self.matters)}
        self._numbers: dict[str, int] = {}
        rows: list[tuple[int, int, float]] = []
        for at, concept in enumerate(concepts):
            for piece, weight in _weighed(concept.labels).items():
                rows.append((self._numbers.setdefault(piece, len(self._numbers)), at, weight))
        table = np.array(rows or [(0, 0, 0.0)])
        table = table[np.argsort(table[:, 0], kind="stable")]
        spread = np.bincount(table[:, 0].astype(np.int64))
        self._starts = np.concatenate([[0], np.cumsum(spread)]).tolist()
        self._places = table[:, 1].astype(np.int64)
        self._weights = table[:, 2] * np.repeat(np.log(len(concepts) / spread) ** 2, spread)

    def nearness(self, title: str, body: str) -> NDArray[np.float64]:
        """How much each matter's labels share with the text."""
        spans = [
            (self._starts[number], self._starts[number + 1], share)
            for text, share in ((title, 1.0), (body, BODY))
            for piece in dict.fromkeys(_pieces(text))
            if (number := self._numbers.get(piece)) is not None
        ]
        if not spans:
            return np.zeros(len(self.matters))
        places = np.concatenate([self._places[start:end] for start, end, _ in spans])
        weights = np.concatenate([self._weights[start:end] * share for start, end, share in spans])
        return np.bincount(places, weights, len(self.matters)).astype(np.float64)


def _pieces(text: str) -> list[str]:
    """Characters and pairs: where a wording is new its pairs are too, but hardly its characters (锑矿).

    Latin letters and digits count beside a character only (V型, 4S店): by themselves those of an English
    title would come near to whatever is written with a letter.
    """
    pairs = map(add, text, text[1:])
    singles = (one for one in text if not one.isascii())
    return [*singles, *(pair for pair in pairs if " " not in pair and not pair.isascii())]


def _weighed(labels: tuple[str, ...]) -> dict[str, float]:
    """The pieces of a matter's labels, often named ones weighing more, together of length 1."""
    weights = {piece: 1.0 + log(many) for piece, many in Counter(_pieces(" ".join(labels))).items()}
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {piece: weight / length for piece, weight in weights.items()}


@lru_cache(maxsize=8)
def _index(vocabulary: Vocabulary) -> _Index:
    return _Index(vocabulary)


def near_matters(title: str, body: str, vocabulary: Vocabulary) -> dict[str, float]:
    """How near a title and a body without their routine words come to the nearest matters, the nearest first;
    empty where no character is known.

    Explicit semantic analysis (Gabrilovich and Markovitch, IJCAI 2007) with the vocabulary's matters in the
    place of encyclopaedia articles: where no label is named whole, the halves of many still say the field.
    """
    index = _index(vocabulary)
    near = index.nearness(title, body)
    best = np.argsort(-near, kind="stable")[:NEAREST]
    return {index.matters[place]: float(near[place]) for place in best.tolist() if near[place] > 0.0}


def topics_near(near: Mapping[str, float], vocabulary: Vocabulary) -> Topics:
    """The topics of a notice that comes `near` these matters; empty where there are none."""
    found: dict[str, float] = {}
    for matter, weight in near.items():
        found[matter] = found.get(matter, 0.0) + weight
        for above in sorted(vocabulary.ancestors(matter)):
            found[above] = found.get(above, 0.0) + UPWARDS * weight
    most = max(found.values(), default=1.0)
    order = _index(vocabulary).places
    kept = sorted((-weight / most, order[matter], matter) for matter, weight in found.items())[:KEPT]
    length = sum(weight**4 for weight, _, _ in kept) ** 0.5
    return tuple((matter, round(float(weight**2 / length), 3)) for weight, _, matter in kept)


def read_topics(title: str, body: str, vocabulary: Vocabulary) -> Topics:
    """The topics of a title and a body without their routine words; empty where no character is known."""
    return topics_near(near_matters(title, body, vocabulary), vocabulary)


def topics_shared(one: Topics, other: Topics) -> float:
    """Cosine of two notices' topics, 0–1."""
    theirs = dict(other)
    return min(1.0, sum(weight * theirs.get(matter, 0.0) for matter, weight in one))


def topic_between(one: Topics, other: Topics, vocabulary: Vocabulary) -> str:
    """The matter that both come nearest to, the narrower of two that are nearly as near; "" where they share
    none: whoever is near to bottled gas is near to work safety too, and that says little."""
    theirs = dict(other)
    shared = {matter: weight * theirs[matter] for matter, weight in one if matter in theirs}
    near = {matter for matter, weight in shared.items() if weight >= NEARLY * max(shared.values())}
    wider = {above for matter in near for above in vocabulary.ancestors(matter)}
    return max(sorted(near - wider), key=lambda matter: shared[matter], default="")
