"""Windows are told apart in days, with what would bring them together."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import Window, explain_nearness, windows_apart

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SPANS = st.tuples(DAYS, st.integers(0, 60)).map(lambda span: (span[0], span[0] + timedelta(span[1])))


@given(a=SPANS, b=SPANS)
def test_the_distance_is_symmetric_and_zero_where_a_day_is_shared(a, b):
    apart = windows_apart(*a, *b)
    assert apart == windows_apart(*b, *a)
    assert (apart == 0) == (a[0] <= b[1] and b[0] <= a[1])


def test_neighbouring_days_are_one_day_apart():
    assert windows_apart(date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 9)) == 1


def test_it_says_who_could_move():
    fire = Window("消防救援大队", date(2026, 11, 20), date(2026, 11, 29))
    emergency = Window("应急局", date(2026, 12, 2), date(2026, 12, 20))
    told = explain_nearness(emergency, fire)
    assert told.days == 3
    assert "消防救援大队延至12月2日" in told.text
    assert "应急局提前到11月29日" in told.text
    assert "应急局 starts on 2026-11-29" in told.text_en


def test_windows_that_meet_need_no_move():
    one = Window("林业局", date(2026, 3, 1), date(2026, 3, 20))
    other = Window("应急局", date(2026, 3, 15), date(2026, 4, 1))
    assert explain_nearness(one, other).days == 0
    assert "3月15日至3月20日" in explain_nearness(one, other).text


def test_nobody_comes_for_a_return():
    one = Window("林业局", date(2026, 3, 1), date(2026, 3, 20))
    other = Window("应急局", date(2026, 3, 20), date(2026, 4, 1))
    told = explain_nearness(one, other, visits=False)
    assert (told.text, told.text_en) == (
        "3月20日两项都在期限内，可一并办理",
        "both are open on 2026-03-20 and can be done at once",
    )
