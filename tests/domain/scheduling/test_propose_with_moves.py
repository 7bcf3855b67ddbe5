"""A newcomer's place in a published plan: the first step that finds one wins, and little else moves."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scheduling import Admission, plan_visits, propose_with_moves, read_problem
from tests.domain.scheduling.instances import instances
from tests.domain.scheduling.rules import allowed_days, broken_rules

DAYS = [f"2026-04-{day:02d}" for day in (1, 2, 3, 7)]


def request(name, department, earliest=DAYS[0], latest=DAYS[-1], township="T1", **more):
    return {"id": name, "department": department, "township": township, "earliest": earliest,
            "latest": latest, **more}  # fmt: skip


def propose(requests, dates, newcomer, **more) -> Admission | None:
    document = {
        "days": DAYS,
        "departments": [{"id": f"D{number}"} for number in range(1, 5)],
        "requests": [*requests, newcomer],
        "published": [{"request": name, "date": day} for name, day in dates.items()],
        **more,
    }
    problem = read_problem(document)
    return propose_with_moves(replace(problem, requests=problem.requests[:-1]), problem.requests[-1])


def test_a_standing_visit_comes_before_a_new_day_and_a_move():
    found = propose([request("A", "D1")], {"A": DAYS[2]}, request("N", "D2"), max_moves=3)
    assert found == Admission(date.fromisoformat(DAYS[2]), 1, "insert")


def test_its_bundle_comes_first():
    asked = [request("A", "D1"), request("B", "D3", bundle="X")]
    found = propose(asked, {"A": DAYS[0], "B": DAYS[2]}, request("N", "D2", bundle="X"))
    assert found is not None
    assert found.date.isoformat() == DAYS[2]


def elsewhere(**more):
    """The newcomer's only team is in another township on its only day."""
    asked = [request("A", "D1", township="T2")]
    newcomer = request("N", "D1", DAYS[1], DAYS[1])
    return propose(asked, {"A": DAYS[1]}, newcomer, **more)


def test_one_goes_elsewhere_where_it_may_and_says_why():
    found = elsewhere(max_moves=1)
    assert found is not None
    assert found.step == "ejection"
    [move] = found.moves
    assert (move.request, move.was.isoformat(), move.becomes.isoformat()) == ("A", DAYS[1], DAYS[0])
    assert move.reason_en == f"its team of D1 goes to T1 on {DAYS[1]}"
    assert move.gain == 0  # one visit-day ends and another begins


def test_what_is_longer_than_a_day_gets_days_in_a_row():
    found = propose([request("A", "D1")], {"A": DAYS[1]}, request("N", "D2", half_days=3))
    assert found == Admission(date.fromisoformat(DAYS[0]), 1, "insert")  # two days, A's among them
    closed = {"T1": [DAYS[1], DAYS[2]]}
    assert propose([], {}, request("N", "D2", half_days=3), closed=closed, max_moves=9) is None


def test_of_several_days_the_first_meets_its_bundle():
    asked = [request("A", "D1", bundle="X")]
    found = propose(asked, {"A": DAYS[2]}, request("N", "D2", half_days=4, bundle="X"))
    assert found == Admission(date.fromisoformat(DAYS[2]), 1, "insert")


def test_one_goes_elsewhere_for_a_day_of_several():
    asked = [request("A", "D1", township="T2"), request("B", "D1", DAYS[2], township="T2")]
    newcomer = request("N", "D1", DAYS[0], DAYS[1], half_days=3)
    published = {"A": DAYS[1], "B": DAYS[2]}
    assert propose(asked, published, newcomer) is None
    found = propose(asked, published, newcomer, max_moves=1)
    assert found is not None
    assert (found.date.isoformat(), found.step) == (DAYS[0], "ejection")
    [move] = found.moves
    assert (move.request, move.was.isoformat()) == ("A", DAYS[1])
    assert move.becomes.isoformat() in DAYS[2:]
    assert move.reason_en == f"its team of D1 goes to T1 on {DAYS[1]}"


@pytest.mark.parametrize(
    "kept",
    [
        {"max_moves": 0},
        {"max_moves": 1, "frozen_until": DAYS[1]},
        {"max_moves": 1, "pins": [{"request": "A", "keep": "date"}]},
    ],
)
def test_what_must_stay_stays(kept):
    assert elsewhere(**kept) is None


def test_the_township_is_planned_anew_where_one_move_is_not_enough():
    """One department a half-day, one half-day a day: three must step back by a day each."""
    asked = [request(f"A{n}", f"D{n + 1}", DAYS[n], DAYS[n + 1]) for n in range(3)]
    dates = {f"A{n}": DAYS[n] for n in range(3)}
    caps = {"departments_per_visit": 1, "half_days_per_day": 1}
    newcomer = request("N", "D4", DAYS[0], DAYS[0])
    assert propose(asked, dates, newcomer, caps=caps, max_moves=2) is None
    found = propose(asked, dates, newcomer, caps=caps, max_moves=3)
    assert found is not None
    assert found.step == "township"
    assert [move.becomes.isoformat() for move in found.moves] == DAYS[1:]
    assert [move.gain for move in found.moves] == [0, 0, -1]  # the last one opens a day
    assert found.moves[0].reason_en == f"makes room for N on {DAYS[0]}"
    assert found.moves[1].reason_en == "the visits of T1 are planned anew so that N has a day"


@settings(max_examples=100, deadline=None)
@given(instances(published=False), st.integers(0, 3), st.integers(0, 7))
def test_moves_keep_every_rule(document, most, frozen):
    document["requests"] = [
        one | {"half_days": min(one["half_days"], document["caps"]["half_days_per_day"])}
        for one in document["requests"][:-1]
    ] + document["requests"][-1:]  # the newcomer alone may be longer than a day
    if not document["requests"]:
        return
    *standing, newcomer = document["requests"]
    newcomer |= {"bundle": None, "lead": False}
    before = plan_visits(read_problem({**document, "requests": standing}), 5_000).to_json()
    dates = {name: visit["date"] for visit in before["visits"] for name in visit["requests"]}
    document |= {
        "requests": [one for one in standing if one["id"] in dates] + [newcomer],
        "published": [{"request": name, "date": day} for name, day in dates.items()],
        "frozen_until": document["days"][min(frozen, len(document["days"]) - 1)],
        "max_moves": most,
    }
    problem = read_problem(document)
    asked = replace(problem, requests=problem.requests[:-1])
    found = propose_with_moves(asked, problem.requests[-1])
    assert found == propose_with_moves(asked, problem.requests[-1])
    if found is None:
        return
    assert found.date.isoformat() in allowed_days(document, newcomer)
    assert len(found.moves) <= most
    for move in found.moves:
        assert move.was.isoformat() == dates[move.request] > document["frozen_until"]
        dates[move.request] = move.becomes.isoformat()
    pinned = [{"request": name, "date": day} for name, day in dates.items()]
    fixed = [*pinned, {"request": newcomer["id"], "date": found.date.isoformat()}]
    after = plan_visits(read_problem({**document, "published": fixed, "max_moves": 0}), 5_000).to_json()
    assert after["unplaced"] == []
    assert broken_rules({**document, "published": fixed, "max_moves": 0}, after) == []
