"""The figures by which scores are compared: ranking, ranking where it is hard, quality of merging."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.matching import area
from benchmarks.overlaps.pairs import Pair


@dataclass(frozen=True)
class Figures:
    """Areas under the ROC curve, and precision, recall and F1 of joining, all 0–1."""

    auc: float
    hard: float
    overlap_related: float
    precision: float
    recall: float
    f1: float


def figures(pairs: Sequence[Pair], scores: Sequence[float], cut: float | None = 0.5) -> Figures:
    """The figures of `scores`; a `cut` of None takes the one with the best F1, to flatter a peer."""
    truths = [pair.merge for pair in pairs]
    cuts = sorted(set(scores)) if cut is None else [cut]
    best = max((_merging(scores, truths, one) for one in cuts), key=lambda found: found[2])
    return Figures(
        _area(pairs, scores, [True] * len(pairs)),
        _area(pairs, scores, [pair.hard for pair in pairs]),
        _area(pairs, scores, [pair.label in ("overlap", "related") for pair in pairs]),
        *best,
    )


def _area(pairs: Sequence[Pair], scores: Sequence[float], chosen: Sequence[bool]) -> float:
    part = [(score, pair.merge) for pair, score, keep in zip(pairs, scores, chosen, strict=True) if keep]
    return area([score for score, _ in part], [truth for _, truth in part])


def _merging(scores: Sequence[float], truths: Sequence[bool], cut: float) -> tuple[float, float, float]:
    hits = sum(score >= cut and truth for score, truth in zip(scores, truths, strict=True))
    claimed, true = sum(score >= cut for score in scores), sum(truths)
    precision, recall = (hits / claimed if claimed else 0.0), (hits / true if true else 0.0)
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def row(name: str, found: Figures) -> str:
    """One line of the table."""
    values = (found.auc, found.hard, found.overlap_related, found.precision, found.recall, found.f1)
    return f"{name:<44}" + "".join(f"{value:>9.3f}" for value in values)


HEADING = f"{'':<44}" + "".join(f"{name:>9}" for name in ("AUC", "hard", "ov/rel", "P", "R", "F1"))
