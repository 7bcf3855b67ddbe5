"""The working days of China, and the closed days that recur by the sun's calendar and by the moon's."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Solar

from app.domain.scheduling import Closure, closed_days, working_days

YEARS = (2024, 2025, 2026)


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_years_are_those_that_were_announced(year: int) -> None:
    """Against the package `holidays`, which was typed from the same notices by other people."""
    announced = holidays.country_holidays("CN", years=year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert list(working_days(first, last).days) == [day for day in whole if announced.is_working_day(day)]
    assert working_days(first, last).unknown_years == frozenset()


def test_only_the_days_of_an_unannounced_year_are_provisional() -> None:
    days = working_days(date(2026, 12, 30), date(2027, 1, 5))
    assert days.provisional
    assert [day.year for day in days.days if days.is_provisional(day)] == [2027, 2027]
    assert date(2027, 1, 1) not in days.days
    assert not working_days(date(2027, 1, 1), date(2027, 1, 5), announced=[2027]).provisional


moments = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@settings(deadline=None, max_examples=25)
@given(moments, st.sets(st.integers(1, 29), min_size=1))
def test_a_lunar_market_falls_on_its_days_of_the_moon(first: date, days: set[int]) -> None:
    rule = f"RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, sorted(days)))}"
    last = first + timedelta(90)
    closed = closed_days(Closure(first, last, rule), first, last)
    moons = {
        day: Solar.fromYmd(day.year, day.month, day.day).getLunar().getDay() for day in whole(first, last)
    }
    assert closed == {day for day, moon in moons.items() if moon in days}


@settings(deadline=None, max_examples=25)
@given(moments)
def test_the_last_day_of_the_moon_is_before_the_first(first: date) -> None:
    last = first + timedelta(90)
    ends = closed_days(Closure(first, last, "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=-1"), first, last)
    begins = closed_days(
        Closure(first, last + timedelta(1), "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1"),
        first + timedelta(1), last + timedelta(1),
    )  # fmt: skip
    assert ends == {day - timedelta(1) for day in begins}


def test_a_fair_of_a_leap_month_is_not_that_of_the_month_before() -> None:
    first, last = date(2025, 1, 1), date(2025, 12, 31)  # 闰六月

    def of(month: str) -> frozenset[date]:
        rule = f"RSCALE=CHINESE;FREQ=YEARLY;BYMONTH={month};BYMONTHDAY=1"
        return closed_days(Closure(first, last, rule), first, last)

    assert of("6") == {date(2025, 6, 25)}
    assert of("6L") == {date(2025, 7, 25)}
    assert of("1") == {date(2025, 1, 29)}


def whole(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
