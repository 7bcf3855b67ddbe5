"""Character pairs: what two wordings share letter by letter, weighed by how rarely a pair is written."""

from functools import lru_cache

from app.domain.matching.meaning import load_vectors


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


def rare_pairs(text: str, most: int) -> tuple[str, ...]:
    """The `most` rarest pairs of a text, the rarest first."""
    return tuple(sorted(pairs_of(text), key=lambda pair: (-_weight(pair), pair))[:most])


def shared_wording(one: str, other: str) -> float:
    """Cosine of the two texts' pairs, 0–1. Symmetric."""
    mine, my_length = _weighed(one)
    theirs, their_length = _weighed(other)
    if not my_length or not their_length:
        return 0.0
    common = sum(weight * weight for pair, weight in mine.items() if pair in theirs)
    return common / (my_length * their_length)
