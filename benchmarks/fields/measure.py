"""Field alignment beside a string matcher on the labelled pairs: `python -m benchmarks.fields.measure`.

Merging is deciding same or convertible; a pair counts as one fact when the reader's label says so, and a
merge as right when the reader accepts it. Cross-validation refits the weights without the pairs of a head
concept at a time; gates and word lists are the same in every fold, so it measures the weights, not the words.
"""

import time
from collections.abc import Callable

import numpy as np

from app.domain.merging.alignment import align_fields
from app.domain.merging.alignment.align import MERGE
from benchmarks.fields.fit import fit, matrix
from benchmarks.fields.pairs import DATA, MERGED, SCORED, Pair, groups, load

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
    return f"{name:<46}{area:>7.3f}{precision:>11.3f}{recall:>8.3f}{accepted:>10.3f}"


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
    """The peer: likeness of the labels, merged above the threshold that decides most pairs rightly here."""
    scores = [score(pair.a.label, pair.b.label) / 100 for pair in pairs]
    truth = [pair.one_fact for pair in pairs]

    def right(threshold: float) -> int:
        return sum(one == (s >= threshold) for s, one in zip(scores, truth, strict=True))

    best = max(sorted(set(scores)), key=right)
    return scores, ["same" if s >= best else "different" for s in scores]


#: The sets of pairs: file, half, and what to know of it.
SETS = (
    ("field_pairs_dev", "", "labelled by others; the word lists were written with them in sight"),
    ("field_pairs_drawn", "dev", "drawn and labelled before the verdicts were seen, then learnt from"),
    ("field_pairs_drawn", "held", "the other half by head concept: never looked at"),
    ("field_pairs_fresh", "dev", "new labels, read twice before the verdicts were seen, then learnt from"),
    ("field_pairs_fresh", "held", "the other half by head concept: measured only"),
    (
        "field_pairs_other",
        "",
        "other labels by another reader, half easily confused: never looked at",
    ),
)


def main() -> None:
    """Prints a table for each set, the peers beside, and the speed in pairs a second of CPU time."""
    for name, half, told in SETS:
        pairs = load(DATA.with_name(f"{name}.jsonl"), half)
        found = [align_fields(pair.a, pair.b) for pair in pairs]
        plain = [SCORED.get(one.verdict, str(one.verdict)) for one in found]
        print(f"{name} {half}: {told}")
        print(
            f"{len(pairs)} pairs, {sum(p.one_fact for p in pairs)} one fact, {len(set(groups(pairs)))} groups"
        )
        print(f"{'':<46}{'AUC':>7}{'precision':>11}{'recall':>8}{'accepted':>10}{'CPU ms':>8}")
        print(row("jianfu, as shipped", pairs, [one.score for one in found], plain))
        held = cross_validated(pairs)
        again = [
            "different" if verdict in MERGED and score < MERGE else verdict
            for verdict, score in zip(plain, held, strict=True)
        ]
        print(row("jianfu, weights cross-validated", pairs, held, again))
        _peers(pairs, slow=name == "field_pairs_dev")
        print()
    _speed(load())


def _peers(pairs: list[Pair], slow: bool) -> None:
    """Cupid takes half a second a pair, and is run on the first set alone."""
    try:
        from benchmarks.fields.peers import matchers  # a group of its own: only this bench needs it
    except ImportError:
        print("RapidFuzz and Valentine are not installed: uv sync --group bench")
        return
    for name, score in matchers(slow).items():
        started = time.process_time()
        scores, verdicts = by_string(pairs, score)
        spent = 1000 * (time.process_time() - started) / len(pairs)
        print(f"{row(f'{name}, best threshold', pairs, scores, verdicts)}{spent:>8.3f}")


def _speed(pairs: list[Pair]) -> None:
    fields = [pair.a for pair in pairs]
    started = time.process_time()
    done = [align_fields(a, b).verdict for a in fields for b in fields[:100]]
    print(f"{len(done) / (time.process_time() - started):,.0f} pairs a second (CPU), fields read once")


if __name__ == "__main__":
    main()
