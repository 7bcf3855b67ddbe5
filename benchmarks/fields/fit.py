"""Fits the weights of the alignment model on the labelled pairs: `python -m benchmarks.fields.fit`."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import app.domain.merging.alignment as package
from app.domain.merging.alignment.align import evidence
from app.domain.merging.alignment.model import FEATURES
from benchmarks.fields.pairs import DATA, Pair, load

Matrix = NDArray[np.float64]
#: Features that may only lower or only raise the score: what the data are too few to decide, meaning does.
LOWERING = {"gate", "unlike", "part", "two_entries"}
RIDGE = 1.0


def matrix(pairs: list[Pair]) -> tuple[Matrix, Matrix]:
    """The features of every pair and whether it is one fact."""
    rows = [evidence(pair.a, pair.b) for pair in pairs]
    return np.array(rows), np.array([float(pair.one_fact) for pair in pairs])


def fit(features: Matrix, truth: Matrix) -> Matrix:
    """Ridge-regularised logistic regression by projected gradient steps, signs as the meaning demands."""
    signs = np.array([-1 if name in LOWERING else 0 if name == "bias" else 1 for name in FEATURES])
    weights = np.zeros(len(FEATURES))
    penalty = np.array([0.0 if name == "bias" else RIDGE for name in FEATURES])
    for _ in range(20_000):
        guess = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (guess - truth) + penalty * weights
        weights = weights - 0.01 * slope
        weights = np.where(signs * weights < 0, 0.0, weights)
    return weights


def main() -> None:
    """Fits on the pairs that may be learnt from and writes the weights beside the model."""
    learnt = [DATA.with_name(f"field_pairs_{name}.jsonl") for name in ("drawn", "fresh")]
    weights = fit(*matrix([*load(), *(pair for path in learnt for pair in load(path, "dev"))]))
    table = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    target = Path(package.__file__).parent / "data" / "weights.json"
    target.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
