"""The keys under which a request is found: matters, objects, rare character pairs, document numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from app.domain.matching.reading import Reading
from app.domain.matching.wordpairs import rare_pairs

MOST_OBJECTS, MOST_TITLE_PAIRS, MOST_BODY_PAIRS, MOST_DOCUMENTS = 2, 12, 4, 4
DOCUMENT, MATTER, WIDER, OBJECT, PAIR = 12, 8, 3, 2, 1
"""Weights: how much it promises to share a key of the kind."""


@dataclass(frozen=True)
class CandidateKey:
    """`key` is a stable signed 64-bit number, `weight` how much sharing it promises."""

    key: int
    weight: int


def candidate_keys(reading: Reading) -> tuple[CandidateKey, ...]:
    """Keys, each once, in the order of their numbers: requests that share none are not compared.

    About fifteen for a usual notice. Objects and pairs find what the vocabulary has no word for.
    """
    weights: dict[int, int] = {}
    for kind, text, weight in _named_keys(reading):
        key = key_of(kind, text)
        weights[key] = max(weight, weights.get(key, 0))
    return tuple(CandidateKey(key, weights[key]) for key in sorted(weights))


def key_of(kind: str, text: str) -> int:
    """A signed 64-bit hash that is the same in every process and version (BLAKE2b, RFC 7693)."""
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8).digest(), "big", signed=True)


def _named_keys(reading: Reading) -> Iterator[tuple[str, str, int]]:
    for number in reading.documents[:MOST_DOCUMENTS]:
        yield "document", number, DOCUMENT
    for one in reading.matters:
        yield "matter", one.concept, MATTER
    for concept in reading.wider:
        yield "matter", concept, WIDER
    for one in reading.objects[:MOST_OBJECTS]:
        yield "object", one.concept, OBJECT
    for text, most in ((reading.core, MOST_TITLE_PAIRS), (reading.gist, MOST_BODY_PAIRS)):
        for pair in rare_pairs(text, most):
            yield "pair", pair, PAIR
