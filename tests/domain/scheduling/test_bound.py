"""The bound's parts: floors that no choice of days undercuts, and a linear bound that its prices prove."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.scheduling import plan_visits, read_problem
from app.domain.scheduling.floors import Floor, count_days, fewest_days
from app.domain.scheduling.linear import LinearModel
from app.domain.scheduling.units import build_instance
from benchmarks.schedule.counties import county

spans = st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 3)).map(
    lambda span: Floor(min(span[:2]), max(span[:2]), min(span[2], abs(span[0] - span[1]) + 1), 1)
)


@given(st.lists(spans, max_size=6))
def test_the_fewest_days_of_spans_are_the_fewest_of_all_choices(floors):
    floors = sorted(floors, key=lambda floor: floor.last)
    best = next(
        size
        for size in range(9)
        for days in combinations(range(8), size)
        if all(sum(f.first <= day <= f.last for day in days) >= f.need for f in floors)
    )
    assert fewest_days(floors, 0xFF) == best


def test_seats_raise_the_bound_above_the_windows():
    """Thirteen half-days fill more than the two times six seats of one day, whatever their windows."""
    document = county(13, 1, townships=1, departments=13)
    days = document["days"]
    for number, request in enumerate(document["requests"]):
        request |= {"department": f"D{number:02d}", "earliest": days[0], "latest": days[-1], "half_days": 1}
        del request["bundle"]
    instance = build_instance(read_problem(document))
    assert {unit.township for unit in instance.units} == {0}
    assert count_days(instance, instance.units) == 2


def test_the_linear_bound_is_proven_by_its_prices():
    """Three days, any two of which must hold a visit: the relaxation needs 1.5."""
    model = LinearModel()
    days = [model.variable(1) for _ in range(3)]
    for pair in combinations(days, 2):
        model.at_least([(day, 1) for day in pair], 1)
    assert model.minimum() == pytest.approx(1.5, abs=1e-2)
    assert model.minimum() <= 1.5 + 1e-9


def test_a_county_that_shares_few_teams_is_bounded_by_them():
    """Ten townships, one team, two days each: the windows alone would let all share their days."""
    days = [f"2026-04-{day:02d}" for day in range(1, 11)]
    asked = [
        {"id": f"{kind}{n}", "department": kind, "township": f"9901010{n:02d}", "earliest": days[0],
         "latest": days[4] if kind == "B" and n < 5 else days[9]}
        for n in range(10)
        for kind in ("A", "B")
    ]  # fmt: skip
    document = {"days": days, "departments": [{"id": "A"}, {"id": "B"}], "requests": asked}
    plan = plan_visits(read_problem(document), 20_000).to_json()
    assert plan["visit_days"] == plan["lower_bound"] == 10
