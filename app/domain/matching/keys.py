"""The keys under which a request is filed, and those under which it looks for what could be the same work."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from app.domain.matching.reading import Reading
from app.domain.matching.wordpairs import rare_pairs

MOST_OBJECTS, MOST_TITLE_PAIRS, MOST_BODY_PAIRS, MOST_DOCUMENTS, MOST_FIELDS = 2, 12, 4, 4, 6
DOCUMENT, MATTER, WIDER, THING, PAIR = 12, 8, 3, 2, 1
"""Weights: how much it promises to share a key of the kind. Objects and fields of forms are a THING."""

ENOUGH, ENOUGH_FOR_A_GUESS = 3, 2
"""What two must share to be worth judging: one strong key or two things; less where a matter was guessed."""

PASSING = 0.12
"""A matter of less weight is named in passing: nobody is asked the same because of it. 隐患排查整治 in a
title is some .11 of 安全生产; at .1 every such notice found all that lies beneath, a fifth of what is stored,
and of 17,180 pairs that are told rightly not one more (of the seed county's 351 one). At .15 the seed county
loses three."""

GUESSED = 0.6
"""At or below this certainty the matter may be another one: things and wording have to find its like."""


@dataclass(frozen=True)
class CandidateKey:
    """`key` is a stable signed 64-bit number, `weight` how much sharing it promises."""

    key: int
    weight: int


@dataclass(frozen=True)
class KeySearch:
    """Whom a request is to be compared with: those filed under `keys` with a weight of `least` or more."""

    keys: tuple[int, ...]
    least: int


def candidate_keys(reading: Reading) -> tuple[CandidateKey, ...]:
    """Keys to file a request under, each once, in the order of their numbers; twenty for a usual notice.

    A matter stands under "matter", the matters above it under "under", so that whoever looks can take the
    same and the containing and leave the merely related, which are most and are never told. Character pairs
    stand under "pair" where the matter was read and under "guess" where it was guessed.
    """
    weights: dict[int, int] = {}
    for kind, text, weight in _filed(reading):
        key = key_of(kind, text)
        weights[key] = max(weight, weights.get(key, 0))
    return tuple(CandidateKey(key, weights[key]) for key in sorted(weights))


def key_search(reading: Reading) -> KeySearch:
    """Where to look for a request's like. One finds the other exactly where the other finds the one.

    Pairs of two whose matters were both read are not looked for: where matters tell two apart, shared words
    do not bring a pair over the threshold.
    """
    guessed = _guessed(reading)
    names = [(kind, text) for kind, text, _ in _things(reading)]
    names += [(kind, one) for one in _matters(reading) for kind in ("matter", "under")]
    names += [("matter", one) for one in reading.wider]
    kinds = ("guess", "pair") if guessed else ("guess",)
    names += [(kind, pair) for pair in _pairs(reading) for kind in kinds]
    keys = tuple(sorted({key_of(kind, text) for kind, text in names}))
    return KeySearch(keys, ENOUGH_FOR_A_GUESS if guessed else ENOUGH)


def key_of(kind: str, text: str) -> int:
    """A signed 64-bit hash that is the same in every process and version (BLAKE2b, RFC 7693)."""
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8).digest(), "big", signed=True)


def _filed(reading: Reading) -> Iterator[tuple[str, str, int]]:
    # what a guess is filed under weighs 1 more, as a guess needs 1 less: so both sides find each other
    more = ENOUGH - ENOUGH_FOR_A_GUESS if _guessed(reading) else 0
    yield from ((kind, text, weight + more) for kind, text, weight in _things(reading))
    yield from (("matter", one, MATTER) for one in _matters(reading))
    yield from (("under", one, WIDER) for one in reading.wider)
    kind = "guess" if more else "pair"
    yield from ((kind, pair, PAIR + more) for pair in _pairs(reading))


def _things(reading: Reading) -> Iterator[tuple[str, str, int]]:
    """What is filed and sought alike."""
    yield from (("document", number, DOCUMENT) for number in reading.documents[:MOST_DOCUMENTS])
    yield from (("object", one.concept, THING) for one in reading.objects[:MOST_OBJECTS])
    # by hash, not by place: two forms that share most fields then choose the same ones (MinHash, Broder 1997)
    fields = sorted(reading.fields, key=lambda field: key_of("field", field))
    yield from (("field", field, THING) for field in fields[:MOST_FIELDS])


def _matters(reading: Reading) -> tuple[str, ...]:
    return tuple(one.concept for one in reading.matters if one.weight >= PASSING) or (reading.matter,)


def _pairs(reading: Reading) -> Iterator[str]:
    yield from rare_pairs(reading.core, MOST_TITLE_PAIRS)
    yield from rare_pairs(reading.gist, MOST_BODY_PAIRS)


def _guessed(reading: Reading) -> bool:
    return reading.certainty <= GUESSED
