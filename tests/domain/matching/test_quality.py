"""The floor under the judgement's quality: no retuning may fall through it unseen."""

import pytest

from app.domain.matching import area, judge_pair, load_vocabulary
from benchmarks.overlaps.ablation import thinned
from benchmarks.overlaps.metrics import figures
from benchmarks.overlaps.pairs import load_pairs, read_all
from benchmarks.overlaps.peers import tfidf

PAIRS = load_pairs()
READINGS = read_all(PAIRS, load_vocabulary())
JUDGEMENTS = [judge_pair(READINGS[pair.a], READINGS[pair.b]) for pair in PAIRS]
FOUND = figures(PAIRS, [one.score for one in JUDGEMENTS])


def test_the_ranking():
    assert FOUND.auc >= 0.97
    assert FOUND.hard >= 0.93
    assert FOUND.overlap_related >= 0.94


def test_the_merging():
    assert FOUND.precision >= 0.95
    assert FOUND.f1 >= 0.94


def test_no_reader_would_part_a_duplicate():
    wrong = [
        pair
        for pair, one in zip(PAIRS, JUDGEMENTS, strict=True)
        if one.verdict == "duplicate" and not pair.merge
    ]
    assert wrong == []


def test_it_beats_word_matching_by_far():
    assert FOUND.hard > figures(PAIRS, tfidf(PAIRS)).hard + 0.3


def test_it_stands_when_half_the_labels_are_gone():
    vocabulary = thinned(0.5, 5)
    readings = read_all(PAIRS, vocabulary)
    scores = [judge_pair(readings[p.a], readings[p.b], vocabulary=vocabulary).score for p in PAIRS]
    assert figures(PAIRS, scores).auc >= 0.85


def test_the_area_under_the_curve():
    assert area([0.9, 0.8, 0.3], [True, True, False]) == 1.0
    assert area([0.5, 0.5], [True, False]) == 0.5
    with pytest.raises(ValueError, match="both"):
        area([0.5], [True])
