"""Answers are checked: kinds, choices, limits, relations; and a blank never overwrites."""

import pytest

from app.domain.merging import check_answers, merge_answers, merge_forms
from tests.domain.merging.small_forms import by_label, field, form, small


@pytest.mark.parametrize(
    ("label", "value", "word"),
    [
        ("男", "1.5", "整数"),
        ("男", "abc", "数字"),
        ("男", -1, "小于"),
        ("男", 60000, "大于"),
        ("女", -3, "负数"),
        ("男", True, "数字"),
        ("男", {"x": 1}, "单个值"),
        ("是否达标", "也许", "是"),
        ("等级", "C", "只能填"),
        ("检查日期", "明天", "日期"),
        ("检查日期", "2026-02-30", "没有这一天"),
        ("女", "1e30", "范围"),
    ],
)
def test_each_wrong_answer_is_named(label, value, word):
    shared = small()
    key = by_label(shared)[label]
    (fault,) = check_answers(shared, {"values": {key: value}})

    assert word in fault.text
    assert fault.field == key
    assert fault.pointer == f"/values/{key}"


@pytest.mark.parametrize("value", ["1,234", "１２３４", " 1234 ", 1234, 1234.0, "1234.0", None, ""])
def test_numbers_are_taken_as_people_type_them(value):
    shared = small()
    assert check_answers(shared, {"values": {by_label(shared)["男"]: value}}) == ()


def test_unknown_fields_and_wrong_shapes_are_faults():
    shared = small()
    roster = shared.rosters[0].id
    for answers in (
        {"values": {"f_none": 1}},
        {"values": ["x"]},
        {"rows": {"r_none": []}},
        {"rows": {roster: "x"}},
        {"rows": {roster: [{"f_none": 1}]}},
        {"rows": ["x"]},
    ):
        (fault,) = check_answers(shared, answers)
        assert fault.pointer.startswith("/")


def test_relations_between_answers_are_checked():
    shared = merge_forms(
        [form("a", field("低保人数", "D1"), field("老年人", "D2", path=("低保人数", "老年人")))]
    )
    whole, part = (item.id for item in shared.fields)

    assert check_answers(shared, {"values": {whole: 5, part: 5}}) == ()
    (fault,) = check_answers(shared, {"values": {whole: 5, part: 6}})
    assert "低保人数" in fault.text
    assert "老年人" in fault.text


def test_a_derived_answer_must_equal_what_it_follows_from():
    shared = small()
    ids = by_label(shared)
    values = {ids["男"]: 10, ids["女"]: 5}

    assert check_answers(shared, {"values": values | {ids["户籍人口"]: 15}}) == ()
    assert len(check_answers(shared, {"values": values | {ids["户籍人口"]: 16}})) == 1


def test_blank_never_overwrites():
    old = {"values": {"a": "1", "b": "2"}, "rows": {"r": [{"x": "1"}, {"x": "2"}]}}
    new = {
        "values": {"a": "", "b": "3", "c": None, "d": "4"},
        "rows": {"r": [{"x": " "}, {"x": "9"}, {"x": ""}, {"x": "5"}]},
    }

    assert merge_answers(small(), old, new) == {
        "values": {"a": "1", "b": "3", "d": "4"},
        "rows": {"r": [{"x": "1"}, {"x": "9"}, {"x": "5"}]},
    }
    assert old["rows"]["r"][1] == {"x": "2"}
