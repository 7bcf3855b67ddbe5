"""When two figures are one in time, and when they stand side by side."""

import pytest

from app.domain.merging.alignment import align_fields
from app.domain.merging.alignment.periods import first_and_last, read_period
from app.domain.merging.field import Field


def verdict(label: str, a: str, b: str) -> str:
    name, _, unit = label.partition("|")
    return align_fields(*(Field(label=name, unit=unit, period=period) for period in (a, b))).verdict


@pytest.mark.parametrize(
    ("label", "a", "b"),
    [
        ("总人口|人", "2026年三季度", "2026-Q3"),
        ("总人口|人", "2026年11月", "2026-11-30"),
        ("出生人数|人", "2026年1—11月", "2026-11 本年累计"),
        ("出生人数|人", "2026-Q3 本年累计", "2026年1-9月份"),
        ("出生人数|人", "当月", "2026-11"),
        ("统一社会信用代码", "2026-10-15", "2026年三季度"),
    ],
)
def test_one_time_in_other_words(label: str, a: str, b: str):
    assert verdict(label, a, b) == "same"
    assert verdict(label, b, a) == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2026-Q2", "2026-Q3"),
        ("2026年上半年", "2026年下半年"),
        ("2026-11", "2026"),
        ("2026-12", "2026"),
        ("2026-Q3", "2026-09"),
        ("当月", "2026-09-30"),
        ("当月", "2026-Q3"),
        ("2026年秋收", "2026年"),
        ("2026年1—11月", "2026-11"),
        ("2026-11-30 上年", "2026-11-30"),
    ],
)
def test_another_time_is_not_merged(a: str, b: str):
    apart = ("conflicting", "different", "derivable")
    assert verdict("出生人数|人", a, b) in apart
    assert verdict("发放物品|件", b, a) in apart


def test_a_running_total_of_last_year_is_not_this_years():
    assert verdict("累计建成户厕|户", "2026-11-30 上年", "2026-11-30") == "different"


@pytest.mark.parametrize(
    ("text", "date", "first", "last"),
    [
        ("2026年第3季度", "2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026年下半年", "2026-H2", "2026-07-01", "2026-12-31"),
        ("2028年2月", "2028-02", "2028-02-01", "2028-02-29"),
        ("2026年", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_date_spans_days(text: str, date: str, first: str, last: str):
    assert read_period(text)[0].date == date
    assert first_and_last(date) == (first, last)
