"""Answers to an earlier edition of a form count for the present one: kept, moved, or told and set aside."""

import pytest

from app.domain.merging import bring_over, check_answers, merge_forms
from tests.domain.merging.test_merge import column, field, form, ledger


def ids(shared):
    return {one.label.rpartition(" / ")[2]: one.id for one in shared.fields}


OLD = merge_forms(
    [
        form(
            "a",
            field("户籍人口", "D1", "万人", type="decimal"),
            field("出生人口", "D2"),
            field("低保户数", "D3", "户"),
        ),
        ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人"), column("法人", "D")),
    ]
)
NEW = merge_forms(
    [
        form("a", field("户籍人口", "D1"), field("出生人口", "D2"), field("死亡人口", "D3")),
        ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人"), column("电话", "D")),
    ]
)


def test_what_both_ask_is_kept_a_new_unit_is_converted_and_the_rest_is_told():
    old, new, [roster] = ids(OLD), ids(NEW), [one.id for one in NEW.rosters]
    answers = {
        "values": {old["户籍人口"]: 2.139, old["出生人口"]: 3, old["低保户数"]: 40},
        "rows": {
            roster: [{old["企业名称"]: "甲厂", old["法人"]: "张三"}, {old["用工人数"]: 5, "_removed": True}]
        },
    }
    brought = bring_over(OLD, NEW, answers)
    assert brought.answers == {
        "values": {new["户籍人口"]: "21390", new["出生人口"]: 3},
        "rows": {roster: [{new["企业名称"]: "甲厂"}, {new["用工人数"]: 5, "_removed": True}]},
    }
    assert [(one.label, one.to, one.value) for one in brought.moved] == [
        ("户籍人口", new["户籍人口"], "21390")
    ]
    assert [(one.label, one.value, one.pointer) for one in brought.unplaced] == [
        ("低保户数", "40", f"/values/{old['低保户数']}"),
        ("法人", "张三", f"/rows/{roster}/0/{old['法人']}"),
    ]
    assert check_answers(NEW, brought.answers) == ()


def test_a_direct_answer_goes_before_one_that_would_move():
    old, new = ids(OLD), ids(NEW)
    brought = bring_over(OLD, NEW, {"values": {old["户籍人口"]: 2.1, new["户籍人口"]: 21390}})
    assert brought.answers["values"] == {new["户籍人口"]: 21390}
    assert [one.value for one in brought.unplaced] == ["2.1"]


def test_a_field_of_another_time_or_definition_takes_nothing():
    before = merge_forms([form("a", field("常住人口", "D1", period="2026-10-31", note="在本地居住半年以上"))])
    for other in ({"period": "2026-11-30"}, {"period": "2026-10-31", "note": "户籍在本地"}):
        now = merge_forms([form("a", field("常住人口", "D1", **other))])
        brought = bring_over(before, now, {"values": {before.fields[0].id: 7}})
        assert (brought.answers["values"], [one.value for one in brought.unplaced]) == ({}, ["7"])


def test_where_two_fields_could_take_an_answer_neither_does():
    now = merge_forms(
        [form("a", field("户籍人口", "D1", section="一"), field("户籍人口", "D2", section="二"))]
    )
    key = ids(OLD)["户籍人口"]
    brought = bring_over(OLD, now, {"values": {key: 2.1}})
    assert (brought.moved, [one.field for one in brought.unplaced]) == ((), [key])


def test_a_roster_that_went_is_told_cell_by_cell():
    [roster] = [one.id for one in OLD.rosters]
    now = merge_forms([form("a", field("出生人口", "D2"))])
    brought = bring_over(OLD, now, {"rows": {roster: [{ids(OLD)["企业名称"]: "甲厂"}]}})
    assert brought.answers["rows"] == {}
    assert [(one.label, one.value) for one in brought.unplaced] == [("企业名称", "甲厂")]


@pytest.mark.parametrize(
    "answers", [{"values": {"f_0": 1}}, {"values": [1]}, {"rows": {"r_0": []}}, {"rows": {"r_0": 3}}]
)
def test_what_neither_edition_knows_is_left_to_be_refused(answers):
    brought = bring_over(OLD, NEW, answers)
    assert check_answers(NEW, brought.answers)
    assert brought.unplaced == ()


def test_the_same_edition_changes_nothing():
    answers = {"values": {ids(OLD)["出生人口"]: 3}, "rows": {}, "struck": {}}
    assert bring_over(OLD, OLD, answers).answers == answers
