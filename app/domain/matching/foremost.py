"""Chooses what a notice is foremost about: by what labels name in it and what all its words are near to."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from app.domain.matching.reading import Weighted
from app.domain.matching.vocabulary import Vocabulary

NEAR, NAMED = 6.7, 1.6
"""What the nearest matter, and the only one that a title names, add to the log odds of being foremost. Fitted
on notices whose matters a reader had told (`benchmarks/overlaps/train_foremost.py`); more measures (title and
body apart, how much of the title a label covers, word vectors, objects) gained nothing."""

STEPS_BACK = 0.8
"""What named matters keep of their weight where another one is foremost that no label names."""

FOREMOST = 1.01
"""What the foremost weighs against the heaviest of those that are named: just enough to stand first."""

TITLED = 0.5
"""What the heaviest named matter weighs at least where a title names it, if only by a hint."""

NAMES = 0.7
"""From this weight on a title names a matter; below, it hints."""

HINTS = 0.3
"""From this weight on it stands in the title, not in the body alone."""

NOTHING_ELSE = 0.9
"""What part of a title its label is at least where it says hardly anything else: nearness yields to that."""

AS_LIKELY = 0.3
"""Where no title names anything: what part of the likeliest one's chance others need to be read beside it."""

UNKNOWN = "other-work"
"""The matter of a notice without a known word."""


@dataclass(frozen=True)
class Sought:
    """What may be meant: the matters that labels name, a title's weighing 1; how near the wording comes to
    others (topics.py); how many characters of the title are not routine."""

    named: Mapping[str, Weighted]
    near: Mapping[str, float]
    said: int = 0


def choose_foremost(sought: Sought, vocabulary: Vocabulary) -> tuple[dict[str, Weighted], float]:
    """What is read, the foremost weighing most, and the probability (0–1) that it is rightly so.

    A label in passing does not carry a notice whose whole wording is another matter's, and a wording without
    any label still has a matter; but a title that names the whole asks for the whole, whatever parts its body
    lists. The probability is a softmax (conditional logit, McFadden 1974) over all of them: of notices that
    nobody learned from, nine in ten read with .9 are read rightly.
    """
    named, chances = sought.named, _chances(sought, vocabulary)
    if not chances:
        return {UNKNOWN: Weighted(UNKNOWN, 1.0)}, 0.0
    foremost = max(sorted(chances), key=lambda matter: chances[matter])
    heaviest = max((one.weight for one in named.values()), default=0.0)
    if heaviest < TITLED:
        likely = {one: chance for one, chance in chances.items() if chance >= AS_LIKELY * chances[foremost]}
        return {one: Weighted(one, chance) for one, chance in likely.items()}, chances[foremost]
    keep = 1.0 if foremost in named else STEPS_BACK
    read = {one.concept: Weighted(one.concept, one.weight * keep, one.words) for one in named.values()}
    words = named[foremost].words if foremost in named else ""
    return read | {foremost: Weighted(foremost, heaviest * FOREMOST, words)}, chances[foremost]


def measures(named: Mapping[str, Weighted], near: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Of each matter its nearness, the nearest's being 1, and its share (0–1) of what is named, less where no
    title names anything."""
    nearest = max(near.values(), default=1.0)
    total = sum(one.weight for one in named.values())
    strength = min(1.0, max((one.weight for one in named.values()), default=0.0))
    shares = {matter: strength * one.weight / total for matter, one in named.items()}
    return {
        matter: (near.get(matter, 0.0) / nearest, shares.get(matter, 0.0)) for matter in {**near, **named}
    }


def _chances(sought: Sought, vocabulary: Vocabulary) -> dict[str, float]:
    measured = measures(sought.named, _wholes(sought, vocabulary))
    odds = {matter: exp(NEAR * close + NAMED * share) for matter, (close, share) in measured.items()}
    for matter, one in sought.named.items():
        if one.weight >= HINTS and len(one.words) >= NOTHING_ELSE * sought.said:
            odds[matter] *= exp(NEAR)
    whole = sum(odds.values())
    return {matter: one / whole for matter, one in odds.items()}


def _wholes(sought: Sought, vocabulary: Vocabulary) -> dict[str, float]:
    """What the wording is near to, without the parts of what the title names."""
    titled = {matter for matter, one in sought.named.items() if one.weight >= NAMES}
    return {
        matter: close
        for matter, close in sought.near.items()
        if matter in titled or titled.isdisjoint(vocabulary.ancestors(matter))
    }
