"""Finds the labels of concepts in running text, longest first, in one pass without a segmenter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

START_CHARACTERS = 2


@dataclass(frozen=True)
class Hit:
    """A label found in a text: which concept, in which words, and whether they only hint at it."""

    concept: str
    label: str
    hint: bool


class LabelIndex:
    """A dictionary of labels keyed by their first two characters, so that a text is read in one pass."""

    def __init__(self, names: Iterable[tuple[str, str]], hints: Iterable[tuple[str, str]] = ()) -> None:
        """Both are (label, concept id). A label of one character raises ValueError."""
        owners: dict[str, set[Hit]] = {}
        for hint, labels in ((False, names), (True, hints)):
            for label, concept in labels:
                if len(label) < START_CHARACTERS:
                    raise ValueError(f"label {label!r} of {concept} is too short to be recognised in a text")
                owners.setdefault(label, set()).add(Hit(concept, label, hint))
        self._owners: Mapping[str, tuple[Hit, ...]] = {
            label: tuple(sorted(hits, key=lambda hit: hit.concept)) for label, hits in owners.items()
        }
        lengths: dict[str, set[int]] = {}
        for label in self._owners:
            lengths.setdefault(label[:START_CHARACTERS], set()).add(len(label))
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def find(self, text: str) -> Iterator[Hit]:
        """The hits from left to right, at each place the longest; none reaches into another.

        Left before long: in 校园食品安全检查 the label is 校园食品安全, not 食品安全检查.
        """
        start, lengths = 0, self._lengths
        while start < len(text) - 1:
            label = self._longest(text, start) if text[start : start + START_CHARACTERS] in lengths else ""
            if label:
                yield from self._owners[label]
            start += len(label) or 1

    def _longest(self, text: str, start: int) -> str:
        for length in self._lengths[text[start : start + START_CHARACTERS]]:
            label = text[start : start + length]
            if label in self._owners:
                return label
        return ""
