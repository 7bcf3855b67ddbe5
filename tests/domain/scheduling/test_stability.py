"""What stays of a published plan: pinned dates, pinned company, and leads that must be there."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.scheduling import ProblemError, plan_visits, read_problem
from tests.domain.scheduling.instances import instances
from tests.domain.scheduling.rules import broken_rules

DAYS = [f"2026-04-{day:02d}" for day in (1, 2, 3, 6, 7, 8)]


def request(name, department, earliest=DAYS[0], latest=DAYS[-1], **more):
    return {"id": name, "department": department, "township": "990101001", "earliest": earliest,
            "latest": latest, **more}  # fmt: skip


def county(requests, **more):
    departments = [{"id": f"D{number}"} for number in range(1, 5)]
    return {"days": DAYS, "departments": departments, "requests": requests, **more}


def planned(document):
    plan = plan_visits(read_problem(document), 20_000).to_json()
    assert broken_rules(document, plan) == []
    return plan, {name: visit["date"] for visit in plan["visits"] for name in visit["requests"]}


def test_a_pinned_date_stays_where_moving_it_would_save_a_day():
    asked = [request("A", "D1"), request("B", "D2", latest=DAYS[1])]
    published = [{"request": "A", "date": DAYS[4]}, {"request": "B", "date": DAYS[0]}]
    free = county(asked, published=published, max_moves=2)
    assert planned(free)[0]["visit_days"] == 1
    _, dates = planned({**free, "pins": [{"request": "A", "keep": "date"}]})
    assert dates["A"] == DAYS[4]


def test_a_pinned_company_moves_together_or_not_at_all():
    asked = [
        request("A", "D1", latest=DAYS[3]),
        request("B", "D2", DAYS[2], DAYS[3]),
        request("C", "D3", latest=DAYS[1]),
        request("D", "D4", DAYS[3]),
    ]
    published = [{"request": "A", "date": DAYS[2]}, {"request": "B", "date": DAYS[2]}]
    document = county(asked, published=published, max_moves=2, pins=[{"request": "A", "keep": "company"}])
    plan, dates = planned(document)
    assert dates["A"] == dates["B"] == dates["D"] == DAYS[3]
    assert {move["request"] for move in plan["moved"]} == {"A", "B"}
    _, kept = planned({**document, "pins": [{"request": "A", "keep": "both"}]})
    assert kept["A"] == kept["B"] == DAYS[2]
    _, still = planned({**document, "max_moves": 1})
    assert still["A"] == still["B"] == DAYS[2]


def test_nobody_of_a_bundle_goes_without_its_lead():
    asked = [
        request("L", "D1", latest=DAYS[1], bundle="B", lead=True),
        request("M", "D2", latest=DAYS[1], bundle="B"),
        request("N", "D3", DAYS[4], bundle="B"),
    ]
    plan, dates = planned(county(asked))
    assert dates["L"] == dates["M"]
    assert [one["request"] for one in plan["unplaced"]] == ["N"]


def test_what_is_published_without_the_lead_takes_along_nobody_who_is_not():
    asked = [
        request("L", "D1", latest=DAYS[1], bundle="B", lead=True),
        request("P", "D2", DAYS[3], bundle="B"),
        request("N", "D3", DAYS[3], bundle="B"),
    ]
    plan, dates = planned(county(asked, published=[{"request": "P", "date": DAYS[4]}]))
    assert dates["P"] == DAYS[4]
    assert [one["request"] for one in plan["unplaced"]] == ["N"]


@pytest.mark.parametrize(
    ("pins", "pointer"),
    [
        ([{"request": "X", "keep": "date"}], "/pins/0/request"),
        ([{"request": "B", "keep": "date"}], "/pins/0/request"),
        ([{"request": "A", "keep": "team"}], "/pins/0/keep"),
        ([{"request": "A"}], "/pins/0/keep"),
        ([{"request": "A", "keep": "date"}] * 2, "/pins/1"),
        ({"A": "date"}, "/pins"),
    ],
)
def test_a_wrong_pin_is_told_where_it_stands(pins, pointer):
    document = county([request("A", "D1"), request("B", "D2")], published=[{"request": "A", "date": DAYS[0]}])
    with pytest.raises(ProblemError) as problem:
        read_problem({**document, "pins": pins})
    assert problem.value.pointer == pointer


def test_every_move_says_why_and_what_it_gains():
    asked = [request("A", "D1"), request("B", "D2", latest=DAYS[1]), request("C", "D3", earliest=DAYS[5])]
    published = [{"request": "A", "date": DAYS[4]}, {"request": "B", "date": DAYS[0]}]
    plan, _ = planned(county(asked, published=published, max_moves=1, frozen_until="2026-03-31"))
    [move] = plan["moved"]
    assert (move["request"], move["from"], move["gain"]) == ("A", DAYS[4], 1)
    assert move["to"] in move["reason"]
    assert "frees" in move["reason_en"]
    assert (plan["moves"], plan["max_moves"], plan["frozen_until"]) == (1, 1, "2026-03-31")


def test_a_date_that_is_closed_now_is_named_as_the_reason():
    asked = [request("A", "D1")]
    published = [{"request": "A", "date": DAYS[2]}]
    plan, _ = planned(
        county(asked, published=published, max_moves=1, closed={"990101001": [DAYS[2]]})
    )  # fmt: skip
    [move] = plan["moved"]
    assert (move["gain"], DAYS[2] in move["reason"], "no longer open" in move["reason_en"]) == (0, True, True)


@given(instances(published=False), st.data())
def test_the_gains_of_all_moves_are_the_visit_days_saved(document, data):
    for one in document["requests"]:
        one.pop("held", None)
    first = plan_visits(read_problem(document), 2_000).to_json()
    placed = {name: visit for visit in first["visits"] for name in visit["requests"]}
    asked = [one for one in document["requests"] if one["id"] in placed]
    assume(asked)
    dates = {one["id"]: data.draw(st.sampled_from(document["days"])) for one in asked}
    one_day = all(one.get("half_days", 1) <= document["caps"]["half_days_per_day"] for one in asked)
    assume(one_day)
    published = [{"request": name, "date": day} for name, day in dates.items()]
    plan = plan_visits(
        read_problem({**document, "requests": asked, "published": published, "max_moves": len(asked)}), 2_000
    ).to_json()
    assume(not plan["unplaced"])
    before = {(one["township"], dates[one["id"]]) for one in asked}
    assert sum(move["gain"] for move in plan["moved"]) == len(before) - plan["visit_days"]
    assert all(move["reason"] and move["reason_en"] for move in plan["moved"])
