"""A quarter's roster holds what its months said of each object: flows added up, stocks of the last day."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.merging import Earlier, Memory, at_occurrence, fan_out, merge_forms
from tests.domain.merging.small_forms import column, ledger

MONTHS = ("2026-10", "2026-11", "2026-12")
QUARTER = "2026-Q4"
SAVED = datetime(2027, 1, 3, tzinfo=UTC)


def firms(key, flow, stock):
    """A list of firms with a flow and a stock; the words that say when."""
    return ledger(
        key,
        "重点企业台账",
        column("统一社会信用代码", "B"),
        column("企业名称", "C"),
        replace(column("检查次数", "D", "次", "integer"), period=flow),
        replace(column("从业人数", "E", "人", "integer"), period=stock),
    )


def asked(period, flow="当季", stock="季末"):
    return merge_forms([at_occurrence(firms("q", flow, stock), period, (period,))])


def month(period, *rows, source=""):
    shared = merge_forms([at_occurrence(firms("m", "当月", "月末"), period, MONTHS)])
    ids = [one.id for one in shared.fields]
    entries = [{key: value for key, value in zip(ids, row, strict=True) if value is not None} for row in rows]
    answers = {"rows": {shared.rosters[0].id: entries}}
    return Earlier(source or f"bun_{period}", period, SAVED, shared, answers)


def offered(earlier, shared, period=QUARTER):
    found = Memory(earlier).carry(shared, period, {}).rows
    ids = [one.id for one in shared.fields]
    return [[row.get(key) for key in ids] for one in found.values() for row in one.rows]


OCTOBER = month("2026-10", ("A1", "甲厂", "3", "40"), ("B2", "乙厂", "1", "9"))
NOVEMBER = month("2026-11", ("B2", "乙厂", "2", "8"), ("A1", "甲厂", "4", "41"), ("C3", "丙厂", "7", "1"))
DECEMBER = month("2026-12", ("A1", "甲厂", "5", "42"), ("C3", "丙厂", "6", "2"), ("B2", "乙厂", None, "7"))


def test_flows_of_each_object_are_added_up_and_stocks_are_of_the_last_day():
    assert offered([OCTOBER, NOVEMBER, DECEMBER], asked(QUARTER)) == [
        ["A1", "甲厂", "12", "42"],
        ["C3", "丙厂", None, "2"],  # new in November: October says nothing of it
        ["B2", "乙厂", None, "7"],  # December's figure was left blank
    ]


def test_what_is_added_up_for_this_time_is_a_fact_and_not_to_be_confirmed():
    [found] = Memory([OCTOBER, NOVEMBER, DECEMBER]).carry(asked(QUARTER), QUARTER, {}).rows.values()
    assert (found.basis, found.unchanged) == ("same", frozenset())


@pytest.mark.parametrize(
    "months",
    [
        [OCTOBER, DECEMBER],
        [OCTOBER, month("2026-11", ("A1", "甲厂", "4", "41"), ("A1", "甲厂", "9", "41")), DECEMBER],
        [OCTOBER, NOVEMBER, DECEMBER, month("2026-11", ("A1", "甲厂", "99", "41"), source="other")],
    ],
    ids=["a month is missing", "a month names it twice", "two answers for one month differ"],
)
def test_nothing_is_added_up_where_a_month_is_not_sure(months):
    assert [row[2] for row in offered(months, asked(QUARTER)) if row[0] == "A1"] == [None]


def test_another_figure_or_time_is_not_added_up():
    months = [OCTOBER, NOVEMBER, DECEMBER]
    assert [row[2] for row in offered(months, asked("2026-Q3"), "2026-Q3")] == []
    running = asked(QUARTER, "本年累计")
    assert {row[2] for row in offered(months, running)} == {None}


def test_objects_that_share_a_name_are_told_apart_or_not_added_up():
    def people(period, *rows):
        form = ledger(
            "m",
            "低保对象花名册",
            column("姓名", "B", grain="person"),
            replace(column("发放金额", "C", "元", "decimal", "person"), period=period),
        )
        shared = merge_forms([form])
        ids = [one.id for one in shared.fields]
        entries = [dict(zip(ids, row, strict=True)) for row in rows]
        return Earlier(period, period, SAVED, shared, {"rows": {shared.rosters[0].id: entries}})

    months = [people(one, ("王某", "100")) for one in MONTHS]
    quarter = people(QUARTER).shared
    assert offered(months, quarter) == [["王某", None]]


def test_a_year_is_added_up_from_quarters_and_months():
    first = [month(f"2026-{number:02d}", ("A1", "甲厂", str(number), "1")) for number in range(10, 13)]
    shared = asked("2026", "本年", "年末")
    quarters = []
    for number in (1, 2, 3):
        period = f"2026-Q{number}"
        said = merge_forms([at_occurrence(firms("q", "当季", "季末"), period, (period,))])
        row = dict(zip([one.id for one in said.fields], ("A1", "甲厂", "100", "1"), strict=True))
        quarters.append(Earlier(period, period, SAVED, said, {"rows": {said.rosters[0].id: [row]}}))
    assert offered([*first, *quarters], shared, "2026") == [["A1", "甲厂", "333", "1"]]


names = st.sampled_from(["A1", "B2", "C3", "D4"])
lists = st.lists(
    st.dictionaries(names, st.tuples(st.integers(0, 99), st.integers(0, 99))), min_size=3, max_size=3
)


@settings(max_examples=60, deadline=None)
@given(lists)
def test_the_sum_of_the_months_is_the_direct_count_and_reaches_the_departments_own_cells(said):
    months = [
        month(period, *((code, f"{code}厂", str(flow), str(stock)) for code, (flow, stock) in told.items()))
        for period, told in zip(MONTHS, said, strict=True)
    ]
    shared = asked(QUARTER)
    found = {row[0]: row for row in offered(months, shared)}
    # the newest list that has any rows says which objects there are
    newest = next((told for told in reversed(said) if told), {})
    assert found.keys() == newest.keys()
    for code, (_, _, flow, stock) in found.items():
        whole = all(code in told for told in said)
        assert flow == (str(sum(told[code][0] for told in said)) if whole else None)
        if said[2]:
            assert stock == str(said[2][code][1])
    sure = Memory(months).carry(shared, QUARTER, {}).sure() if said[2] else {"rows": {}}
    rows = [row for entries in sure["rows"].values() for row in entries]
    cells = fan_out(shared, {"rows": sure["rows"]})["q"]
    assert len(cells) == sum(len(row) for row in rows)
