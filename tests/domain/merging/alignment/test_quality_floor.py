"""Retuning must not quietly make merging worse on labelled pairs of real fields."""

from pathlib import Path

import pytest

from app.domain.merging.alignment import align_fields
from app.domain.merging.alignment.dictionary import rows
from app.domain.merging.alignment.lexicon import cut
from app.domain.merging.alignment.standards import standard_elements, standard_reading
from app.domain.merging.alignment.units import find_unit
from benchmarks.fields.measure import auc
from benchmarks.fields.pairs import MERGED, SCORED, load

DATA = Path(__file__).parents[4] / "benchmarks" / "data"


@pytest.mark.parametrize(
    ("name", "half", "floors"),
    [
        ("field_pairs_dev", "", (0.97, 0.90, 0.90, 0.94)),
        ("field_pairs_drawn", "dev", (0.97, 0.84, 0.93, 0.92)),
        ("field_pairs_fresh", "dev", (0.97, 0.78, 0.89, 0.90)),
    ],
)
def test_merging_real_fields_stays_precise(name: str, half: str, floors: tuple[float, ...]):
    pairs = load(DATA / f"{name}.jsonl", half)
    found = [align_fields(pair.a, pair.b) for pair in pairs]
    merged = [(pair, one) for pair, one in zip(pairs, found, strict=True) if one.verdict in MERGED]
    right = sum(bool(pair.acceptable & MERGED) for pair, _ in merged)
    recalled = sum(pair.one_fact for pair, _ in merged)
    accepted = sum(
        SCORED.get(one.verdict, one.verdict) in pair.acceptable
        for pair, one in zip(pairs, found, strict=True)
    )
    assert right / len(merged) >= floors[0]
    assert recalled / sum(pair.one_fact for pair in pairs) >= floors[1]
    assert accepted / len(pairs) >= floors[2]
    assert auc([one.score for one in found], [pair.one_fact for pair in pairs]) >= floors[3]


def test_the_dictionary_is_whole():
    known = standard_elements()
    assert len(known) >= 1800
    assert len({element.label for element in known}) == len(known)
    assert all(element.definition and element.object_class for element in known)
    assert all(not element.unit or find_unit(element.unit) for element in known)


@pytest.mark.parametrize("entry", standard_elements(), ids=lambda entry: entry.label)
def test_every_synonym_reads_as_its_element(entry):
    own = standard_reading(entry.label, entry.unit)
    for synonym in entry.synonyms:
        read = standard_reading(synonym, entry.unit)
        assert (set(read.concepts), read.qualifiers, read.bands) == (
            set(own.concepts),
            own.qualifiers,
            own.bands,
        ), synonym


def test_word_lists_agree_with_each_other():
    concepts = {row["name"] for row in rows("lexicon") if row["role"] == "concept"}
    for row in rows("inclusions"):
        assert row["broader"] not in row["narrower"]
    for row in rows("silent"):
        unknown = {*row["beside"], *row["silent"]} - concepts
        assert not unknown, unknown
    for row in rows("lexicon"):
        if row["role"] == "phrase":
            assert all(word.role != "unknown" for part in row["name"].split() for word in cut(part))
