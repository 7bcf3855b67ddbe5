"""Due days of reports: never late, never closed, no more a day than windows force, and they stay put."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scheduling import working_days
from app.domain.scheduling.due_days import DueWindow, spread_due_days

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)
WORKING = working_days(FIRST, LAST).days


@st.composite
def windows(draw: st.DrawFn) -> DueWindow:
    due = draw(st.dates(FIRST, LAST))
    return DueWindow(due - timedelta(draw(st.integers(0, 25))), due)


many = st.lists(windows(), max_size=25)


@settings(deadline=None)
@given(many, st.integers(1, 3))
def test_every_day_is_a_working_day_of_its_window_or_the_due_date_itself(
    asked: list[DueWindow], per_day: int
) -> None:
    days = spread_due_days(asked, WORKING, per_day)
    for window, day in zip(asked, days, strict=True):
        usable = [
            one for one in WORKING if window.opens <= one <= window.due and one.month == window.due.month
        ]
        assert day in usable if usable else day == window.due


@settings(deadline=None)
@given(many, windows(), st.integers(1, 3))
def test_a_new_report_moves_no_other(asked: list[DueWindow], new: DueWindow, per_day: int) -> None:
    assert spread_due_days([*asked, new], WORKING, per_day)[:-1] == spread_due_days(asked, WORKING, per_day)


@settings(deadline=None)
@given(st.lists(windows(), min_size=1, max_size=25), st.data())
def test_a_report_that_is_withdrawn_makes_no_other_due_sooner(
    asked: list[DueWindow], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(asked) - 1))
    per_day = len(asked) // len(WORKING) + 1 + data.draw(st.integers(0, 2))
    before = spread_due_days(asked, WORKING, per_day)
    crowded = max(Counter(before).values(), default=0) > per_day
    after = spread_due_days(asked[:gone] + asked[gone + 1 :], WORKING, per_day)
    kept = before[:gone] + before[gone + 1 :]
    if not crowded:
        assert all(new >= old for new, old in zip(after, kept, strict=True))


def test_ten_reports_of_one_day_are_spread_over_five() -> None:
    due = date(2026, 12, 18)  # a Friday
    days = spread_due_days([DueWindow(date(2026, 12, 1), due)] * 10, WORKING, 2)
    assert Counter(days) == {date(2026, 12, day): 2 for day in (14, 15, 16, 17, 18)}


def test_what_is_due_on_a_sunday_is_due_on_friday() -> None:
    sunday = date(2026, 12, 20)
    assert spread_due_days([DueWindow(date(2026, 12, 1), sunday)], WORKING, 2) == [date(2026, 12, 18)]
    assert spread_due_days([DueWindow(date(2026, 12, 19), sunday)], WORKING, 2) == [sunday]
