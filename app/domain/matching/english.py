"""Finds concepts by their English names: some notices of jointly financed work come in English only."""

import re
from collections.abc import Iterable, Iterator

from app.domain.matching.labels import Hit

_WORD = re.compile(r"[a-z]+")
_SAYS_NOTHING = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "their", "its"}
    | {"other", "work", "management", "inspection", "check"}
)
ENOUGH_WORDS = 3
"""Fewer Latin words are an abbreviation or a unit in a Chinese notice."""


def words_of(text: str) -> frozenset[str]:
    """The words of an English text, lower case, without plurals and without those that say nothing."""
    return frozenset(map(_singular, _WORD.findall(text.lower()))) - _SAYS_NOTHING


class EnglishNames:
    """The English names of concepts as sets of words: a name is found where all its words stand."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """(English name, concept id); names without a telling word are left out."""
        self._names = [(words, name, concept) for name, concept in names if (words := words_of(name))]

    def find(self, text: str) -> Iterator[Hit]:
        """The names that the text says and no longer name covers; none in a text of few English words."""
        said = words_of(text)
        if len(said) < ENOUGH_WORDS:
            return
        found = [one for one in self._names if one[0] <= said]
        for words, name, concept in found:
            if not any(words < other for other, _, _ in found):
                yield Hit(concept, name, hint=len(words) == 1)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
