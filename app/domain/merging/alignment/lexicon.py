"""The words of township forms (data/lexicon.jsonl) and the longest-match cut of a label into them."""

from dataclasses import dataclass, field
from functools import lru_cache

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
    """The words of `text` from left to right, phrases replaced by their meaning, unknown runs kept."""
    known, words, unknown, at = lexicon(), list[Word](), "", 0
    text = text.lower()
    while at < len(text):
        size = next(
            (n for n in range(min(known.longest, len(text) - at), 0, -1) if text[at : at + n] in known.words),
            0,
        )
        if not size:
            unknown += text[at]
            at += 1
            continue
        if unknown:
            words.append(Word("unknown", unknown))
            unknown = ""
        word = known.words[text[at : at + size]]
        words += (known.words[part] for part in word.name.split()) if word.role == "phrase" else (word,)
        at += size
    return (*words, Word("unknown", unknown)) if unknown else tuple(words)


@lru_cache(maxsize=1)
def _alone() -> dict[tuple[str, str], str]:
    return {
        (word.name, word.value): word.alone for word in lexicon().words.values() if word.role == "qualifier"
    }


def alone(facet: str, value: str) -> str:
    """What it means when only one side names this value of a facet: equal, part or other."""
    return _alone().get((facet, value), "other")
