"""Why pairs of the fifth set are judged wrongly: run as `python -m benchmarks.overlaps.causes`.

Each notice of that set is among the fresh ones, for which a reader has said what they ask for. So a miss
is the vocabulary's where a side is guessed or read as another matter, and the model's where both are read
rightly.
"""

import json
from collections import Counter

from app.domain.matching import judge_pair, load_model
from benchmarks.overlaps.fresh import fresh_notices
from benchmarks.overlaps.pairs import FIFTH, MERGE

LABELS = ("duplicate", "overlap", "related", "distinct")
CAUSES = ("both read rightly", "one misread", "one guessed")


def causes() -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """(misses, pairs) by label and by how the two notices were read."""
    fresh, model = {str(one.row["id"]): one for one in fresh_notices()}, load_model()
    missed: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for line in FIFTH.read_text("utf-8").splitlines():
        row = json.loads(line)
        a, b = (fresh[row[side]["notice"]] for side in "ab")
        how = CAUSES[2] if "guessed" in (a.matter, b.matter) else CAUSES[1]
        cell = (row["label"], CAUSES[0] if a.matter == b.matter == "right" else how)
        seen[cell] += 1
        joined = judge_pair(a.reading, b.reading, model).score >= model.cuts["overlap"]
        missed[cell] += joined != (row["label"] in MERGE)
    return missed, seen


def run() -> None:
    """Prints misses / pairs for each label and cause."""
    missed, seen = causes()
    print(f"{'':<12}" + "".join(f"{cause:>20}" for cause in CAUSES))
    for label in LABELS:
        cells = ((missed[label, cause], seen[label, cause]) for cause in CAUSES)
        print(f"{label:<12}" + "".join(f"{f'{wrong} / {many}':>20}" for wrong, many in cells))


if __name__ == "__main__":
    run()
