"""The JSON Schema of a shared form lets through what submissions take, and nothing that they refuse."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.domain.merging import answers_schema, check_answers, merge_forms
from app.domain.merging.field import Form
from tests.domain.merging.small_forms import column, field, form, ledger

SHARED = merge_forms(
    [
        form(
            "a",
            field("常住人口", "D1", low="0", high="50000"),
            field("人口净增", "D2"),
            field("改厕户数", "D3", "户"),
            field("粮食产量", "D4", "万吨", type="decimal"),
            field("是否达标", "D5", "", type="boolean"),
            field("等级", "D6", "", type="choice", options=("A", "B")),
            field("检查日期", "D7", "", type="date"),
            field("主要问题", "D8", "", type="text", note="不超过三条"),
        ),
        ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人", "integer")),
    ]
)
SCHEMA = answers_schema(SHARED, "统一填报表")
VALIDATOR = Draft202012Validator(SCHEMA)
IDS = {item.label: item.id for item in SHARED.fields}

anything = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**19), 10**19),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "是", "无", "A", "C", "2026-11-30", "2026-02-30", "2026-11", "2026", "12"]),
    st.text(max_size=5), st.lists(st.integers(), max_size=1),
)  # fmt: skip
keys = st.sampled_from([*IDS.values(), "f_none"])
answers = st.fixed_dictionaries(
    {},
    optional={
        "values": st.dictionaries(keys, anything, max_size=3),
        "rows": st.dictionaries(
            st.sampled_from([SHARED.rosters[0].id, "r_none"]),
            st.lists(st.dictionaries(keys, anything, max_size=2), max_size=2),
            max_size=1,
        ),
    },
)


def test_it_is_a_schema_with_titles_units_and_notes():
    Draft202012Validator.check_schema(SCHEMA)
    people = SCHEMA["properties"]["values"]["properties"][IDS["常住人口"]]
    assert people["title"] == "常住人口（人）"
    assert "2026年11月" in people["description"]
    assert people["anyOf"][0] == {"type": "integer", "minimum": 0.0, "maximum": 50000.0}
    assert (
        IDS["用工人数"]
        in next(iter(SCHEMA["properties"]["rows"]["properties"].values()))["items"]["properties"]
    )


@settings(max_examples=400, deadline=None)
@given(answers)
def test_what_the_schema_lets_through_is_accepted(given_answers):
    if VALIDATOR.is_valid(given_answers):
        assert check_answers(SHARED, given_answers) == ()


@pytest.mark.parametrize(
    ("label", "good", "bad"),
    [
        ("常住人口", [0, 50000, None, ""], [-1, 50001, 1.5, "许多", True, [1]]),
        ("人口净增", [-5], [1.5, 10**18]),
        ("改厕户数", [3], [-3]),
        ("粮食产量", [1.25, -1], ["许多"]),
        ("是否达标", ["是", "否", ""], ["也许"]),
        ("等级", ["A"], ["C", 1]),
        ("检查日期", ["2026-11-30", "2026-11"], ["2026-02-30", "明天", "2026"]),
        ("主要问题", ["=1", "没有", ""], [["没有"]]),
    ],
)
def test_both_judge_each_value_alike(label, good, bad):
    for values, accepted in ((good, True), (bad, False)):
        for value in values:
            document = {"values": {IDS[label]: value}}
            assert VALIDATOR.is_valid(document) is accepted, value
            assert (check_answers(SHARED, document) == ()) is accepted, value


def test_derived_fields_are_not_asked_for():
    total = field("户籍人口", "D1", role="formula", formula="=D2+D3")
    shared = merge_forms([Form("a", "表", form("a", total, field("男", "D2"), field("女", "D3")).tables)])
    assert len(answers_schema(shared, "表")["properties"]["values"]["properties"]) == 2
