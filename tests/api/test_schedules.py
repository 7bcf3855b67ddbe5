"""Coordinators plan a county's visits, publish the plan, and change it without moving what stands."""

import pytest

from tests.builders import fire_safety_check, inspection
from tests.conftest import COUNTY, World

FORESTRY, FIRE, HEALTH = "990101-07", "990101-20", "990101-10"
DECEMBER = {"division": COUNTY, "from": "2026-12-01", "to": "2026-12-31", "effort": 2000}
TWO = ["990101001", "990101002"]


def plan(world: World, **changes) -> dict:
    """A finished plan of December."""
    ordered = world.post("/v1/schedules", DECEMBER | changes, role="coordinator")
    assert ordered.status_code == 202, ordered.text
    assert ordered.headers["location"] == f"/v1/schedules/{ordered.json()['id']}"
    assert (ordered.json()["state"], ordered.json()["progress"]) == ("queued", 0.0)
    world.run_jobs()
    return world.get(ordered.headers["location"], role="coordinator").json()


def publish(world: World, schedule: dict):
    return world.post(f"/v1/schedules/{schedule['id']}/publish", None, role="coordinator")


def planned_and_published(world: World, **changes) -> dict:
    published = publish(world, plan(world, **changes))
    assert published.status_code == 200, published.text
    return published.json()


def post(world: World, body: dict, scope: str = FORESTRY) -> dict:
    answer = world.post("/v1/requests", body, scope=scope)
    assert answer.status_code == 201, answer.text
    return answer.json()


def dates(schedule: dict) -> dict[tuple[str, str], str]:
    return {
        (visit["township"], one["id"]): visit["date"]
        for visit in schedule["result"]["visits"]
        for one in visit["requests"]
    }


def test_two_departments_come_together_and_the_bound_proves_it(world: World) -> None:
    post(world, inspection(targets=TWO))
    post(world, fire_safety_check(targets=TWO), scope=FIRE)
    schedule = plan(world)
    result = schedule["result"]
    assert (schedule["state"], schedule["progress"]) == ("planned", 1.0)
    assert result["asked_visit_days"] == 4
    assert result["visit_days"] == result["lower_bound"] == 2
    assert (result["gap"], result["unplaced"], result["moves"]) == (0, [], 0)
    assert result["provisional"] is False
    for visit in result["visits"]:
        assert len(visit["requests"]) == len(visit["departments"]) == 2
        assert "2" in visit["reason"]
    assert {change["kind"] for change in result["changes"]} == {"added"}


def test_a_published_plan_stays_put_when_more_is_asked(world: World) -> None:
    post(world, inspection(targets=TWO))
    first = planned_and_published(world)
    assert first["state"] == "published"
    shown = world.get("/v1/townships/990101001/schedule?from=2026-12-01&to=2026-12-31", "township", TWO[0])
    [visit] = shown.json()["visits"]
    post(world, fire_safety_check(targets=["990101003"]), scope=FIRE)
    second = planned_and_published(world)
    before, after = dates(first), dates(second)
    assert {key: after[key] for key in before} == before
    assert second["version"] == first["version"] + 1
    assert world.get(f"/v1/schedules/{first['id']}", role="coordinator").json()["state"] == "superseded"
    kept = world.get("/v1/townships/990101001/schedule?from=2026-12-01&to=2026-12-31", "township", TWO[0])
    assert kept.json()["visits"] == [visit]
    assert kept.headers["etag"] == shown.headers["etag"]


def test_a_plan_made_from_what_has_changed_is_not_published(world: World) -> None:
    post(world, inspection(targets=TWO))
    schedule = plan(world)
    post(world, fire_safety_check(targets=TWO), scope=FIRE)
    refused = publish(world, schedule)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:jianfu:problem:stale-plan")
    assert "POST /v1/schedules" in refused.json()["remedy"]


def test_a_plan_that_would_begin_in_the_past_is_not_published(world: World) -> None:
    post(world, inspection(targets=TWO))
    schedule = plan(world)
    world.clock.forward(days=30)
    assert publish(world, schedule).json()["type"] == "urn:jianfu:problem:stale-plan"


def test_only_a_finished_plan_is_published_and_publishing_twice_is_one_act(world: World) -> None:
    post(world, inspection(targets=TWO))
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    assert publish(world, ordered).json()["type"] == "urn:jianfu:problem:not-planned"
    world.run_jobs()
    first, again = publish(world, ordered).json(), publish(world, ordered).json()
    assert first == again


def test_a_new_request_joins_the_published_visit_and_moves_nothing(world: World) -> None:
    post(world, inspection(targets=TWO, window={"earliest": "2026-12-03", "latest": "2026-12-20"}))
    published = planned_and_published(world)
    answer = post(world, fire_safety_check(targets=TWO), scope=FIRE)
    days = {visit["township"]: visit["date"] for visit in answer["visits"]}
    assert days == {visit["township"]: visit["date"] for visit in published["result"]["visits"]}
    shown = world.get("/v1/townships/990101001/schedule?from=2026-12-01&to=2026-12-31", "township", TWO[0])
    [visit] = shown.json()["visits"]
    assert len(visit["requests"]) == 2


