"""Fits the shipped weights: on labelled pairs, read with the vocabulary whole and with less and less of it.

Run as `python -m benchmarks.overlaps.train`; it prints the model's JSON. Labels are taken away, so that the
weights do not lean on a coverage that other people's notices will not have. (To take away all that is known
of a pair's own matters was tried too: scores on matters that were held out fell a little.)
"""

import json
from dataclasses import dataclass, replace

import numpy as np

from app.domain.matching import LinearModel, Vocabulary, load_model, load_vocabulary
from app.domain.matching.fit import Matrix, fit_rows, tabulate
from benchmarks.overlaps.ablation import groups, thinned
from benchmarks.overlaps.pairs import LEARNED, Pair, examples, load_pairs

THINNED = ((0.7, 1), (0.7, 2), (0.4, 3))
FOLDS = 8

PRIOR = LinearModel(
    weights={
        "matter_same": 2.5,
        "matter_contains": 2.0,
        "matter_beside": 0.5,
        "matter_kin": -3.0,
        "matter_apart": -4.0,
        "topic": 2.5,
        "object_apart": -2.0,
        "act_apart": -4.0,
        "act_crossed": -1.0,
        "season_apart": -7.0,
        "wording": 1.5,
        "meaning": 1.5,
        "document": 2.5,
        "fields": 8.0,
    },
    bias=-1.5,
    cuts=load_model().cuts,
)
"""What was believed before any pair was seen; still so where the pairs say nothing (documents, forms)."""


@dataclass(frozen=True)
class Table:
    """The pairs' features, a row each, in every view of the vocabulary, and which are to join."""

    views: tuple[Matrix, ...]
    joined: Matrix
    groups: tuple[int, ...]


def vocabularies() -> list[Vocabulary]:
    """The whole one and the thinned ones on which the weights are fitted."""
    return [load_vocabulary(), *(thinned(share, seed) for share, seed in THINNED)]


def tables(pairs: list[Pair]) -> Table:
    """`pairs` as rows: with the whole vocabulary and with thinned ones."""
    seen = [tabulate(examples(pairs, one), one) for one in vocabularies()]
    return Table(tuple(rows for rows, _ in seen), seen[0][1], tuple(groups(pairs)))


def train(table: Table, chosen: list[int] | None = None) -> LinearModel:
    """The model of the pairs at the `chosen` places, each seen in every view; of all by default."""
    places = list(range(len(table.joined))) if chosen is None else chosen
    rows = np.vstack([view[places] for view in table.views])
    joined = np.concatenate([table.joined[places]] * len(table.views))
    return fit_rows(rows, joined, PRIOR, ridge=float(len(table.views)))


def cross_validated(table: Table) -> list[tuple[LinearModel, list[int]]]:
    """For each fold, cut along matters, the model that has not seen it and the places of its pairs."""
    of = [group % FOLDS for group in table.groups]
    found = []
    for fold in sorted(set(of)):
        held = [at for at, one in enumerate(of) if one == fold]
        found.append((train(table, [at for at, one in enumerate(of) if one != fold]), held))
    return found


if __name__ == "__main__":
    fitted = train(tables([pair for path in LEARNED for pair in load_pairs(path)]))
    print(json.dumps(replace(fitted, quality={}).to_json(), indent=2))
