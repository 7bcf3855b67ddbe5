"""What a roster's rows add up to: only where the question is surely the roster's, and never half a count."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.merging.field import Field
from app.domain.merging.sharing.people import age_on, birth_in_number, sex_in_number
from app.domain.merging.sharing.tallies import Listed, tally_of
from app.domain.merging.sharing.tally import Condition, Tally, tallied

DAY = "2026-11-30"


def column(label, kind="text", unit="", grain="person", **more):
    return Field(label, unit, kind, grain=grain, path=(label,), column="B", **more)


PEOPLE = Listed(
    "r_1",
    "低保对象",
    "person",
    (
        ("name", column("姓名")), ("sex", column("性别")), ("id", column("身份证号")),
        ("born", column("出生日期", "date")), ("sum", column("月补助金额", "decimal", "元")),
        ("kind", column("低保类别", "choice", options=("A类", "B类"))),
    ),
    DAY,
)  # fmt: skip
HOMES = Listed(
    "r_2",
    "低保户",
    "household",
    (("head", column("户主姓名")), ("people", column("家庭人口", "integer", "人"))),
    DAY,
)


def asked(label, unit="人", path=(), title="统计表", **more):
    return Field(label, unit, "integer", path=path or (label,), form_title=title, **more)


def aged(low, high=999):
    return (Condition("born", "aged", low=low, high=high),)


@pytest.mark.parametrize(
    ("wanted", "conditions"),
    [
        (asked("低保人数"), ()),
        (asked("低保对象人数"), ()),
        (asked("60岁以上低保人数"), aged(60)),
        (asked("60周岁及以上", path=("低保人数", "60周岁及以上")), aged(60)),
        (asked("16-39岁", path=("低保人数", "16-39岁")), aged(16, 39)),
        (asked("未满18周岁", path=("低保人数", "未满18周岁")), aged(0, 17)),
        (asked("0-3岁（不含3岁）", path=("低保人数", "0-3岁（不含3岁）")), aged(0, 2)),
        (asked("低保老年人数"), aged(60)),
        (asked("低保未成年人数"), aged(0, 17)),
        (asked("女", path=("低保人数", "女")), (Condition("sex", "sex", "女"),)),
        (asked("60岁以上女性低保人数"), (*aged(60), Condition("sex", "sex", "女"))),
        (asked("A类", path=("低保人数", "A类")), (Condition("kind", "is", "A类"),)),
    ],
)
def test_a_question_that_is_the_rosters_own_is_a_count_of_its_rows(wanted, conditions):
    found = tally_of(PEOPLE, wanted)
    assert found is not None
    assert (found.conditions, found.column) == (conditions, "")


@pytest.mark.parametrize(
    "wanted",
    [
        asked("低保户数", "户"),  # households, the roster lists people
        asked("农村低保人数"),
        asked("新增低保人数"),
        asked("残疾人数"),
        asked("总人口"),
        asked("60岁以上人口", title="人口统计表"),
        asked("低保人数", note="含低保边缘人口"),
        # what the limit means is the form's to say
        asked("18岁以下", path=("低保人数", "18岁以下")),
        asked("0-3岁", path=("低保人数", "0-3岁")),
        asked("超过60岁", path=("低保人数", "超过60岁")),
    ],
)
def test_another_question_or_one_that_leaves_a_limit_open_is_asked(wanted):
    assert tally_of(PEOPLE, wanted) is None


def test_a_column_is_summed_for_the_figure_that_it_is_of():
    assert tally_of(PEOPLE, asked("低保月补助金额", "元")) == Tally("r_1", (), "sum")
    assert tally_of(HOMES, asked("低保户家庭人口")) == Tally("r_2", (), "people")
    assert tally_of(HOMES, asked("低保户数", "户")) == Tally("r_2")
    assert tally_of(HOMES, asked("低保人数")) is None
    assert tally_of(HOMES, asked("家庭人口")) is None


def test_touching_bands_ages_without_a_day_and_partial_lists_are_asked():
    below, above = (asked(band, path=("低保人数", band)) for band in ("16-40岁", "40-59岁"))
    assert tally_of(PEOPLE, below, [below, above]) is None
    undated = Listed("r_1", "低保对象", "person", PEOPLE.columns)
    assert tally_of(undated, asked("60岁以上低保人数")) is None
    assert tally_of(undated, asked("低保人数")) is not None
    part = Listed("r_1", "抽查低保对象", "person", PEOPLE.columns, DAY)
    assert tally_of(part, asked("低保人数")) is None


def test_rows_that_stand_for_more_or_less_than_one_object_are_not_counted():
    heads = Listed(
        "r_1", "低保对象", "person", (*PEOPLE.columns, ("n", column("保障人数", "integer", "人"))), DAY
    )
    assert tally_of(heads, asked("低保人数")) is None
    assert tally_of(heads, asked("60岁以上低保人数")) is None
    assert tally_of(heads, asked("低保对象保障人数")) == Tally("r_1", (), "n")
    members = Listed("r_2", "低保户", "household", (*HOMES.columns, ("name", column("姓名"))), DAY)
    assert tally_of(members, asked("低保户数", "户")) is None


def test_a_guardians_number_tells_nothing_of_the_child():
    columns = (("name", column("姓名")), ("id", column("监护人身份证号")))
    children = Listed("r_1", "留守儿童", "person", columns, DAY)
    assert tally_of(children, asked("留守儿童数")) is not None
    assert tally_of(children, asked("6-16岁留守儿童数")) is None
    assert tally_of(children, asked("留守儿童女性人数")) is None


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("1966-11-30", 60), ("1966-12-01", 59), ("1966-11", None), ("1966-10", 60), ("1966-12", 59),
        ("2026-11-30", 0), ("2026-12-01", None), ("110101196001010015", None), ("不详", None), ("", None),
    ],
)  # fmt: skip
def test_age_is_in_full_years_reached_on_the_birthday(born, years):
    assert age_on(born, DAY) == years


def test_an_identity_number_counts_only_with_its_check_digit():
    assert birth_in_number("11010519491231002X") == date(1949, 12, 31)
    assert sex_in_number("11010519491231002X") == "女"
    assert sex_in_number("110105194912310012") is None
    assert age_on("11010519491231002X", DAY) == 76


def test_a_row_that_leaves_it_open_leaves_the_figure_open():
    tally = Tally("r_1", aged(60), "", DAY)
    assert tallied(tally, [{"born": "1960-01-01"}, {"born": "1990-01-01"}]) == 1
    assert tallied(tally, [{"born": "1960-01-01"}, {"born": "", "name": "王某"}]) is None
    assert tallied(tally, []) is None
    summed = Tally("r_1", (), "sum")
    assert tallied(summed, [{"sum": "1.5"}, {"sum": 2}, {"sum": ""}]) == Decimal("3.5")
    assert tallied(summed, [{"sum": "1.5"}, {"name": "王某"}]) is None


days = st.dates(date(1930, 1, 1), date(2026, 11, 30)).map(date.isoformat)
rows = st.lists(st.fixed_dictionaries({"born": days, "sex": st.sampled_from(["男", "女"])}), min_size=1)


@settings(max_examples=100, deadline=None)
@given(rows, st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True))
def test_bands_that_meet_without_a_gap_add_up_to_all(people, cuts):
    edges = [0, *sorted(cuts), 1000]
    parts = [
        tallied(Tally("r_1", (Condition("born", "aged", low=low, high=high - 1),), "", DAY), people)
        for low, high in pairwise(edges)
    ]
    assert sum(parts) == tallied(Tally("r_1"), people) == len(people)
    sexes = [tallied(Tally("r_1", (Condition("sex", "sex", one),)), people) for one in ("男", "女")]
    assert sum(sexes) == len(people)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1930, 1, 1), date(2026, 1, 1)), st.integers(0, 300))
def test_an_age_rises_by_one_on_each_birthday_and_on_no_other_day(born, after):
    day = born + timedelta(days=365 * 20 + after)
    before, now = (age_on(born.isoformat(), one.isoformat()) for one in (day - timedelta(days=1), day))
    assert now - before == ((day.month, day.day) == (born.month, born.day) or _leapling(born, day))


def _leapling(born: date, day: date) -> bool:
    """Who was born on 29 February is a year older on 1 March of other years."""
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    return (born.month, born.day, day.month, day.day) == (2, 29, 3, 1) and not leap
