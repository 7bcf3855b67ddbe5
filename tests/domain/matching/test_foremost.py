"""What a notice is foremost about is chosen by names and by nearness, as surely as it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import load_vocabulary
from app.domain.matching.foremost import UNKNOWN, Sought, choose_foremost
from app.domain.matching.reading import Weighted
from benchmarks.overlaps.fresh import WRITTEN, fresh_notices, notices

VOCABULARY = load_vocabulary()
MATTERS = ("fire-school", "fire-safety", "straw-burning", "toilet", "lift-safety")


def named(**weights: float) -> dict[str, Weighted]:
    """Matters by the words that name them, with - for _."""
    return {
        one.replace("_", "-"): Weighted(one.replace("_", "-"), much, one) for one, much in weights.items()
    }


def test_nothing_known_is_other_work():
    assert choose_foremost(Sought({}, {}), VOCABULARY) == ({UNKNOWN: Weighted(UNKNOWN, 1.0)}, 0.0)


def test_a_name_in_passing_yields_to_what_everything_else_is_near_to():
    read, sure = choose_foremost(
        Sought(named(toilet=1.0), {"lift-safety": 9.0, "toilet": 1.0}, 9), VOCABULARY
    )
    assert max(read.values(), key=lambda one: one.weight).concept == "lift-safety"
    assert read["lift-safety"].words == ""
    assert read["toilet"].words == "toilet"
    assert 0.9 < sure < 1


def test_a_title_that_says_nothing_but_its_label_means_it():
    near = {"lift-safety": 9.0, "toilet": 1.0}
    read, _ = choose_foremost(Sought(named(toilet=1.0), near, len("toilet")), VOCABULARY)
    assert max(read.values(), key=lambda one: one.weight).concept == "toilet"


def test_a_title_that_names_the_whole_is_not_narrowed_by_nearness():
    assert "fire-safety" in VOCABULARY.ancestors("fire-school")
    near = {"fire-school": 9.0, "fire-safety": 5.0}
    read, _ = choose_foremost(Sought(named(fire_safety=1.0), near, 40), VOCABULARY)
    assert max(read.values(), key=lambda one: one.weight).concept == "fire-safety"


SHARES = st.dictionaries(st.sampled_from(MATTERS), st.floats(0.01, 1.0), max_size=5)


@given(names=SHARES, near=SHARES, said=st.integers(0, 60))
def test_it_chooses_among_what_is_sought_and_says_how_surely(names, near, said):
    sought = Sought({one: Weighted(one, much, one) for one, much in names.items()}, near, said)
    read, sure = choose_foremost(sought, VOCABULARY)
    assert 0 <= sure <= 1 + 1e-9
    assert set(read) <= {*names, *near, UNKNOWN}
    assert all(one.weight > 0 for one in read.values())
    assert choose_foremost(Sought(dict(reversed(sought.named.items())), near, said), VOCABULARY) == (
        read, pytest.approx(sure),
    )  # fmt: skip


def test_what_is_read_surely_is_read_rightly():
    sure = [one for one in fresh_notices("held") if one.reading.certainty >= 0.85]
    assert len(sure) > 60
    assert sum(one.matter == "right" for one in sure) >= 0.9 * len(sure)


def test_the_written_notices_name_matters_that_there_are():
    rows = notices(WRITTEN)
    assert len({row["id"] for row in rows}) == len(rows) == 2963
    for row in rows:
        assert row["matters"]
        assert set(row["matters"]) <= set(VOCABULARY.concepts)
