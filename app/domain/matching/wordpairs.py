"""Character pairs: what two wordings share letter by letter, weighed by how rarely a pair is written."""

from collections import Counter
from functools import cache, lru_cache

from app.domain.matching.meaning import load_vectors
from app.domain.matching.vocabulary import load_vocabulary

TOO_COMMON = 30
"""A pair in more labels of the vocabulary than this finds everybody: 安全, 全隐, 隐患."""


def pairs_of(text: str) -> tuple[str, ...]:
    """The neighbouring characters of a text, each pair once; pairs do not reach across blanks."""
    return tuple(
        dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2])
    )


@lru_cache(maxsize=4096)
def _weight(pair: str) -> float:
    return load_vectors().rarity(pair)


@lru_cache(maxsize=4096)
def _weighed(text: str) -> tuple[dict[str, float], float]:
    weights = {pair: _weight(pair) for pair in pairs_of(text)}
    return weights, sum(weight * weight for weight in weights.values()) ** 0.5


@cache
def _spread() -> Counter[str]:
    """In how many labels of the shipped vocabulary each pair stands."""
    labels = (label for one in load_vocabulary().concepts.values() for label in (*one.labels, *one.hints))
    return Counter(pair for label in labels for pair in pairs_of(label))


def rare_pairs(text: str, most: int) -> tuple[str, ...]:
    """The `most` rarest pairs of a text, the rarest first, none that half the notices share."""
    spread = _spread()
    rare = (pair for pair in pairs_of(text) if spread[pair] <= TOO_COMMON)
    return tuple(sorted(rare, key=lambda pair: (spread[pair], -_weight(pair), pair))[:most])


def shared_wording(one: str, other: str) -> float:
    """Cosine of the two texts' pairs, 0–1. Symmetric."""
    mine, my_length = _weighed(one)
    theirs, their_length = _weighed(other)
    if not my_length or not their_length:
        return 0.0
    common = sum(weight * weight for pair, weight in mine.items() if pair in theirs)
    return common / (my_length * their_length)
