"""A longer time's figure is the sum of the shorter ones that the same template asks, or it is asked."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.merging import fan_out, merge_forms
from tests.domain.merging.small_forms import field, form

MONTHS = ("2026-07", "2026-08", "2026-09")
QUARTER = (("甲", ("2026-Q3",)), ("乙", MONTHS))


def flows(key, *periods, label="信访件数", unit="件", **more):
    cells = [field(label, f"D{at}", unit, period=period, **more) for at, period in enumerate(periods, 1)]
    return form(key, *cells, title=f"{key}表")


def derived(*forms):
    return {one.period: one.derived_from.text for one in merge_forms(forms).cells if one.derived_from}


def test_a_quarter_is_the_sum_of_its_months_in_any_forms():
    shared = merge_forms([flows("甲", "2026-Q3"), flows("乙", *MONTHS)])
    asked = {one.period: one.id for one in shared.cells if one.asked}
    assert set(asked) == set(MONTHS)
    answers = {"values": {asked[month]: at for at, month in enumerate(MONTHS, 1)}}
    assert [cell.value for cell in fan_out(shared, answers)["甲"]] == [6]
    assert [one for one in shared.suggestions if one.verdict == "derivable"] == []
    told = {one.derived_from.text for one in shared.cells if one.derived_from}
    assert told == {"由 2026-07、2026-08、2026-09 各期数相加"}


def test_a_year_is_the_sum_of_quarters_and_a_running_total_goes_on():
    quarters = tuple(f"2026-Q{number}" for number in range(1, 5))
    assert set(derived(flows("甲", "2026"), flows("乙", *quarters))) == {"2026"}
    running = ("2026-09 本年累计", "2026-10", "2026-11", "2026-11 本年累计")
    assert set(derived(flows("甲", *running))) == {"2026-11 本年累计"}


def test_units_are_converted():
    shared = merge_forms(
        [
            flows("甲", "2026-Q3", label="临时救助金额", unit="万元", type="decimal"),
            flows("乙", *MONTHS, label="临时救助金额", unit="元", type="decimal"),
        ]
    )
    values = {one.id: 5000 for one in shared.cells if one.asked}
    assert [cell.value for cell in fan_out(shared, {"values": values})["甲"]] == [Decimal("1.5")]


@pytest.mark.parametrize(
    "forms",
    [
        (flows("甲", "2026-Q3"), flows("乙", *MONTHS[:2])),
        (flows("甲", "2026-Q3"), flows("乙", "2026-07", "2026-08", "2026-10")),
        # two figures of one month: nobody knows which is the part
        (flows("甲", "2026-Q3"), flows("乙", *MONTHS, MONTHS[0])),
        # stocks, rates, another definition, another thing
        tuple(flows(key, *times, label="常住人口", unit="人") for key, times in QUARTER),
        tuple(flows(key, *times, label="问题整改率", unit="%") for key, times in QUARTER),
        (flows("甲", "2026-Q3", note="含重复来访"), flows("乙", *MONTHS)),
        (flows("甲", "2026-Q3"), flows("乙", *MONTHS, label="信访积案件数")),
        (flows("甲", "2026-Q3", grain="village"), flows("乙", *MONTHS)),
        (flows("甲", "2026 本年累计"), flows("乙", *MONTHS)),
    ],
)  # fmt: skip
def test_what_does_not_surely_add_up_is_asked(forms):
    assert derived(*forms) == {}


amounts = st.lists(st.integers(0, 10**6), min_size=12, max_size=12)


@settings(max_examples=40, deadline=None)
@given(amounts)
def test_the_year_is_the_direct_sum_by_whatever_way_it_is_added(numbers):
    months = [f"2026-{number:02d}" for number in range(1, 13)]
    shared = merge_forms([flows("年", "2026"), flows("季", "2026-Q1", "2026-Q4"), flows("月", *months)])
    asked = {one.period: one.id for one in shared.cells if one.asked}
    assert set(asked) == set(months)
    answers = {"values": {asked[month]: str(value) for month, value in zip(months, numbers, strict=True)}}
    cells = fan_out(shared, answers)
    assert [cell.value for cell in cells["年"]] == [sum(numbers)]
    assert [cell.value for cell in cells["季"]] == [sum(numbers[:3]), sum(numbers[9:])]
