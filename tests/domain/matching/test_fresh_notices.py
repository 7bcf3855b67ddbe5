"""Notices of the whole field that were read by a person first: no change may read them worse unseen."""

import pytest

from app.domain.matching import load_vocabulary
from benchmarks.overlaps.fresh import HALVES, fresh_notices

FOUND = {half: fresh_notices(half) for half in HALVES}


@pytest.mark.parametrize(("half", "right", "named"), [("learnt", 0.86, 0.95), ("held", 0.85, 0.88)])
def test_most_are_read_as_a_reader_reads_them(half, right, named):
    found = FOUND[half]
    assert sum(one.matter == "right" for one in found) >= right * len(found)
    assert sum(one.named for one in found) >= named * len(found)


def test_what_the_reader_accepts_is_in_the_vocabulary():
    concepts = load_vocabulary().concepts
    for one in (*FOUND["learnt"], *FOUND["held"]):
        assert one.row["matters"]
        for concept in (*one.row["matters"], *one.row["objects"]):
            assert concept in concepts


def test_no_topic_stands_in_both_halves():
    topics = [{one.row["topic"] for one in FOUND[half]} for half in HALVES]
    assert not topics[0] & topics[1]
