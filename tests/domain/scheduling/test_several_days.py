"""Visits that last several days: days in a row, a team and seats on each, and all the other rules as ever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scheduling import plan_visits, read_problem
from benchmarks.schedule.counties import county
from tests.domain.scheduling.best import best_by_trying_all
from tests.domain.scheduling.instances import instances
from tests.domain.scheduling.rules import broken_rules, dates_of

DAYS = ["2026-04-01", "2026-04-02", "2026-04-03", "2026-04-07", "2026-04-08", "2026-04-09"]
"""Saturday to Monday, the 4th to the 6th, are no working days: a run of days may pass over them."""


def planned(document, effort=20_000):
    return plan_visits(read_problem(document), effort).to_json()


def request(name, half_days, earliest=DAYS[0], latest=DAYS[-1], **more):
    return {"id": name, "department": "D1", "township": "T1", "earliest": earliest, "latest": latest,
            "half_days": half_days, **more}  # fmt: skip


def small(requests, **more):
    return {"days": DAYS, "departments": [{"id": "D1"}, {"id": "D2"}], "requests": requests, **more}


@st.composite
def longer_instances(draw, **options):
    document = draw(instances(**options))
    for asked in document["requests"]:
        if draw(st.integers(1, 3)) == 1:
            asked["half_days"] = draw(st.integers(2, 7))
            asked["latest"] = draw(st.sampled_from([asked["latest"], document["days"][-1]]))
    return document


@settings(max_examples=150, deadline=None)
@given(longer_instances())
def test_a_plan_with_long_visits_breaks_no_rule(document):
    plan = planned(document)
    assert broken_rules(document, plan) == []


@settings(max_examples=25, deadline=None)
@given(longer_instances())
def test_the_same_instance_gives_the_same_plan(document):
    assert planned(document) == planned({key: document[key] for key in reversed(document)})


@settings(max_examples=60, deadline=None)
@given(longer_instances(most_requests=4, most_days=4, bundles=False, published=False))
def test_the_proof_claims_no_more_than_the_best_there_is(document):
    plan = planned(document)
    fewest, days = best_by_trying_all(document)
    assert plan["unplaced_bound"] <= fewest <= len(plan["unplaced"])
    if len(plan["unplaced"]) == fewest:
        assert plan["lower_bound"] <= days <= plan["visit_days"]


def test_a_weekend_does_not_break_a_run_and_a_closed_day_does():
    asked = [request("A", 5, earliest=DAYS[1], latest=DAYS[3])]
    assert dates_of(planned(small(asked)), "A") == DAYS[1:4]
    plan = planned(small(asked, closed={"T1": [DAYS[2]]}))
    (left,) = plan["unplaced"]
    assert "3 working days in a row" in left["reason_en"]
    assert f"closed days of T1 ({DAYS[2]})" in left["reason_en"]
    assert left["remedy_en"] == f"let it take place from {DAYS[3]} to {DAYS[5]}"
    assert plan["unplaced_bound"] == 1


def test_a_window_too_short_for_it_is_told_so():
    (left,) = planned(small([request("A", 6, latest=DAYS[1])]))["unplaced"]
    assert left["reason_en"].endswith("has not so many in a row")
    (never,) = planned(small([request("A", 40)]))["unplaced"]
    assert never["remedy_en"] == "split it into requests of at most 2 half-days"


def test_what_is_published_stays_on_its_first_day_unless_it_may_move():
    published = [{"request": "A", "date": DAYS[2]}]
    asked = [request("A", 4)]
    assert dates_of(planned(small(asked, published=published)), "A") == DAYS[2:4]
    closed = {"T1": [DAYS[3]]}
    stuck = planned(small(asked, published=published, closed=closed))
    assert "published first day" in stuck["unplaced"][0]["reason_en"]
    moved = planned(small(asked, published=published, closed=closed, max_moves=1))
    assert (dates_of(moved, "A"), moved["moves"]) == (DAYS[:2], 1)
    assert moved["moved"][0]["to"] == DAYS[0]


def test_the_remaining_half_day_leaves_room_for_another():
    asked = [request("A", 3, latest=DAYS[1]), request("B", 1, latest=DAYS[1])]
    plan = planned(small(asked))
    assert (plan["unplaced"], plan["visit_days"]) == ([], 2)
    assert dates_of(plan, "A") == DAYS[:2]


def test_one_gives_way_to_another_that_has_only_its_days():
    asked = [request("A", 4, latest=DAYS[4]), request("B", 6, DAYS[1], DAYS[4], township="T2")]
    assert [one["request"] for one in planned(small(asked))["unplaced"]] == []


@pytest.mark.parametrize("seed", range(2))
def test_a_county_with_long_visits_breaks_no_rule(seed):
    document = county(200, seed)
    for number, asked in enumerate(document["requests"]):
        if number % 10 == 0:
            asked["half_days"] = 3 + number % 4
    plan = planned(document)
    assert broken_rules(document, plan) == []
    long = [one["id"] for one in document["requests"] if one["half_days"] > 2]
    assert sum(bool(dates_of(plan, name)) for name in long) >= len(long) * 3 // 4
