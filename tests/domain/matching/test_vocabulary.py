"""The vocabulary's data keeps the promises that reading and judging rest on."""

from collections import Counter

import pytest

from app.domain.matching import Concept, Notice, Relation, Vocabulary, load_vocabulary, read_notice

VOCABULARY = load_vocabulary()
MATTERS = [one for one in VOCABULARY.concepts.values() if one.facet == "matter"]
OBJECTS = [one for one in VOCABULARY.concepts.values() if one.facet == "object"]


def test_it_covers_the_work():
    assert len(MATTERS) >= 250
    assert len(OBJECTS) >= 60
    assert len({one.category for one in MATTERS}) >= 10
    assert max(len(VOCABULARY.ancestors(one.id)) for one in MATTERS) >= 2


@pytest.mark.parametrize("facet", ["matter", "object"])
def test_no_label_names_two_concepts_of_a_facet(facet):
    labels = Counter(
        label
        for one in VOCABULARY.concepts.values()
        if one.facet == facet
        for label in (*one.labels, *one.hints)
    )
    assert [label for label, many in labels.items() if many > 1] == []


def test_no_two_disjoint_matters_share_a_narrower_one():
    for one in MATTERS:
        above = VOCABULARY.ancestors(one.id) | {one.id}
        for wider in above:
            assert not above & set(VOCABULARY.concepts[wider].disjoint), one.id


def test_english_names_are_there_and_ids_are_slugs():
    for one in VOCABULARY.concepts.values():
        assert one.pref_label_en
        assert one.pref_label_en.isascii() or "é" in one.pref_label_en
        assert one.id.replace("-", "").isalnum()
        assert one.id.isascii()


def test_seasons_are_months():
    assert all(1 <= month <= 12 for one in MATTERS for month in one.season)


def test_every_label_reads_as_its_own_concept():
    for one in MATTERS:
        for label in one.labels:
            matter = read_notice(Notice(f"关于开展{label}专项检查的通知"), VOCABULARY).matter
            assert matter == one.id or one.id in VOCABULARY.ancestors(matter), (label, matter)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("fire-safety", "fire-safety", Relation.SAME),
        ("work-safety", "fire-e-bike", Relation.CONTAINS),
        ("farm-inputs", "seed-check", Relation.CONTAINS),
        ("seed-check", "fertiliser-check", Relation.DISJOINT),
        ("fire-school", "forest-fire", Relation.NONE),
        ("poverty-screening", "drinking-water-check", Relation.KIN),
    ],
)
def test_how_matters_stand_to_each_other(one, other, relation):
    assert VOCABULARY.relate(one, other) is relation
    assert VOCABULARY.relate(other, one) is relation


def test_disjointness_is_inherited():
    assert VOCABULARY.relate("coal-mine-safety", "filling-station-safety") is Relation.DISJOINT


def test_a_county_adds_a_concept_and_an_alias():
    own = VOCABULARY.with_concepts(
        [
            Concept(
                "tea-festival", "采茶节保障", "tea festival", "文化和旅游与精神文明", broader=("tourism",)
            ),
            Concept("forest-fire", "", "", "", alt_labels=("看山护林",)),
        ]
    )
    assert read_notice(Notice("关于做好采茶节保障工作的通知"), own).matter == "tea-festival"
    assert read_notice(Notice("看山护林工作提示"), own).matter == "forest-fire"
    assert own.relate("tourism", "tea-festival") is Relation.CONTAINS
    assert "tea-festival" not in VOCABULARY.concepts
    assert own.label("forest-fire") == VOCABULARY.label("forest-fire")


def test_a_cycle_is_refused():
    with pytest.raises(ValueError, match="broader than itself"):
        Vocabulary(
            [Concept("a", "甲事", "a", "", broader=("b",)), Concept("b", "乙事", "b", "", broader=("a",))]
        )


def test_a_relation_to_nothing_is_refused():
    with pytest.raises(ValueError, match="no concept"):
        Vocabulary([Concept("a", "甲事", "a", "", related=("b",))])


def test_an_id_twice_is_refused():
    with pytest.raises(ValueError, match="two concepts"):
        Vocabulary([Concept("a", "甲事", "a", ""), Concept("a", "乙事", "b", "")])
