"""Names the nearest matter where no label of the vocabulary stands in a notice."""

from functools import lru_cache

import numpy as np

from app.domain.matching.meaning import Vector, load_vectors
from app.domain.matching.reading import Weighted
from app.domain.matching.vocabulary import MATTER, Vocabulary

HOW_MANY = 3
SURE_AT_MOST = 0.5
UNKNOWN = "other-work"
"""The matter of a notice without a known word."""


@lru_cache(maxsize=8)
def _centres(vocabulary: Vocabulary) -> tuple[tuple[str, ...], Vector]:
    """The matters and, a row each, the mean vector of their labels."""
    matters = tuple(sorted(one.id for one in vocabulary.concepts.values() if one.facet == MATTER))
    vectors = load_vectors()
    rows = [vectors.mean("".join(vocabulary.concepts[one].labels)) for one in matters]
    return matters, np.vstack(rows)


def nearest_matters(meaning: Vector, vocabulary: Vocabulary) -> tuple[tuple[Weighted, ...], float]:
    """The nearest matters with their weights, and a certainty that stays below any label's."""
    if not meaning.any():
        return (Weighted(UNKNOWN, 1.0),), 0.0
    matters, centres = _centres(vocabulary)
    cosines = centres @ (meaning / np.linalg.norm(meaning))
    best = np.argsort(-cosines, kind="stable")[:HOW_MANY]
    top = float(cosines[best[0]])
    weights = np.exp((cosines[best] - top) * 12)
    found = tuple(Weighted(matters[row], float(weight)) for row, weight in zip(best, weights, strict=True))
    return found, round(max(0.05, min(SURE_AT_MOST, top - 0.2)), 3)
