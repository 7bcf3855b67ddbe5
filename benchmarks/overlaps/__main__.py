"""Prints how well pairs of notices are judged, beside the peers: `jianfu bench overlaps [PAIRS.jsonl]`."""

import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.commands.score_overlaps import score_overlaps
from app.domain.matching import judge_pair, load_model, load_vocabulary, read_notice
from app.domain.matching.features import compare
from app.domain.matching.model import LinearModel
from benchmarks.overlaps.ablation import thinned, unknown
from benchmarks.overlaps.metrics import HEADING, figures, row
from benchmarks.overlaps.pairs import (
    FIFTH,
    HELD_OUT,
    LEARNED,
    OTHER_DEV,
    OTHER_SEEN,
    SHIPPED,
    SIXTH,
    THIRD,
    Pair,
    examples,
    load_pairs,
    read_all,
)
from benchmarks.overlaps.peers import peers
from benchmarks.overlaps.train import cross_validated, tables

VERDICTS = ("duplicate", "overlap", "related", "distinct")


@dataclass(frozen=True)
class Seen:
    """The features of every pair under one vocabulary."""

    name: str
    features: list[dict[str, float]]


def seen(pairs: list[Pair]) -> list[Seen]:
    """The pairs with the whole vocabulary, with parts of it, and with none of their own matters."""
    found = []
    for name, vocabulary in (
        ("whole vocabulary", load_vocabulary()),
        ("70 % of other labels", thinned(0.7, 11)),
        ("40 % of other labels", thinned(0.4, 12)),
        ("preferred labels only", thinned(0.0, 13)),
    ):
        table = [compare(one.a, one.b, vocabulary).values for one in examples(pairs, vocabulary)]
        found.append(Seen(name, table))
    blind = [compare(one.a, one.b, vocabulary).values for one, vocabulary in unknown(pairs)]
    return [*found, Seen("own matters unknown", blind)]


def run(path: Path = SHIPPED) -> None:
    """Prints the table. The shipped weights were fitted on the shipped pairs, so that those show the fit;
    the cross-validated rows were scored by models that had not seen the pair's matter."""
    pairs = load_pairs(path)
    model = load_model()
    print(f"{path.name}: {len(pairs)} pairs, {sum(pair.merge for pair in pairs)} to join\n{HEADING}")
    for name, scores in peers(pairs):
        print(row(name + ", best cut", figures(pairs, scores, None)))
    views = seen(pairs)
    for view in views:
        print(row(f"jianfu, {view.name}", figures(pairs, [model.score(one) for one in view.features])))
    if path == SHIPPED:
        _print_cross_validated(pairs, views)
        _print_others()
    original = [at for at, pair in enumerate(pairs) if pair.original]
    scores = [model.score(views[0].features[at]) for at in original]
    print(row("jianfu, original titles only", figures([pairs[at] for at in original], scores)))
    _print_verdicts(pairs)
    _print_speed(pairs, path)


def _print_cross_validated(pairs: list[Pair], views: list[Seen]) -> None:
    """The shipped pairs scored by models that saw neither a pair's matter nor the pair; the pairs on other
    matters are taught to them, as to the shipped model."""
    everything = [*pairs, *(pair for path in LEARNED[1:] for pair in load_pairs(path))]
    folds: list[tuple[LinearModel, list[int]]] = cross_validated(tables(everything))
    for view in views:
        scores = [0.0] * len(pairs)
        for model, held in folds:
            for at in (one for one in held if one < len(pairs)):
                scores[at] = model.score(view.features[at])
        print(row(f"jianfu cross-validated, {view.name}", figures(pairs, scores)))


def _print_others() -> None:
    """The pairs on other matters: three files were learned from, the last three are only measured."""
    model, vocabulary = load_model(), load_vocabulary()
    for name, path, label in (
        ("learned from", OTHER_DEV, "label"),
        ("held out, then learned from", OTHER_SEEN, "label"),
        ("third set, learned from", THIRD, "label"),
        ("third set, first reader alone", THIRD, "first_label"),
        ("fourth set, held out", HELD_OUT, "label"),
        ("fifth set, held out", FIFTH, "label"),
        ("sixth set, held out", SIXTH, "label"),
    ):
        others = load_pairs(path, label)
        judged = [judge_pair(one.a, one.b, model, vocabulary) for one in examples(others, vocabulary)]
        print(row(f"other matters, {name}", figures(others, [one.score for one in judged])))
        wrong = sum(
            one.verdict == "duplicate" and not pair.merge for pair, one in zip(others, judged, strict=True)
        )
        said = sum(one.verdict == "duplicate" for one in judged)
        print(f"  {len(others)} pairs; duplicate said {said} times, {wrong} of them of a pair not to join")


def _print_verdicts(pairs: list[Pair]) -> None:
    readings = read_all(pairs, load_vocabulary())
    said = Counter((pair.label, judge_pair(readings[pair.a], readings[pair.b]).verdict) for pair in pairs)
    print(f"\n{'readers say / jianfu says':<28}" + "".join(f"{verdict:>11}" for verdict in VERDICTS))
    for label in VERDICTS:
        print(f"{label:<28}" + "".join(f"{said[label, verdict]:>11}" for verdict in VERDICTS))
    right = sum(many for (label, verdict), many in said.items() if label == verdict)
    print(f"four-way accuracy {right / len(pairs):.3f}")


def _print_speed(pairs: list[Pair], path: Path) -> None:
    notices = list({notice for pair in pairs for notice in (pair.a, pair.b)})
    vocabulary = load_vocabulary()
    started = time.process_time()
    readings = {notice: read_notice(notice, vocabulary) for notice in notices}
    reading = (time.process_time() - started) / len(notices)
    started = time.process_time()
    for pair in pairs:
        judge_pair(readings[pair.a], readings[pair.b])
    judging = (time.process_time() - started) / len(pairs)
    lines = path.read_text("utf-8").splitlines()
    started = time.process_time()
    scored = sum(1 for _ in score_overlaps(lines))
    spent = time.process_time() - started
    print(
        f"CPU: read a notice {reading * 1000:.2f} ms, judge a pair {judging * 1000:.2f} ms, "
        f"score overlaps {scored / spent:,.0f} pairs/s"
    )


if __name__ == "__main__":
    run(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