def test_a_request_that_leaves_a_visit_and_comes_back_is_served_again(world: World) -> None:
    post(world, inspection(targets=TWO))
    planned_and_published(world)
    joined = post(world, fire_safety_check(targets=TWO), scope=FIRE)
    path = f"/v1/requests/{joined['request']['id']}"
    away = {"window": {"earliest": "2027-05-01", "latest": "2027-05-20"}}
    back = {"window": fire_safety_check()["window"]}
    for version, change in enumerate((away, back), start=1):
        answer = world.call("PATCH", path, scope=FIRE, json=change, headers={"If-Match": f'"v{version}"'})
        assert answer.status_code == 200, answer.text
    assert answer.json()["visits"] == joined["visits"]


def test_a_withdrawn_request_leaves_its_visit_and_an_empty_visit_is_cancelled(world: World) -> None:
    posted = post(world, inspection(targets=TWO))
    planned_and_published(world)
    world.post(f"/v1/requests/{posted['request']['id']}/withdraw", None)
    shown = world.get("/v1/townships/990101001/schedule?from=2026-12-01&to=2026-12-31", "township", TWO[0])
    assert shown.json()["visits"] == []
    again = planned_and_published(world)
    assert again["result"]["visits"] == []


def test_what_does_not_fit_is_told_with_reason_and_remedy(world: World) -> None:
    weekend = {"earliest": "2026-12-05", "latest": "2026-12-06"}
    post(world, inspection(targets=["990101001"], window=weekend))
    [unplaced] = plan(world)["result"]["unplaced"]
    assert unplaced["township"] == "990101001"
    assert unplaced["reason"]
    assert unplaced["remedy"]


def test_recurring_inspections_are_planned_once_an_occurrence(world: World) -> None:
    monthly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-12", "2027-01"]}
    window = {"earliest": "2026-12-01", "latest": "2027-02-05"}
    post(world, inspection(targets=["990101001"], recurrence=monthly, window=window))
    schedule = planned_and_published(world, to="2027-01-31")
    days = sorted(visit["date"] for visit in schedule["result"]["visits"])
    assert schedule["result"]["asked_visit_days"] == 2
    assert len(set(days)) == 2
    assert schedule["result"]["provisional"] is True  # the holidays of 2027 are not announced
    assert {visit["provisional"] for visit in schedule["result"]["visits"] if visit["date"] > "2027"} == {
        True
    }
    assert {visit["provisional"] for visit in schedule["result"]["visits"] if visit["date"] < "2027"} == {
        False
    }
    quarterly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-12", "2027-01"]}
    answer = post(
        world, fire_safety_check(targets=["990101001"], recurrence=quarterly, window=window), scope=FIRE
    )
    assert len({visit["date"] for visit in answer["visits"]}) == 2
    assert all(visit["provisional"] is (visit["date"] > "2027") for visit in answer["visits"])


def test_the_list_is_cut_by_division_and_state(world: World) -> None:
    planned_and_published(world)
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    items = world.get("/v1/schedules?limit=1", role="coordinator").json()
    assert [item["id"] for item in items["items"]] == [ordered["id"]]
    assert items["next"]
    published = world.get("/v1/schedules?state=published", role="coordinator").json()["items"]
    assert [item["state"] for item in published] == ["published"]
    assert world.get("/v1/schedules", role="coordinator", scope="990102").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"division": "990199"}, 403, None),
        ({"division": "990101001"}, 422, "/division"),
        ({"to": "2026-11-30"}, 422, "/to"),
        ({"to": "2028-11-30"}, 422, "/to"),
        ({"from": "0"}, 422, "/from"),
        ({"max_moves": -1}, 422, "/max_moves"),
        ({"extra": 1}, 422, "/extra"),
    ],
)
def test_a_wrong_order_is_answered_with_the_place(world: World, change, status, pointer) -> None:
    refused = world.post("/v1/schedules", DECEMBER | change, role="coordinator")
    assert refused.status_code == status
    assert refused.json()["remedy"]
    if pointer:
        assert refused.json()["errors"][0]["pointer"] == pointer


def test_an_unknown_county_is_not_found_and_a_foreign_schedule_neither(world: World) -> None:
    unknown = world.post("/v1/schedules", DECEMBER | {"division": "990199"}, role="coordinator", scope="9901")
    assert unknown.json()["type"] == "urn:jianfu:problem:unknown-division"
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    path = f"/v1/schedules/{ordered['id']}"
    assert world.get(path, role="coordinator", scope="990102").status_code == 404
    assert world.post(f"{path}/publish", None, role="coordinator", scope="990102").status_code == 404
    assert world.get("/v1/schedules/sch_990101_x", role="coordinator").status_code == 404
    assert world.get(path, role="department").status_code == 403
