"""Reads a notice's topics: how near its characters come to the wordings of every matter."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from app.domain.matching.vocabulary import MATTER, Vocabulary

Topics = tuple[tuple[str, float], ...]
"""Matters with their parts of a direction of length 1, the foremost first."""

BODY = 0.7
"""What the body's characters count against the title's."""

NEAREST, UPWARDS, KEPT = 20, 0.3, 8
"""So many matters are weighed; each passes this share on to those above it; so many are kept."""

Row = tuple[NDArray[np.int64], NDArray[np.float64]]


class _Index:
    """For each character and pair the matters in whose labels it stands, with its weight in each."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        concepts = [one for one in vocabulary.concepts.values() if one.facet == MATTER]
        self.matters = tuple(one.id for one in concepts)
        places = {matter: at for at, matter in enumerate(self.matters)}
        self.above = tuple(
            tuple(places[one] for one in sorted(vocabulary.ancestors(matter))) for matter in self.matters
        )
        found: dict[str, list[tuple[int, float]]] = {}
        for at, concept in enumerate(concepts):
            for piece, weight in _weighed(concept.labels).items():
                found.setdefault(piece, []).append((at, weight))
        self._rows: dict[str, Row] = {}
        for piece, entries in found.items():
            rarity = log(len(concepts) / len(entries)) ** 2
            places_of = np.array([place for place, _ in entries], np.int64)
            self._rows[piece] = places_of, np.array([weight * rarity for _, weight in entries])

    def nearness(self, title: str, body: str) -> NDArray[np.float64]:
        """How much each matter's labels share with the text."""
        rows, shares = [], []
        for text, share in ((title, 1.0), (body, BODY)):
            known = [self._rows[piece] for piece in dict.fromkeys(_pieces(text)) if piece in self._rows]
            rows += known
            shares += [share] * len(known)
        if not rows:
            return np.zeros(len(self.matters))
        places = np.concatenate([row[0] for row in rows])
        weights = np.concatenate([row[1] * share for row, share in zip(rows, shares, strict=True)])
        return np.bincount(places, weights, len(self.matters)).astype(np.float64)


def _pieces(text: str) -> Iterator[str]:
    """Characters and pairs: where a wording is new its pairs are too, but hardly its characters (锑矿)."""
    for one, other in zip(text, f"{text[1:]} ", strict=False):
        if one != " ":
            yield one
            if other != " ":
                yield one + other


def _weighed(labels: tuple[str, ...]) -> dict[str, float]:
    """The pieces of a matter's labels, often named ones weighing more, together of length 1."""
    weights = {piece: 1.0 + log(many) for piece, many in Counter(_pieces(" ".join(labels))).items()}
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {piece: weight / length for piece, weight in weights.items()}


@lru_cache(maxsize=8)
def _index(vocabulary: Vocabulary) -> _Index:
    return _Index(vocabulary)


def read_topics(title: str, body: str, vocabulary: Vocabulary) -> Topics:
    """The topics of a title and a body without their routine words; empty where no character is known.

    Explicit semantic analysis (Gabrilovich and Markovitch, IJCAI 2007) with the vocabulary's matters in the
    place of encyclopaedia articles: where no label is named whole, the halves of many still say the field.
    """
    index = _index(vocabulary)
    near = index.nearness(title, body)
    best = np.argsort(-near, kind="stable")[:NEAREST]
    if not len(best) or near[best[0]] <= 0.0:
        return ()
    found: dict[int, float] = {}
    for place in best.tolist():
        found[place] = found.get(place, 0.0) + near[place]
        for above in index.above[place]:
            found[above] = found.get(above, 0.0) + UPWARDS * near[place]
    most = max(found.values())
    kept = sorted(((-weight / most, place) for place, weight in found.items()))[:KEPT]
    length = sum(weight**4 for weight, _ in kept) ** 0.5
    return tuple((index.matters[place], round(float(weight**2 / length), 3)) for weight, place in kept)


def topics_shared(one: Topics, other: Topics) -> float:
    """Cosine of two notices' topics, 0–1."""
    theirs = dict(other)
    return min(1.0, sum(weight * theirs.get(matter, 0.0) for matter, weight in one))


def topic_between(one: Topics, other: Topics) -> str:
    """The matter that both come nearest to; "" where they share none."""
    theirs = dict(other)
    shared = {matter: weight * theirs[matter] for matter, weight in one if matter in theirs}
    return max(sorted(shared), key=lambda matter: shared[matter], default="")
