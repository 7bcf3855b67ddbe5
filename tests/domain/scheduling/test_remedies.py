"""A remedy is kept to its word: with the change made, the finished plan has room for the request."""

import re
from copy import deepcopy

import pytest
from hypothesis import given, settings

from app.domain.scheduling import plan_visits, read_problem
from tests.domain.scheduling.instances import instances
from tests.domain.scheduling.relaxations import relaxed
from tests.domain.scheduling.rules import broken_rules, day_lengths

DAYS = ["2026-04-01", "2026-04-02", "2026-04-03"]


def planned(document):
    return plan_visits(read_problem(document), 20_000).to_json()


@settings(max_examples=200, deadline=None)
@given(instances())
def test_the_remedy_places_the_request_on_the_plan_as_it_stands(document):
    plan = planned(document)
    for unplaced in plan["unplaced"]:
        changed = relaxed(document, unplaced)
        if changed is not None:
            assert any(holds(changed, trial) for trial in with_request(changed, plan, unplaced)), unplaced


@settings(max_examples=60, deadline=None)
@given(instances(most_requests=8, bundles=False, published=False))
def test_the_remedy_places_one_more_in_a_new_plan(document):
    before = planned(document)
    for unplaced in before["unplaced"]:
        changed = relaxed(document, unplaced)
        if changed is not None and before["unplaced_bound"] == len(before["unplaced"]):
            assert len(planned(changed)["unplaced"]) < len(before["unplaced"]), unplaced


def with_request(document, plan, unplaced):
    """Every way of putting the request on a visit of the day that its remedy names, or on one of its own."""
    asked = next(one for one in document["requests"] if one["id"] == unplaced["request"])
    day = re.findall(r"\d{4}-\d\d-\d\d", unplaced["remedy_en"])[-1]
    for number in range(len(plan["visits"]) + document["caps"]["half_days_per_day"]):
        trial = deepcopy(plan)
        if number < len(plan["visits"]):
            visit = trial["visits"][number]
            if (visit["township"], visit["date"]) != (asked["township"], day):
                continue
            visit["requests"] = [*visit["requests"], asked["id"]]
        else:
            session = number - len(plan["visits"]) + 1
            mine = {"township": asked["township"], "date": day, "session": session, "requests": [asked["id"]]}
            trial["visits"] = [*trial["visits"], mine]
        yield trial


def holds(document, trial):
    """True where the plan with the request breaks no rule; how its bundle would now meet is not asked."""
    named = {name for visit in trial["visits"] for name in visit["requests"]}
    trial["unplaced"] = [one for one in trial["unplaced"] if one["request"] not in named]
    trial["visit_days"] = len({(visit["township"], visit["date"]) for visit in trial["visits"]})
    date = {name: visit["date"] for visit in reversed(trial["visits"]) for name in visit["requests"]}
    published = {one["request"]: one["date"] for one in document.get("published", [])}
    moves = sum(date.get(name, day) != day for name, day in published.items())
    trial |= {"lower_bound": 0, "unplaced_bound": 0, "moves": moves}
    return all(broken.endswith("torn apart") for broken in broken_rules(document, trial))


def small(requests, **more):
    departments = [{"id": name} for name in ("A", "B", "C")]
    return {"days": DAYS, "departments": departments, "requests": requests, **more}


def request(name, department, latest=DAYS[0], **more):
    return {
        "id": name,
        "department": department,
        "township": "T",
        "earliest": DAYS[0],
        "latest": latest,
        **more,
    }


@pytest.mark.parametrize(
    ("document", "reason", "remedy"),
    [
        (small([request("R", "A", days=[])]), "no working day", f"let it take place on {DAYS[0]} too"),
        (
            small([request("R", "A")], closed={"T": DAYS}, caps={"visits_per_month": 0}),
            "a cap is 0: visits a month",
            "raise the cap of visits a month",
        ),
        (
            small(
                [request("R", "A"), request("S", "B"), request("Q", "C")],
                caps={"departments_per_visit": 1, "half_days_per_day": 2},
                closed={"T": DAYS[1:]},
            ),
            "being full",
            f"allow one more department on a visit of {DAYS[0]}",
        ),
        (
            small([request("L", "A", lead=True, bundle="b"), request("M", "B", bundle="b")],
                  departments=[{"id": "A", "off": DAYS}, {"id": "B"}]),
            "its lead department being on no visit",
            f"let it go without its lead department on {DAYS[0]}",
        ),
        (
            small(
                [request("R", "A", latest=DAYS[2]), request("S", "B", latest=DAYS[2])],
                published=[{"request": "R", "date": DAYS[0]}, {"request": "S", "date": DAYS[0]}],
                closed={"T": [DAYS[0]]}, max_moves=1,
            ),
            "published dates that may not move any more",
            f"open {DAYS[0]} in T",
        ),
        (
            small([request("R", "A")], closed={"T": DAYS[:1]}, published=[{"request": "R", "date": DAYS[0]}]),
            f"its published date {DAYS[0]} must not move, and that day is no longer open to it + closed days",
            f"open {DAYS[0]} in T",
        ),
        (
            small([request("R", "A")], departments=[{"id": "A", "off": DAYS}], closed={"T": DAYS}),
            "closed days of T",
            f"open {DAYS[0]} in T and let A send a team on {DAYS[0]}",
        ),
    ],
)  # fmt: skip
def test_a_remedy_names_what_would_really_help(document, reason, remedy):
    left = planned(document)["unplaced"]
    told = [(reason in one["reason_en"], one["remedy_en"]) for one in left]
    assert (True, remedy) in told, left


def test_of_two_that_do_the_same_work_both_are_told_what_blocks_them():
    asked = [request("R", "A"), request("S", "A", bundle="b"), request("U", "A", bundle="b")]
    document = small(asked, caps={"half_days_per_day": 1}, closed={"T": DAYS[1:]})
    left = planned(document)["unplaced"]
    assert all("being full" in one["reason_en"] for one in left), left
    assert day_lengths(document, asked[0]) == [1]
