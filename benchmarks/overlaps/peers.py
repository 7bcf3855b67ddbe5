"""What others would use on the same pairs: TF-IDF; RapidFuzz, Splink and dedupe where installed."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from app.domain.matching import Notice, load_vocabulary
from benchmarks.overlaps.ablation import groups
from benchmarks.overlaps.dedupe_peer import dedupe_scores
from benchmarks.overlaps.pairs import Pair, read_all
from benchmarks.overlaps.records import Record, records_of
from benchmarks.overlaps.splink_peer import splink_scores

FOLDS = 8
Scored = list[tuple[str, list[float]]]
"""Names with the scores of all pairs."""


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
    yield from _where_installed("rapidfuzz", partial(rapidfuzz, pairs))
    for tags in (False, True):
        yield from _where_installed("splink", partial(linked, pairs, tags))
        yield from _where_installed("dedupe", partial(deduped, pairs, tags))


def rapidfuzz(pairs: list[Pair]) -> Scored:
    """Three of its scores of the titles. Raises ImportError where it is not installed."""
    from rapidfuzz import fuzz

    found = []
    for name in ("WRatio", "token_set_ratio", "partial_ratio"):
        score = getattr(fuzz, name)
        scores = [score(pair.a.title, pair.b.title) / 100 for pair in pairs]
        found.append((f"RapidFuzz {name} (title)", scores))
    return found


def linked(pairs: list[Pair], tags: bool) -> Scored:
    """Splink's. Raises ImportError where it is not installed."""
    return [(f"Splink, {_what(tags)}", splink_scores(_records(pairs, tags), tags))]


def deduped(pairs: list[Pair], tags: bool) -> Scored:
    """dedupe's, each pair scored by a model that has not seen its matter. Raises ImportError too."""
    folds = [group % FOLDS for group in groups(pairs)]
    scores = dedupe_scores(_records(pairs, tags), [pair.merge for pair in pairs], folds)
    return [(f"dedupe (CV), {_what(tags)}", scores)]


def _records(pairs: list[Pair], tags: bool) -> list[tuple[Record, Record]]:
    return records_of(pairs, read_all(pairs, load_vocabulary()) if tags else None)


def _what(tags: bool) -> str:
    return "with our tags" if tags else "words only"


def _where_installed(package: str, run: Callable[[], Scored]) -> Scored:
    try:
        return run()
    except ImportError:
        print(f"{package} is not installed: make bench brings it (uv sync --group bench)")
        return []
