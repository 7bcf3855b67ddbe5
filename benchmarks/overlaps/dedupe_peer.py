"""The peer dedupe 3 (learned logistic regression over string and set distances): it learns from labels."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.overlaps.records import Record


def dedupe_scores(
    pairs: list[tuple[Record, Record]], joined: Sequence[bool], folds: Sequence[int]
) -> list[float]:
    """The score of each pair by a model trained on the labels of the other `folds`.

    Raises ImportError where dedupe is not installed. Its blocking is left out, since the pairs are given; its
    distances and its classifier are what judges.
    """
    from dedupe.datamodel import DataModel

    model = DataModel(_variables("matter" in pairs[0][0]))
    table = model.distances([(_plain(one), _plain(other)) for one, other in pairs])
    table = np.nan_to_num(np.asarray(table, dtype=float))
    truth, fold = np.asarray(joined), np.asarray(folds)
    scores = np.zeros(len(pairs))
    for held in sorted(set(folds)):
        classifier = _classifier()
        classifier.fit(table[fold != held], truth[fold != held])
        scores[fold == held] = classifier.predict_proba(table[fold == held])[:, -1]
    return [float(score) for score in scores]


def _classifier() -> Any:
    from dedupe import Dedupe
    from dedupe.variables import String

    return Dedupe([String("title")]).classifier


def _variables(tags: bool) -> list[Any]:
    from dedupe.variables import Exact, Set, String, Text

    found: list[Any] = [String("title"), Text("text"), String("issuer"), Set("words")]
    if tags:
        found += [Exact("matter"), Set("matters"), Set("objects"), Set("documents")]
    return found


def _plain(record: Record) -> Record:
    # dedupe takes tuples for sets, and None for what is missing
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    return {name: value or None for name, value in values.items()} | {"text": " ".join(record["words"])}
