"""Refits the model from decisions, and measures a model against them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from app.domain.matching.features import NAMES, compare
from app.domain.matching.model import LinearModel, load_model
from app.domain.matching.reading import Reading
from app.domain.matching.vocabulary import Vocabulary, load_vocabulary

STEPS, ENDS = 50, 1e-9
FOLDS = 5
RIDGE = 1.0
"""Strength of the pull towards the prior's weights: a few decisions move it little, a hundred move it far."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A decided pair: `merge` is True where the coordinator joined the two."""

    a: Reading
    b: Reading
    merge: bool


@dataclass(frozen=True)
class Quality:
    """How scores do on examples: area under the ROC curve, and precision, recall, F1 of joining; 0–1."""

    examples: int
    auc: float
    precision: float
    recall: float
    f1: float


def fit_model(
    examples: Sequence[Example],
    prior: LinearModel | None = None,
    vocabulary: Vocabulary | None = None,
    ridge: float = RIDGE,
) -> LinearModel:
    """The model that fits `examples` best while staying near `prior` (the shipped one by default).

    Its `quality` holds AUC and F1 before and after; after is measured on folds, cut along matters, that the
    model had not seen, so that a refit that only learns by heart shows no gain. Raises ValueError where the
    examples do not hold both decisions.
    """
    prior, vocabulary = prior or load_model(), vocabulary or load_vocabulary()
    if len({one.merge for one in examples}) < 2:
        raise ValueError("a refit needs decisions of both kinds, confirmed and rejected")
    features, joined = tabulate(examples, vocabulary)
    old = _quality(scores_of(prior, features), joined, prior)
    new = _quality(_unseen_scores(examples, features, joined, prior, ridge), joined, prior)
    told: dict[str, float] = {"examples": old.examples, "auc_before": old.auc, "auc_after": new.auc}
    fitted = fit_rows(features, joined, prior, ridge)
    return replace(fitted, quality=told | {"f1_before": old.f1, "f1_after": new.f1})


def measure(model: LinearModel, examples: Sequence[Example], vocabulary: Vocabulary | None = None) -> Quality:
    """The model's quality on `examples`. Raises ValueError where a decision of either kind is missing."""
    features, joined = tabulate(examples, vocabulary or load_vocabulary())
    return _quality(scores_of(model, features), joined, model)


def tabulate(examples: Sequence[Example], vocabulary: Vocabulary) -> tuple[Matrix, Matrix]:
    """The features (a row an example) and the decisions (1 joined, 0 not)."""
    rows = [[compare(one.a, one.b, vocabulary).values[name] for name in NAMES] for one in examples]
    return np.array(rows).reshape(len(rows), len(NAMES)), np.array([float(one.merge) for one in examples])


def scores_of(model: LinearModel, features: Matrix) -> list[float]:
    """The model's score for each row of features."""
    return [model.score(dict(zip(NAMES, row, strict=True))) for row in features.tolist()]


def fit_rows(features: Matrix, joined: Matrix, prior: LinearModel, ridge: float) -> LinearModel:
    """The same from features already tabulated; the model keeps the prior's cuts and quality.

    Logistic regression by Newton's method with a Gaussian prior around the old weights. A feature that the
    prior does not weigh stays out: the work alone is not judged by what only requests tell.
    """
    names = [name for name in NAMES if name in prior.weights]
    chosen = features[:, [NAMES.index(name) for name in names]]
    before = np.array([*(prior.weights[name] for name in names), prior.bias])
    weights = _newton(np.hstack([chosen, np.ones((len(chosen), 1))]), joined, before, ridge)
    return replace(
        prior,
        weights={name: round(float(weight), 4) for name, weight in zip(names, weights, strict=False)},
        bias=round(float(weights[-1]), 4),
    )


def _newton(features: Matrix, joined: Matrix, before: Matrix, ridge: float) -> Matrix:
    """Maximises the penalised likelihood; the problem is strictly convex, so that the optimum is one.

    A step that would make it worse is halved until it does not: full ones run away where the prior is sure
    and wrong of many rows at once (Boyd and Vandenberghe, Convex Optimization, 9.2, backtracking).
    """
    pull = np.full(features.shape[1], ridge)
    pull[-1] = ridge / 10
    weights, signs = before.copy(), 2 * joined - 1

    def loss(at: Matrix) -> float:
        return float(np.logaddexp(0, -signs * (features @ at)).sum() + (pull * (at - before) ** 2).sum() / 2)

    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (joined - chance) - pull * (weights - before)
        bend = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        so_far = loss(weights)
        while np.abs(step).max() > ENDS and loss(weights + step) > so_far:
            step = step / 2
        weights = weights + step
        if np.abs(step).max() < ENDS:
            break
    return weights


def _unseen_scores(
    examples: Sequence[Example], features: Matrix, joined: Matrix, prior: LinearModel, ridge: float
) -> list[float]:
    """Each example's score by a model fitted without its matter, the prior's where too little is left."""
    fold = np.array([crc32(min(one.a.matter, one.b.matter).encode()) % FOLDS for one in examples])
    scores = np.zeros(len(joined))
    for number in range(FOLDS):
        held, rest = fold == number, fold != number
        enough = len(set(joined[rest].tolist())) == 2
        model = fit_rows(features[rest], joined[rest], prior, ridge) if enough else prior
        scores[held] = scores_of(model, features[held])
    return [float(score) for score in scores]


def _quality(scores: Sequence[float], joined: Matrix, model: LinearModel) -> Quality:
    cut = model.cuts["overlap"]
    truths = [truth > 0.5 for truth in joined.tolist()]
    hits = sum(score >= cut and truth for score, truth in zip(scores, truths, strict=True))
    claimed, true = sum(score >= cut for score in scores), sum(truths)
    precision, recall = hits / claimed if claimed else 0.0, hits / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    best = round(area(scores, truths), 4)
    return Quality(len(truths), best, round(precision, 4), round(recall, 4), round(f1, 4))


def area(scores: Sequence[float], truths: Sequence[bool]) -> float:
    """Area under the ROC curve: the chance that a true pair outranks a false one, ties counting half.

    Raises ValueError where one of the two kinds is missing.
    """
    good = [score for score, truth in zip(scores, truths, strict=True) if truth]
    bad = [score for score, truth in zip(scores, truths, strict=True) if not truth]
    if not good or not bad:
        raise ValueError("an area under the curve needs both joined and separate pairs")
    wins = sum((one > other) + 0.5 * (one == other) for one in good for other in bad)
    return wins / (len(good) * len(bad))
