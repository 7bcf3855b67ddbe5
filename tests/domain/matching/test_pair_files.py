"""The sixth set is worth its figures only while its labels are what was read and its notices stand apart."""

import json
from collections import Counter

import pytest

from benchmarks.overlaps.pairs import FIFTH, HELD_OUT, LEARNED, SIXTH, load_pairs

ROWS = [json.loads(line) for line in SIXTH.read_text("utf-8").splitlines()]


def test_every_label_is_the_majority_of_three_votes():
    for row in ROWS:
        assert len(row["votes"]) == 3
        label, many = Counter(row["votes"]).most_common(1)[0]
        assert (label, many >= 2) == (row["label"], True)


def test_its_labels_stand_in_the_shares_of_the_first_file():
    first, sixth = (Counter(pair.label for pair in load_pairs(path)) for path in (LEARNED[0], SIXTH))
    for label, many in first.items():
        assert sixth[label] / len(ROWS) == pytest.approx(many / first.total(), abs=0.005)


@pytest.mark.parametrize("path", [*LEARNED, HELD_OUT, FIFTH], ids=lambda path: path.stem)
def test_no_notice_of_it_stands_in_an_older_file(path):
    older = {notice.title for pair in load_pairs(path) for notice in (pair.a, pair.b)}
    assert not older & {row[side]["title"] for row in ROWS for side in "ab"}
