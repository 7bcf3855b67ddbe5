"""The keys under which a request is found: its matters, rare character pairs, document numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from app.domain.matching.reading import Reading
from app.domain.matching.wordpairs import rare_pairs

MOST_PAIRS = 12
MOST_DOCUMENTS = 4
MATTER_WEIGHT, WIDER_WEIGHT, PAIR_WEIGHT, DOCUMENT_WEIGHT = 8, 3, 1, 12


@dataclass(frozen=True)
class CandidateKey:
    """`key` is a stable signed 64-bit number, `weight` how much sharing it promises."""

    key: int
    weight: int


def key_of(kind: str, text: str) -> int:
    """A signed 64-bit hash that is the same in every process and version (BLAKE2b, RFC 7693)."""
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8).digest(), "big", signed=True)


def _named_keys(reading: Reading) -> Iterator[tuple[str, str, int]]:
    for one in reading.matters:
        yield "matter", one.concept, MATTER_WEIGHT
    for concept in reading.wider:
        yield "matter", concept, WIDER_WEIGHT
    documents = (reading.document_no, *reading.cited) if reading.document_no else reading.cited
    for number in documents[:MOST_DOCUMENTS]:
        yield "document", number, DOCUMENT_WEIGHT
    for pair in rare_pairs(reading.core, MOST_PAIRS):
        yield "pair", pair, PAIR_WEIGHT


def candidate_keys(reading: Reading) -> tuple[CandidateKey, ...]:
    """Keys, each once: requests that share none are not compared. At most about two dozen."""
    weights: dict[int, int] = {}
    for kind, text, weight in _named_keys(reading):
        key = key_of(kind, text)
        weights[key] = max(weight, weights.get(key, 0))
    return tuple(CandidateKey(key, weights[key]) for key in sorted(weights))
