"""The words of township forms (data/lexicon.jsonl) and the longest-match cut of a label into them."""

from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from app.domain.merging.alignment.dictionary import rows


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: `role` measure, qualifier, concept, scope, empty, phrase or unknown; standard `name`.

    `dimension` is what the word is counted or measured in; a qualifier has a `value` within the facet `name`,
    and `alone` says what its absence on the other side means: equal, part (the other is wider) or other.
    """

    role: str
    name: str
    dimension: str = ""
    value: str = ""
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every written word with its entry; `longest` is the length of the longest one."""

    words: dict[str, Word] = field(default_factory=dict)
    longest: int = 1


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped lexicon; where two entries claim one word the first keeps it."""
    words: dict[str, Word] = {}
    for row in rows("lexicon"):
        rest = (row.get("dimension", ""), row.get("value", ""), row.get("alone", ""))
        for text in row["words"]:
            words.setdefault(text.lower(), Word(row["role"], row["name"], *rest))
    return Lexicon(words, max(map(len, words)))


@lru_cache(maxsize=1)
def known_concepts() -> frozenset[str]:
    """The standard names of every concept and place."""
    return frozenset(word.name for word in lexicon().words.values() if word.role in ("concept", "scope"))


@lru_cache(maxsize=65536)
def cut(text: str) -> tuple[Word, ...]:
    """The words of `text` from left to right, phrases replaced by their meaning, unknown runs kept.

    Of all cuts the one that leaves least unknown, in the fewest words: a short word (道, 能, 月) is not torn
    out of a longer one that no list holds unless the rest around it is known.
    """
    text = text.lower()
    known, words, unknown = lexicon().words, list[Word](), ""
    for piece in _best_cut(text):
        word = known.get(piece)
        if word is None:
            unknown += piece
            continue
        if unknown:
            words.append(Word("unknown", unknown))
            unknown = ""
        words += (known[part] for part in word.name.split()) if word.role == "phrase" else (word,)
    return (*words, Word("unknown", unknown)) if unknown else tuple(words)


#: What a cut costs: an unknown run, each of its characters, a known word, and a word of one character.
_RUN, _UNKNOWN, _WORD, _LETTER = 0.3, 1.0, 0.5, 0.85


def _cost(word: Word, size: int) -> float:
    """数, 户 and 的 close or join words anywhere; a single 道 or 牛 is more often part of another word."""
    return _LETTER if size == 1 and word.role not in ("measure", "empty") else _WORD


def _best_cut(text: str) -> list[str]:
    """The cheapest cut, from the end backwards; of equals the one with the longer words in front."""
    known, longest = lexicon().words, lexicon().longest
    words: list[tuple[float, int]] = [(inf, 0)] * len(text) + [(0.0, 0)]
    best = list(words)
    for at in range(len(text) - 1, -1, -1):
        sizes = range(1, min(longest, len(text) - at) + 1)
        pieces = [(size, known[text[at : at + size]]) for size in sizes if text[at : at + size] in known]
        taken = [(_cost(word, size) + best[at + size][0], size) for size, word in pieces]
        words[at] = min(taken, key=_cheapest, default=(inf, 0))
        runs = ((_RUN + _UNKNOWN * size + words[at + size][0], size) for size in range(1, len(text) - at + 1))
        best[at] = min(words[at], min(runs), key=_cheapest)
    cuts, at = list[str](), 0
    while at < len(text):
        cuts.append(text[at : at + best[at][1]])
        at += best[at][1]
    return cuts


def _cheapest(option: tuple[float, int]) -> tuple[float, int]:
    cost, size = option
    return cost, -size


@lru_cache(maxsize=1)
def _alone() -> dict[tuple[str, str], str]:
    return {
        (word.name, word.value): word.alone for word in lexicon().words.values() if word.role == "qualifier"
    }


def alone(facet: str, value: str) -> str:
    """What it means when only one side names this value of a facet: equal, part or other."""
    return _alone().get((facet, value), "other")
