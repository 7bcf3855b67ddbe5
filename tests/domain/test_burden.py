"""Burden: the documented formula, its range, and sums that add up."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.burden import Burden, Hours, burden_of, return_hours, visit_hours
from app.domain.burden.hours import components
from app.domain.burden.sums import Return, Visit

counts = st.integers(0, 500)


def ordered(hours):
    return 0 <= hours.low <= hours.likely <= hours.high


def test_a_return_costs_its_components():
    # 10 review + 15 adapt + 10 train + 40 × (1.5 search + 1 complete) + 10 transmit = 145 minutes
    assert return_hours(40).likely == pytest.approx(145 / 60)
    assert return_hours(40).low == pytest.approx((5 + 40 * 1 + 5) / 60)
    assert return_hours(40).high == pytest.approx((20 + 45 + 30 + 40 * 5 + 20) / 60)


def test_a_confirmed_cell_costs_a_look_and_less_than_a_typed_one():
    typed, looked_at = return_hours(40), return_hours(0, confirmed=40)
    assert looked_at.likely == pytest.approx((10 + 15 + 10 + 40 * 0.1 + 10) / 60)
    assert return_hours(0, returns=12, confirmed=5).likely == pytest.approx(
        return_hours(0, returns=12).likely + 60 * 0.1 / 60
    )
    for case in ("low", "likely", "high"):
        assert getattr(return_hours(0), case) < getattr(looked_at, case) < getattr(typed, case)


def test_a_form_is_learnt_once():
    assert return_hours(40, returns=12).likely == pytest.approx((12 * 120 + 25) / 60)
    assert return_hours(40, forms=0).likely == pytest.approx(2)


def test_a_visit_costs_its_components():
    assert visit_hours(1) == Hours(5.5, 11, 18)
    assert visit_hours(1, announced=0).likely == 9
    assert visit_hours(2, announced=3).likely == 1 + 2 * 8 + 3 * 2


def test_the_formula_agrees_with_a_published_clerk():
    # Yongchuan, Chongqing: a relief clerk with some 20 monthly returns spent more than a third of the
    # working time on them; a third of 250 days of 8 hours is 667 hours a year
    year = sum((return_hours(40, returns=12) for _ in range(20)), start=Hours())
    assert year.low < 667 < year.high


def test_every_component_says_what_it_is_and_where_it_comes_from():
    for activity in ("return", "visit"):
        for component in components(activity).values():
            assert component.label
            assert component.label_en
            assert component.source
            assert ordered(component.once)


def test_two_visits_on_one_day_are_one_visit_day():
    day = date(2026, 12, 3)
    visits = [Visit("990101001", day), Visit("990101001", day), Visit("990101002", day), Visit("990101001")]
    burden = burden_of(visits)
    assert (burden.visits, burden.visit_days) == (4, 3)


def test_before_and_after():
    before = burden_of([Visit("990101001"), Visit("990101001")], [Return(30), Return(20)])
    after = burden_of([Visit("990101001", date(2026, 12, 3), announced=2)], [Return(38)])
    saved = before - after
    assert (saved.visits, saved.visit_days, saved.cells) == (1, 1, 12)
    # one reception, one attendance; one review, adaptation, training, transmission; twelve cells
    assert saved.hours.likely == pytest.approx(1 + 8 + (10 + 15 + 10 + 10 + 12 * 2.5) / 60)
    assert saved.hours.low < saved.hours.likely < saved.hours.high


@given(counts, counts, counts)
def test_hours_grow_with_what_is_asked(cells, returns, forms):
    assert ordered(return_hours(cells, returns, forms))
    more = return_hours(cells + 1, returns + 1, forms + 1) - return_hours(cells, returns, forms)
    assert ordered(more)
    assert more.likely > 0


@given(
    st.lists(st.builds(Return, counts, st.integers(1, 12), st.integers(0, 1)), max_size=8), st.integers(0, 8)
)
def test_burden_adds_up_whichever_way_it_is_split(returns, cut):
    parts = burden_of(returns=returns[:cut]) + burden_of(returns=returns[cut:])
    whole = burden_of(returns=returns)
    assert parts.cells == whole.cells
    assert parts.hours.likely == pytest.approx(whole.hours.likely)
    assert whole - whole == Burden()


def test_the_guide_shows_the_parameters_in_use():
    guide = (Path(__file__).parents[2] / "docs" / "burden.md").read_text(encoding="utf-8")
    for activity in ("return", "visit"):
        for key, component in components(activity).items():
            once = component.once * 60
            minutes = " · ".join(f"{value:g}" for value in (once.low, once.likely, once.high))
            row = next(line for line in guide.splitlines() if line.startswith(f"| {key} "))
            assert minutes in row
