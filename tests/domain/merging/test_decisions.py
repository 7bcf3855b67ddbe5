"""What a coordinator decides about two fields holds, for this edition and for the next."""

from dataclasses import replace

import pytest

from app.domain.merging import merge_forms
from app.domain.merging.sharing.ruling import CannotMerge, pairs_of
from tests.domain.merging.small_forms import field, form


def kept(pairs, decision):
    return {frozenset((one.signature, other.signature)): decision for one, other in pairs}


def ruling(forms, first, second, decision):
    """The shared form after a coordinator's decision on the fields with these sources' labels."""
    before = merge_forms(forms)
    ids = tuple(
        next(item.id for item in before.fields if label in [source.label for source in item.sources])
        for label in (first, second)
    )
    pairs = pairs_of(forms, before, ids, decision)
    return pairs, kept(pairs, decision)


def two_departments(period="2026-11", note=""):
    one = form("a", field("留守儿童", "D1", note="双方外出", period=period), title=f"{period[:4]}年儿童表")
    other = form("b", field("在校留守儿童数", "D1", note=note, period=period), title="学生表")
    return [replace(one, department="A"), replace(other, department="B")]


def test_a_decision_to_merge_lasts_into_the_next_months_edition():
    pairs, decisions = ruling(two_departments(), "留守儿童", "在校留守儿童数", "merge")
    assert len(pairs) == 1
    for month in ("2026-11", "2026-12"):
        forms = two_departments(month)
        assert len(merge_forms(forms).fields) == 2
        shared = merge_forms(forms, decisions)
        assert [len(item.sources) for item in shared.fields] == [2]
        assert (shared.conflicts, shared.suggestions) == ((), ())
    assert len(merge_forms(two_departments(note="另一口径"), decisions).fields) == 2, "another definition"


def test_a_decision_to_keep_apart_splits_what_was_one_and_is_not_proposed_again():
    forms = [form("a", field("户籍人口", "D1")), form("b", field("户籍人口", "D1"), title="别表")]
    together = merge_forms(forms)
    [only] = together.fields
    pairs = pairs_of(forms, together, (only.id,), "keep_apart")
    apart = merge_forms(forms, kept(pairs, "keep_apart"))
    assert [len(item.sources) for item in apart.fields] == [1, 1]
    assert (apart.conflicts, apart.suggestions) == ((), ())


@pytest.mark.parametrize(
    "other",
    [
        field("受教育儿童", "D1", type="text"),
        field("受教育儿童", "D1", period="2026-10"),
        field("受教育儿童", "D1", "万元"),
    ],
)
def test_what_words_cannot_argue_away_no_decision_merges(other):
    forms = [form("a", field("留守儿童", "D1")), form("b", other, title="别表")]
    with pytest.raises(CannotMerge) as caught:
        ruling(forms, "留守儿童", "受教育儿童", "merge")
    assert caught.value.text
    assert caught.value.text_en


def test_two_cells_of_one_form_stay_two():
    forms = [form("a", field("留守儿童", "D1"), field("困境儿童", "D2"))]
    with pytest.raises(CannotMerge):
        ruling(forms, "留守儿童", "困境儿童", "merge")
