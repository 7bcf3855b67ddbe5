"""Totals and rates that surely follow are computed and not asked; what only looks like it is asked."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.merging import fan_out, merge_forms
from tests.domain.merging.small_forms import field, form


def derived(*fields, title="情况表"):
    """Label of every derived field with the formula that is shown."""
    shared = merge_forms([form("a", *fields, title=title)])
    return {item.label: item.derived_from.text for item in shared.fields if item.derived_from}


def returned(values, *fields):
    shared = merge_forms([form("a", *fields)])
    by_label = {item.label: item.id for item in shared.fields}
    answers = {"values": {by_label[label]: value for label, value in values.items()}}
    cells = {one.cell: one.value for one in fan_out(shared, answers)["a"]}
    return [cells.get(one.cell) for one in fields]


POOR = (field("低保人数", "D1"), field("城市低保人数", "D2"), field("农村低保人数", "D3"))
FOUND = (
    field("问题整改率", "D1", "%", type="decimal"),
    field("发现问题数", "D2", "个"),
    field("已整改问题数", "D3", "个"),
)


def test_a_total_of_parts_that_make_it_up_is_computed():
    assert derived(*POOR) == {"低保人数": "低保人数＝城市低保人数＋农村低保人数"}
    assert returned({"城市低保人数": "12", "农村低保人数": "30"}, *POOR) == [42, 12, 30]


def test_a_rate_is_recomputed_from_its_parts():
    assert derived(*FOUND) == {"问题整改率": "问题整改率＝已整改问题数÷发现问题数×100%"}
    assert returned({"发现问题数": "40", "已整改问题数": "30"}, *FOUND)[0] == 75


def test_units_are_converted_and_a_difference_is_one():
    grain = (
        field("粮食单产", "D1", "公斤/亩", type="decimal"),
        field("粮食产量", "D2", "吨", type="decimal"),
        field("粮食播种面积", "D3", "万亩", type="decimal"),
    )
    assert returned({"粮食产量": "5000", "粮食播种面积": "1"}, *grain)[0] == Decimal(500)
    hazards = (
        field("安全隐患数", "D1", "处"),
        field("已整改隐患数", "D2", "处"),
        field("未整改隐患数", "D3", "处"),
    )
    assert returned({"安全隐患数": "9", "已整改隐患数": "7"}, *hazards)[2] == 2


def test_nothing_is_computed_before_all_is_answered_and_nothing_by_zero():
    assert returned({"城市低保人数": "12"}, *POOR) == [None, 12, None]
    assert returned({"发现问题数": "0", "已整改问题数": "0"}, *FOUND)[0] is None


@pytest.mark.parametrize(
    "fields",
    [
        # another month, another definition, another group of cells, a part alone
        (POOR[0], replace(POOR[1], period="2026-10"), POOR[2]),
        (replace(POOR[0], note="含边缘户"), *POOR[1:]),
        (POOR[0], replace(POOR[1], path=("动态调整", "城市低保人数")), POOR[2]),
        POOR[:2],
        # overlapping kinds of people are never added up
        (field("困难群众人数", "D1"), field("低保人数", "D2"), field("残疾人数", "D3")),
        (field("老年人数", "D1"), field("60岁以上老年人数", "D2"), field("80岁以上老年人数", "D3")),
    ],
)
def test_what_does_not_surely_follow_is_asked(fields):
    assert derived(*fields) == {}


def test_the_parts_of_one_department_are_not_the_whole_of_another():
    shared = merge_forms([form("a", POOR[0], title="甲表"), form("b", *POOR[1:], title="乙表")])
    assert all(item.asked for item in shared.fields)


def test_months_of_a_quarter_stand_as_derivable_beside_it():
    quarter = form("a", field("信访件数", "D1", "件", period="2026-Q3"), title="甲表")
    month = form("b", field("信访件数", "D1", "件", period="2026-08"), title="乙表")
    shared = merge_forms([quarter, month])
    (found,) = shared.suggestions
    assert found.verdict == "derivable"
    assert "之和" in found.reasons[-1]
    assert len(shared.fields) == 2


def test_two_rates_of_other_facts_are_computed_apart_each_by_its_own_form():
    forms = [
        form(
            "a",
            field("整改率", "D1", "%", type="percent", role="formula", formula="=D2/D3*100"),
            field("已整改隐患", "D2", "项"),
            field("排查隐患", "D3", "项"),
        ),
        form(
            "b",
            field("整改率", "D1", "%", type="percent", role="formula", formula="=D2/D3*100"),
            field("已整改问题", "D2", "件"),
            field("检查出问题", "D3", "件"),
        ),
    ]
    shared = merge_forms(forms)
    rates = [one for one in shared.fields if one.label == "整改率"]
    assert len({one.id for one in rates}) == 2
    values = {
        one.id: number
        for one, number in zip((f for f in shared.fields if f.asked), (1, 2, 3, 4), strict=True)
    }
    cells = fan_out(shared, {"values": values})
    computed = {key: one.value for key, found in cells.items() for one in found if one.computed}
    assert computed == {"a": 50, "b": 75}
