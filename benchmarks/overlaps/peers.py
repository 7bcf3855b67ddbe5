"""What others would use on the same pairs: character-pair TF-IDF, and RapidFuzz where it is installed."""

import math
from collections import Counter
from collections.abc import Iterator

from app.domain.matching import Notice
from benchmarks.overlaps.pairs import Pair


def _bigrams(notice: Notice) -> Counter[str]:
    text = notice.title + notice.text
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def tfidf(pairs: list[Pair]) -> list[float]:
    """Cosine of TF-IDF weights of character pairs over title and text."""
    bags = {notice: _bigrams(notice) for pair in pairs for notice in (pair.a, pair.b)}
    spread = Counter(pair for bag in bags.values() for pair in bag)
    rare = {pair: math.log((1 + len(bags)) / (1 + many)) + 1 for pair, many in spread.items()}

    def cosine(one: Counter[str], other: Counter[str]) -> float:
        dot = sum(many * other[pair] * rare[pair] ** 2 for pair, many in one.items())
        lengths = [
            math.sqrt(sum((many * rare[pair]) ** 2 for pair, many in bag.items())) for bag in (one, other)
        ]
        return dot / (lengths[0] * lengths[1]) if all(lengths) else 0.0

    return [cosine(bags[pair.a], bags[pair.b]) for pair in pairs]


def peers(pairs: list[Pair]) -> Iterator[tuple[str, list[float]]]:
    """Name and scores of every peer that can be run here."""
    yield "bigram TF-IDF (title and text)", tfidf(pairs)
    try:
        from rapidfuzz import fuzz
    except ImportError:
        print("rapidfuzz is not installed: uv sync --group bench")
        return
    for name in ("WRatio", "token_set_ratio", "partial_ratio"):
        score = getattr(fuzz, name)
        yield f"RapidFuzz {name} (title)", [score(pair.a.title, pair.b.title) / 100 for pair in pairs]
