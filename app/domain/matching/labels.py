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
        """Both are (label, concept id). Raises ValueError for a label of one character: it would hit everywhere."""
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
        """The hits in order; a label inside a longer found one is not a hit (消防 in 消防通道)."""
        reached = 0
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + START_CHARACTERS], ()):
                end = start + length
                label = text[start:end]
                if end > reached and label in self._owners:
                    reached = end
                    yield from self._owners[label]
                    break
