"""How the score falls where the vocabulary knows less: labels removed at random, or a matter altogether."""

import random
from dataclasses import replace

from app.domain.matching import Concept, Example, Vocabulary, load_vocabulary
from benchmarks.overlaps.pairs import Pair, examples, read_all


def thinned(share: float, seed: int) -> Vocabulary:
    """The vocabulary with about `share` of its other labels and hints left; preferred labels stay."""
    chance = random.Random(seed)

    def some(labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(label for label in labels if chance.random() < share)

    return Vocabulary(
        replace(one, alt_labels=some(one.alt_labels), hints=some(one.hints))
        for one in load_vocabulary().concepts.values()
    )


def without(families: set[str]) -> Vocabulary:
    """The vocabulary without these matters and all that is above or below them."""
    whole = load_vocabulary()
    gone = {
        one
        for one in whole.concepts
        if any(
            one == dead or one in whole.ancestors(dead) or dead in whole.ancestors(one) for dead in families
        )
    }

    def left(concept: Concept) -> Concept:
        def keep(ids: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(one for one in ids if one not in gone)

        return replace(
            concept,
            broader=keep(concept.broader),
            related=keep(concept.related),
            disjoint=keep(concept.disjoint),
        )

    return Vocabulary(left(one) for one in whole.concepts.values() if one.id not in gone)


def groups(pairs: list[Pair]) -> list[int]:
    """A group a pair; matters that readers join fall into one, so that folds can be cut along them."""
    readings = read_all(pairs, load_vocabulary())
    home = {reading.matter: reading.matter for reading in readings.values()}

    def find(matter: str) -> str:
        while home[matter] != matter:
            matter = home[matter]
        return matter

    for pair in pairs:
        if pair.merge:
            home[find(readings[pair.a].matter)] = find(readings[pair.b].matter)
    names = sorted({find(matter) for matter in home})
    return [names.index(find(readings[pair.a].matter)) for pair in pairs]


def unknown(pairs: list[Pair]) -> list[tuple[Example, Vocabulary]]:
    """Each pair read as if the vocabulary had never heard of the matters of its group."""
    whole, of = load_vocabulary(), groups(pairs)
    readings = read_all(pairs, whole)
    found: dict[int, tuple[Example, Vocabulary]] = {}
    for group in sorted(set(of)):
        members = [at for at, one in enumerate(of) if one == group]
        families = {readings[notice].matter for at in members for notice in (pairs[at].a, pairs[at].b)}
        blind = without(families)
        for at, example in zip(members, examples([pairs[at] for at in members], blind), strict=True):
            found[at] = (example, blind)
    return [found[at] for at in range(len(pairs))]
