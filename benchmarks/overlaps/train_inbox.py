"""Fits the weights for a county's inbox: on one half of the seed county's gated pairs, one in a hundred true.

Run as `python -m benchmarks.overlaps.train_inbox`; it prints the model's JSON. The other half is never
fitted on, so that `python -m benchmarks.overlaps.inbox` measures there what would meet a coordinator.
"""

import json
from dataclasses import replace

import numpy as np

from app.domain.matching import Example, LinearModel, Vocabulary, load_model, load_vocabulary
from app.domain.matching.fit import fit_rows, tabulate
from benchmarks.overlaps.ablation import thinned
from benchmarks.overlaps.inbox import DEV, cases

THINNED = ((0.7, 1), (0.7, 2))
"""As for the pair file: the weights shall not lean on a coverage that other counties' notices do not have."""

PRIOR = replace(
    load_model(),
    weights={
        **load_model().weights,
        "season_apart": 0.0,
        "document": 1.0,
        "kind_apart": -1.0,
        "routine_apart": -3.0,
        "contains_bare": -2.0,
        "foremost_apart": -1.0,
        "fields_apart": -3.0,
        "body": 2.0,
    },
    bias=-4.0,
    cuts={"duplicate": 0.9, "overlap": 0.2, "related": 0.05},
)
"""The judgement of the work, with what was believed of an inbox: the dates have been looked at, so seasons
say nothing; documents are cited for whole campaigns; log odds of 1 in 100 lie four below a pair file's."""


def train() -> LinearModel:
    """The model of the dev half, seen with the whole vocabulary and with labels taken away."""
    vocabularies: list[Vocabulary] = [load_vocabulary(), *(thinned(share, seed) for share, seed in THINNED)]
    tables = []
    for vocabulary in vocabularies:
        examples = [Example(*case.readings, case.true) for case in cases(vocabulary) if case.half == DEV]
        tables.append(tabulate(examples, vocabulary))
    rows, joined = np.vstack([table[0] for table in tables]), np.concatenate([table[1] for table in tables])
    return fit_rows(rows, joined, PRIOR, ridge=float(len(tables)))


if __name__ == "__main__":
    print(json.dumps(replace(train(), quality={}).to_json(), indent=2))
