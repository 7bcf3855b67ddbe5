"""What was said once is offered again where it still holds, and nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.merging import Earlier, Memory, at_occurrence, merge_forms
from app.domain.merging.field import Form
from tests.domain.merging.small_forms import column, field, form, ledger

OCTOBER, NOVEMBER = datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 12, 3, tzinfo=UTC)
MONTHS = ("2026-10", "2026-11", "2026-12")


def periods(one: Form) -> list[str]:
    return [item.period for table in one.tables for item in table.fields]


@pytest.mark.parametrize(
    ("written", "period", "asked"),
    [
        ("当月", "2026-11", "2026-11"),
        ("本月", "2026-11", "2026-11"),
        ("月末", "2026-11", "2026-11-30"),
        ("本年累计", "2026-11", "2026-11 本年累计"),
        ("本月累计", "2026-11", "2026-11 本月累计"),
        ("当季", "2026-Q4", "2026-Q4"),
        ("期末", "2026-Q4", "2026-12-31"),
        ("当季", "2026-11", "2026-11 当季"),
        ("本周", "2026-W45", "2026-W45"),
        ("当月", "2026-W45", "2026-W45 当月"),
        ("本年", "2026", "2026"),
        ("2025-12-31", "2026-11", "2025-12-31"),
        ("", "2026-11", ""),
    ],
)
def test_relative_periods_become_those_of_the_return(written, period, asked):
    one = form("a", field("新增低保户数", "D1", "户", period=written))
    assert periods(at_occurrence(one, period, MONTHS)) == [asked]


def test_the_month_of_printing_moves_along_and_other_dates_stay():
    one = form(
        "a",
        field("低保户数", "D1", "户", period="2026-10-31"),
        field("新增低保户数", "D2", "户", period="2026-10"),
        field("累计救助户数", "D3", "户", period="2026-10 本年累计"),
        field("年初户数", "D4", "户", period="2025-12-31"),
    )
    moved = at_occurrence(one, "2026-12", MONTHS)
    assert periods(moved) == ["2026-12-31", "2026-12", "2026-12 本年累计", "2025-12-31"]


def test_two_printed_months_are_no_months_of_printing():
    one = form("a", field("本月新增", "D1", period="2026-11"), field("上月新增", "D2", period="2026-10"))
    assert periods(at_occurrence(one, "2026-12", MONTHS)) == ["2026-11", "2026-10"]


def said(shared, period="", at=OCTOBER, value="7"):
    answers = {
        "values": {item.id: value for item in shared.cells},
        "rows": {
            roster.id: [{item.id: value for item in shared.columns(roster.id)}] for roster in shared.rosters
        },
    }
    return Earlier("bun_1", period, at, shared, answers)


def offered(memory, shared, period="", basis=("same",)):
    labels = {item.id: item.label for item in shared.fields}
    found = memory.carry(shared, period, {}).values
    return {labels[key]: one.value for key, one in found.items() if one.basis in basis}


def test_a_figure_is_a_fact_for_the_same_date_in_any_form_and_unit_and_for_no_other():
    first = merge_forms([form("a", field("常住人口", "D1", "人", period="2026-11-30"))])
    memory = Memory([said(first, value="21390")])
    same = merge_forms([form("b", field("常住人口", "D1", "万人", period="2026-11-30"))])
    assert offered(memory, same) == {"常住人口": "2.139"}
    assert offered(memory, same, "2026-12") == {"常住人口": "2.139"}
    for period in ("2026-12-31", "2025-11-30", "2026-11-30 累计", "当月", ""):
        other = merge_forms([form("b", field("常住人口", "D1", "万人", period=period))])
        assert offered(memory, other) == {}


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2026-12-31", {"常住人口": "21390"}),
        ("2026-12", {"常住人口": "21390"}),
        ("", {"常住人口": "21390"}),
        ("2026-10-31", {}),
        ("2028-11-30", {}),
        ("2026-12-31 累计", {}),
        ("2026-12 上月", {}),
    ],
)
def test_a_stock_of_an_earlier_day_is_offered_for_confirmation_only(period, found):
    memory = Memory(
        [said(merge_forms([form("a", field("常住人口", "D1", period="2026-11-30"))]), value="21390")]
    )
    later = merge_forms([form("b", field("常住人口", "D1", period=period))])
    assert offered(memory, later, basis=("same", "rolled_up")) == {}
    assert offered(memory, later, basis=("unchanged",)) == found


@pytest.mark.parametrize(
    ("label", "unit", "kind"),
    [("新增低保户数", "户", "integer"), ("检查家次", "家次", "integer"), ("情况说明", "", "text")],
)
def test_what_happens_in_a_month_and_free_words_are_asked_anew(label, unit, kind):
    one, other = (
        merge_forms([form("a", field(label, "D1", unit, type=kind, period=month))]) for month in MONTHS[:2]
    )
    assert offered(Memory([said(one)]), other, basis=("same", "unchanged", "rolled_up")) == {}


def monthly_flow(*values, label="生猪出栏", unit="头"):
    forms = [merge_forms([form("a", field(label, "D1", unit, period=month))]) for month in MONTHS]
    return [
        said(one, month, value=value)
        for one, month, value in zip(forms, MONTHS, values, strict=False)
        if value
    ]


def test_a_quarters_flow_is_the_sum_of_its_months_and_nothing_where_one_is_missing():
    quarter = merge_forms([form("b", field("生猪出栏", "D1", "头", period="2026-Q4"))])
    [found] = Memory(monthly_flow("3", "4", "5")).carry(quarter, "2026-Q4", {}).values.values()
    assert (found.value, found.basis, found.of) == ("12", "rolled_up", ("bun_1",))
    assert Memory(monthly_flow("3", "4")).carry(quarter, "2026-Q4", {}).values == {}
    twice = [*monthly_flow("3", "4", "5"), *monthly_flow("9")]
    assert Memory(twice).carry(quarter, "2026-Q4", {}).values == {}


def test_a_quarters_stock_is_that_of_its_last_month():
    months = monthly_flow("3", "4", "5", label="生猪存栏", unit="头")
    quarter = merge_forms([form("b", field("生猪存栏", "D1", "头", period="2026-Q4"))])
    assert offered(Memory(months), quarter, "2026-Q4") == {"生猪存栏": "5"}


def test_a_total_of_the_year_runs_on_with_the_months_own_figure():
    def two(month):
        cells = (
            field("检查家次", "D1", "家次", period=month),
            field("检查家次", "E1", "家次", period=f"{month} 本年累计"),
        )
        return merge_forms([form("a", *cells, title="安全生产检查月报表")])

    october, november = two("2026-10"), two("2026-11")
    month, total = (item.id for item in november.cells)
    answers = {"values": {october.cells[0].id: "3", october.cells[1].id: "40"}}
    memory = Memory([Earlier("bun_1", "2026-10", OCTOBER, october, answers)])
    found = memory.carry(november, "2026-11", {}).values
    assert {key: (one.value, one.plus, one.basis) for key, one in found.items()} == {
        total: ("40", month, "rolled_up")
    }
    carried = memory.carry(november, "2026-11", {})
    assert carried.sure() == {"values": {}, "rows": {}}
    assert carried.confirmed(carried.codes, {month: "5"})["values"] == {total: "45"}
    assert carried.confirmed(carried.codes, {})["values"] == {}


def test_a_form_on_a_season_says_nothing_of_the_years_end():
    def stock(title, period):
        return merge_forms([form("a", field("生猪存栏", "D1", "头", period=period), title=title)])

    autumn, whole = stock("2026年秋季动物防疫进度表", "2026"), stock("2026年畜牧业统计表", "2026")
    end = stock("畜牧业生产情况表", "2026-12-31")
    assert offered(Memory([said(whole)]), end) == {"生猪存栏": "7"}
    assert offered(Memory([said(autumn)]), end, basis=("same", "unchanged")) == {}
    assert offered(Memory([said(autumn)]), autumn) == {"生猪存栏": "7"}


def test_undated_figures_are_offered_within_one_period_only():
    shared = merge_forms([form("a", field("改厕户数", "D1", "户", period=""))])
    memory = Memory([said(shared, "2026-10")])
    assert offered(memory, shared, "2026-10") == {"改厕户数": "7"}
    assert offered(memory, shared, "2026-11") == {}


def test_another_definition_offers_nothing():
    one = merge_forms([form("a", field("留守儿童", "D1", note="父母双方外出", period="2026-11-30"))])
    other = merge_forms([form("b", field("留守儿童", "D1", note="父母一方外出", period="2026-11-30"))])
    assert offered(Memory([said(one)]), other) == {}


def test_figures_that_differ_are_for_the_clerk_to_sort_out():
    shared = merge_forms([form("a", field("常住人口", "D1", period="2026-11-30"))])
    assert offered(Memory([said(shared), said(shared, at=NOVEMBER, value="8")]), shared, "x") == {}


def test_what_is_answered_already_is_not_offered():
    shared = merge_forms([form("a", field("常住人口", "D1", period="2026-11-30"))])
    [key] = (item.id for item in shared.fields)
    assert Memory([said(shared)]).carry(shared, "x", {"values": {key: "3"}}).values == {}


def firms(key, title="重点企业台账", *more):
    return ledger(
        key,
        title,
        column("企业名称", "B", "", "text", "enterprise"),
        column("联系电话", "C", "", "text", "enterprise"),
        replace(column("从业人数", "D", "人", "integer", "enterprise"), period="当月"),
        *more,
    )


def test_the_last_periods_roster_waits_to_be_confirmed():
    october, november = (merge_forms([at_occurrence(firms("a"), month, MONTHS)]) for month in MONTHS[:2])
    memory = Memory([said(october, "2026-09", OCTOBER, "旧"), said(october, "2026-10", NOVEMBER, "新")])
    carried = memory.carry(november, "2026-11", {})
    [(roster, found)] = carried.rows.items()
    labels = {item.id: item.label for item in november.fields}
    assert roster == november.rosters[0].id
    assert [{labels[key]: value for key, value in row.items()} for row in found.rows] == [
        {"企业名称": "新", "联系电话": "新", "从业人数": "新"}
    ]
    assert found.unchanged == {item.id for item in november.fields}
    assert (found.source, found.at, found.period) == ("bun_1", NOVEMBER, "2026-10")


def test_what_happened_to_an_object_is_not_offered_and_another_list_of_the_month_is_a_fact():
    visits = replace(column("检查次数", "E", "次", "integer", "enterprise"), period="当月")
    october, november = (
        merge_forms([at_occurrence(firms("a", "重点企业台账", visits), m, MONTHS)]) for m in MONTHS[:2]
    )
    memory = Memory([said(october, "2026-10", OCTOBER, "7")])
    labels = {item.id: item.label for item in (*november.fields, *october.fields)}
    [later] = memory.carry(november, "2026-11", {}).rows.values()
    assert {labels[key] for key in later.rows[0]} == {"企业名称", "联系电话", "从业人数"}
    [same] = memory.carry(october, "2026-10", {}).rows.values()
    assert {labels[key] for key in same.rows[0]} == {"企业名称", "联系电话", "从业人数", "检查次数"}
    assert same.unchanged == frozenset()
    assert memory.carry(october, "2026-09", {}).rows == {}


def test_columns_that_the_last_list_lacks_come_from_an_older_one_where_the_object_is_surely_the_same():
    def listed(*columns):
        return merge_forms([ledger("a", "重点企业台账", *columns)])

    name, staff = (
        column("企业名称", "B", "", "text", "enterprise"),
        column("从业人数", "C", "人", "integer", "enterprise"),
    )
    area = column("厂房面积", "D", "平方米", "decimal", "enterprise")
    wide, narrow, both = listed(name, area), listed(name, staff), listed(name, staff, area)

    def rows(shared, *lines):
        ids = [item.id for item in shared.fields]
        return {"rows": {shared.rosters[0].id: [dict(zip(ids, line, strict=True)) for line in lines]}}

    first = rows(wide, ("甲厂", "100"), ("乙厂", "200"), ("丙厂", "1"), ("丙厂", "2"))
    then = rows(narrow, ("乙厂", "20"), ("甲厂", "10"), ("丙厂", "5"), ("丁厂", "6"))
    memory = Memory(
        [Earlier("b1", "2026-09", OCTOBER, wide, first), Earlier("b2", "2026-10", NOVEMBER, narrow, then)]
    )
    [found] = memory.carry(both, "2026-11", {}).rows.values()
    ids = [item.id for item in both.fields]
    assert [[row.get(key) for key in ids] for row in found.rows] == [
        ["乙厂", "20", "200"], ["甲厂", "10", "100"], ["丙厂", "5", None], ["丁厂", "6", None],
    ]  # fmt: skip
    assert found.source == "b2"


def test_a_roster_of_other_objects_offers_nothing():
    memory = Memory([said(merge_forms([firms("a")]))])
    assert memory.carry(merge_forms([firms("b", "出租房屋台账")]), "", {}).rows == {}


def test_a_lone_name_is_offered_only_to_the_form_about_the_same_objects():
    def about(title):
        one = form("a", field("防火责任人", "D1", "", type="text", period=""), title=title)
        return merge_forms([one])

    memory = Memory([said(about("林场防火登记表"), value="王某")])
    again, other = about("2026年12月林场防火登记表"), about("校园安全登记表")
    assert offered(memory, again, "2026-12", ("unchanged",)) == {"防火责任人": "王某"}
    assert offered(memory, other, "2026-12", ("same", "unchanged")) == {}
