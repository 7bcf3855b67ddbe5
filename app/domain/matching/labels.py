"""Finds the labels of concepts in running text, longest first, in one pass without a segmenter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.matching.meaning import load_vectors

START_CHARACTERS = 2
SHORT = 3
"""Longer labels are hardly ever made by the ends of two words."""


def torn_apart(text: str, start: int, end: int) -> bool:
    """Whether known words tear a short label apart: 处非 in 查处|非法, 打非 in 打|非法行医.

    That is so where words cross both its ends, or one that is longer than the label crosses one end.
    """
    size = end - start
    if size > SHORT:
        return False
    knows = load_vectors().knows
    left = [
        at - first
        for first in range(max(0, start - 3), start)
        for at in range(start + 1, end)
        if knows(text[first:at])
    ]
    right = [
        last - at
        for at in range(start + 1, end)
        for last in range(end + 1, min(len(text), end + 3) + 1)
        if knows(text[at:last])
    ]
    return bool(left and right) or max(left + right, default=0) > size


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
            yield from self._owners.get(label, ())
            start += len(label) or 1

    def _longest(self, text: str, start: int) -> str:
        for length in self._lengths[text[start : start + START_CHARACTERS]]:
            label = text[start : start + length]
            if label in self._owners and not torn_apart(text, start, start + length):
                return label
        return ""
