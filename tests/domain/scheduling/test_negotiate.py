"""Townships that negotiate: who goes when at least cost, who stays out for whom, and what comes of it."""

from itertools import combinations, product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.scheduling import plan_visits, read_problem
from app.domain.scheduling.floors import count_days
from app.domain.scheduling.left_out import days_without
from app.domain.scheduling.transport import cheapest_days
from app.domain.scheduling.units import build_instance, single_units
from benchmarks.schedule.counties import county
from tests.domain.scheduling.instances import instances


@given(
    st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=1, max_size=5), st.integers(1, 3)
)
def test_units_are_spread_over_the_days_at_the_least_cost(costs, seats):
    """The last column has room for all."""
    sizes = [1] * len(costs)
    found = cheapest_days(np.array(costs), np.array(sizes), seats)
    least = min(
        sum(row[day] for row, day in zip(costs, days, strict=True))
        for days in product(range(3), repeat=len(costs))
        if days.count(0) <= seats and days.count(1) <= seats
    )
    assert sum(row[day] for row, day in zip(costs, found, strict=True)) == least
    assert found.count(0) <= seats >= found.count(1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(instances(most_requests=8, published=False), st.integers(1, 2))
def test_whoever_stays_out_is_the_best_choice(document, number):
    instance = build_instance(read_problem(document))
    units = single_units(instance)
    own = [unit for unit in units if units and unit.departments == units[0].departments]
    scarce = {units[0].departments[0]: min(number, len(own))} if units else {}
    best = min(
        sum(count_days(instance, rest) for rest in by_township(units, out))
        for out in combinations(own, sum(scarce.values()))
    )
    assert days_without(instance, units, scarce) == best


def test_a_county_is_planned_to_its_bound():
    """A department's works of one township may share a day only while they fill no more than it."""
    plan = plan_visits(read_problem(county(300, 2)), 20_000)
    assert (plan.unplaced, plan.visit_days) == ((), plan.lower_bound)


def by_township(units, out):
    rest = [unit for unit in units if unit not in out]
    return [[unit for unit in rest if unit.township == one] for one in {unit.township for unit in rest}]
