"""Field alignment beside a string matcher on the labelled pairs: `python -m benchmarks.fields.measure`.

Merging is deciding same or convertible; a pair counts as one fact when the reader's label says so, and a merge
as right when the reader accepts it. Cross-validation refits the weights without the pairs of a head concept at a
time; the gates and word lists are the same in every fold, so it measures the weights, not the words.
"""

import time
from collections.abc import Callable

import numpy as np

from app.domain.merging.alignment import align_fields
from app.domain.merging.alignment.align import MERGE
from app.domain.merging.alignment.comparisons import compare
from app.domain.merging.alignment.elements import element_of
from benchmarks.fields.fit import fit, matrix
from benchmarks.fields.pairs import MERGED, Pair, groups, load

FOLDS = 10


def auc(scores: list[float], truth: list[bool]) -> float:
    """Area under the ROC curve, ties counted half."""
    above = [score for score, one in zip(scores, truth, strict=True) if one]
    below = [score for score, one in zip(scores, truth, strict=True) if not one]
    wins = sum((high > low) + 0.5 * (high == low) for high in above for low in below)
    return wins / (len(above) * len(below))


def row(name: str, pairs: list[Pair], scores: list[float], verdicts: list[str]) -> str:
    """One line of the table: AUC, precision and recall of merging, verdicts that a fair reader accepts."""
    merged = [verdict in MERGED for verdict in verdicts]
    right = [bool(pair.acceptable & MERGED) for pair in pairs]
    found = [one for one, pair in zip(merged, pairs, strict=True) if pair.one_fact]
    precision = sum(m and r for m, r in zip(merged, right, strict=True)) / max(1, sum(merged))
    accepted = sum(v in pair.acceptable for v, pair in zip(verdicts, pairs, strict=True)) / len(pairs)
    area = auc(scores, [pair.one_fact for pair in pairs])
    recall = sum(found) / len(found)
    return f"{name:<34}{area:>7.3f}{precision:>11.3f}{recall:>8.3f}{accepted:>10.3f}"


def cross_validated(pairs: list[Pair]) -> list[float]:
    """Each pair's score by weights fitted without its group."""
    features, truth = matrix(pairs)
    names = groups(pairs)
    by_size = sorted(set(names), key=lambda name: (-names.count(name), name))
    order = {name: place for place, name in enumerate(by_size)}
    fold = np.array([order[name] % FOLDS for name in names])
    scores = np.zeros(len(pairs))
    for held in range(FOLDS):
        weights = fit(features[fold != held], truth[fold != held])
        scores[fold == held] = 1 / (1 + np.exp(-features[fold == held] @ weights))
    return [float(score) for score in scores]


def by_string(pairs: list[Pair], score: Callable[[str, str], float]) -> tuple[list[float], list[str]]:
    """The peer: likeness of the labels, merged above the threshold that gives it its best F1 on these pairs."""
    scores = [score(pair.a.label, pair.b.label) / 100 for pair in pairs]
    truth = [pair.one_fact for pair in pairs]

    def f1(threshold: float) -> float:
        hits = sum(one and s >= threshold for s, one in zip(scores, truth, strict=True))
        return 2 * hits / (sum(s >= threshold for s in scores) + sum(truth))

    best = max(sorted(set(scores)), key=f1)
    return scores, ["same" if s >= best else "different" for s in scores]


def main() -> None:
    """Prints the table and the speed in pairs a second of CPU time."""
    pairs = load()
    found = [align_fields(pair.a, pair.b) for pair in pairs]
    plain = ["different" if one.verdict == "conflicting" else str(one.verdict) for one in found]
    print(f"{len(pairs)} pairs, {sum(p.one_fact for p in pairs)} one fact, {len(set(groups(pairs)))} groups")
    print(f"{'':<34}{'AUC':>7}{'precision':>11}{'recall':>8}{'accepted':>10}")
    print(row("jianfu, as shipped", pairs, [one.score for one in found], plain))
    held = cross_validated(pairs)
    again = [
        "different" if verdict in MERGED and score < MERGE else verdict
        for verdict, score in zip(plain, held, strict=True)
    ]
    print(row("jianfu, weights cross-validated", pairs, held, again))
    _peers(pairs)
    _speed(pairs)


def _peers(pairs: list[Pair]) -> None:
    try:
        from rapidfuzz import fuzz
    except ImportError:
        print("RapidFuzz is not installed: uv sync --group bench")
        return
    for name, score in (
        ("WRatio", fuzz.WRatio),
        ("ratio", fuzz.ratio),
        ("token_set_ratio", fuzz.token_set_ratio),
    ):
        print(row(f"RapidFuzz {name}, best threshold", pairs, *by_string(pairs, score)))


def _speed(pairs: list[Pair]) -> None:
    fields = [pair.a for pair in pairs]
    started = time.process_time()
    count = sum(1 for a in fields for b in fields[:100] if align_fields(a, b))
    read = [element_of(field) for field in fields]
    print(
        f"{count / (time.process_time() - started):,.0f} pairs a second (CPU), {len(read)} fields read once"
    )
    started = time.process_time()
    findings = sum(len(tuple(compare(a, b))) for a in read[:100] for b in read)
    print(
        f"{100 * len(read) / (time.process_time() - started):,.0f} comparisons a second, {findings} findings"
    )


if __name__ == "__main__":
    main()
