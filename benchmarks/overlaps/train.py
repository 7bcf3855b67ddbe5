"""Fits the shipped weights: on labelled pairs, read with the vocabulary whole and with labels taken away.

Run as `python -m benchmarks.overlaps.train [PAIRS.jsonl]`; it prints the model's JSON. Labels are taken away
so that the weights do not lean on a coverage that other people's notices will not have.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.domain.matching import LinearModel, Vocabulary, load_model, load_vocabulary
from app.domain.matching.fit import fit_rows, tabulate
from benchmarks.overlaps.ablation import groups, thinned
from benchmarks.overlaps.pairs import SHIPPED, Pair, examples, load_pairs

THINNED = ((0.7, 1), (0.7, 2), (0.4, 3))
FOLDS = 8

PRIOR = LinearModel(
    weights={
        "matter_same": 3.5,
        "matter_contains": 2.5,
        "matter_kin": -3.0,
        "matter_apart": -2.5,
        "object_same": 0.5,
        "object_apart": -2.5,
        "act_apart": -1.5,
        "season_apart": -6.0,
        "wording": 2.0,
        "meaning": 2.0,
        "document": 2.5,
        "fields": 8.0,
    },
    bias=-2.0,
    cuts=load_model().cuts,
)
"""What was believed before any pair was seen; still so where the pairs say nothing (documents, forms)."""


def vocabularies() -> list[Vocabulary]:
    """The whole one and the thinned ones on which the weights are fitted."""
    return [load_vocabulary(), *(thinned(share, seed) for share, seed in THINNED)]


def train(pairs: list[Pair]) -> LinearModel:
    """The model of all `pairs`, each seen with every vocabulary."""
    tables = [tabulate(examples(pairs, one), one) for one in vocabularies()]
    rows, joined = np.vstack([table[0] for table in tables]), np.concatenate([table[1] for table in tables])
    return fit_rows(rows, joined, PRIOR, ridge=float(len(tables)))


def cross_validated(pairs: list[Pair]) -> list[tuple[LinearModel, list[int]]]:
    """For each fold, cut along matters, the model that has not seen it and the places of its pairs."""
    of = [group % FOLDS for group in groups(pairs)]
    found = []
    for fold in sorted(set(of)):
        held = [at for at, one in enumerate(of) if one == fold]
        found.append((train([pair for pair, one in zip(pairs, of, strict=True) if one != fold]), held))
    return found


if __name__ == "__main__":
    fitted = train(load_pairs(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED))
    print(json.dumps(replace(fitted, quality={}).to_json(), indent=2))
