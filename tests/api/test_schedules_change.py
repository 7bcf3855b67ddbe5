"""Coordinators change what is published: moves are told, versions compared, a plan is taken back."""

from tests.api.test_schedules import DECEMBER, FIRE, FORESTRY, HEALTH, TWO, plan, planned_and_published, post
from tests.builders import fire_safety_check, inspection
from tests.conftest import World


def test_moved_visits_keep_their_id_and_are_told_with_the_reason(world: World) -> None:
    post(world, inspection(targets=["990101001"]))
    first = planned_and_published(world)
    [visit] = first["result"]["visits"]
    path = "/v1/townships/990101001/schedule?from=2026-12-01&to=2026-12-31"
    [before] = world.get(path, "township", TWO[0]).json()["visits"]
    closed = {"entries": [{"date": visit["date"], "kind": "closed", "name": "集市"}]}
    put = world.call(
        "PUT", "/v1/calendars/990101001", "coordinator", json=closed, headers={"If-Match": '"v0"'}
    )
    assert put.status_code == 200, put.text
    stuck = plan(world)
    [unplaced] = stuck["result"]["unplaced"]
    assert visit["date"] in unplaced["reason"]
    second = planned_and_published(world, max_moves=1)
    [change] = second["result"]["changes"]
    assert (change["kind"], change["from"]["date"]) == ("moved", visit["date"])
    assert visit["date"] in change["reason"]
    assert change["gain"] == 0  # one visit-day is given for another
    assert second["result"]["moves"] == 1
    [after] = world.get(path, "township", TWO[0]).json()["visits"]
    assert after["id"] == before["id"] == change["visit"]
    assert after["date"] != before["date"]


def test_a_move_that_saves_a_visit_day_says_so(world: World) -> None:
    """Two visits on two days become one visit when the first may move into the second's window."""
    early = {"earliest": "2026-12-01", "latest": "2026-12-04"}
    late = {"earliest": "2026-12-07", "latest": "2026-12-11"}
    posted = post(world, inspection(targets=["990101001"], window=early))["request"]
    planned_and_published(world)
    wide = {"window": {"earliest": "2026-12-01", "latest": "2026-12-11"}}
    path = f"/v1/requests/{posted['id']}"
    changed = world.call("PATCH", path, scope=FORESTRY, json=wide, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200, changed.text
    post(world, fire_safety_check(targets=["990101001"], window=late), scope=FIRE)
    assert len(planned_and_published(world)["result"]["visits"]) == 2
    result = plan(world, max_moves=5)["result"]
    assert result["visit_days"] == 1
    assert sum(change["gain"] for change in result["changes"]) == 1
    [moved] = [change for change in result["changes"] if change["from"] and change["to"]]
    assert moved["kind"] in {"moved", "changed"}
    assert moved["reason"]


def test_two_versions_are_set_beside_each_other_in_words(world: World) -> None:
    first_window = {"earliest": "2026-12-01", "latest": "2026-12-01"}
    posted = post(world, inspection(targets=TWO, window=first_window))["request"]
    gone = post(
        world,
        inspection(targets=TWO[:1], document_no="东林〔2026〕9号", title="关于开展古树名木保护检查的通知"),
    )
    older = plan(world)
    path = f"/v1/requests/{posted['id']}"
    change = {"window": {"earliest": "2026-12-10", "latest": "2026-12-10"}}
    assert world.call("PATCH", path, json=change, headers={"If-Match": '"v1"'}).status_code == 200
    world.post(f"/v1/requests/{gone['request']['id']}/withdraw", None)
    added = post(world, fire_safety_check(targets=["990101003"]), scope=FIRE)["request"]
    newer = plan(world)
    path = f"/v1/schedules/{newer['id']}/changes?against={older['id']}"
    told = world.get(path, role="coordinator").json()
    assert (told["older"], told["newer"]) == (older["id"], newer["id"])
    assert told["figures"]["visit_days"] == [older["result"]["visit_days"], newer["result"]["visit_days"]]
    found = {(one["kind"], one["township"]): one for one in told["differences"]}
    assert set(found) == {
        ("moved", TWO[0]), ("moved", TWO[1]), ("dropped", TWO[0]), ("placed", "990101003"),
    }  # fmt: skip
    moved = found["moved", TWO[1]]
    assert (moved["from"]["date"], moved["to"]["date"]) == ("2026-12-01", "2026-12-10")
    assert [one["id"] for one in moved["requests"]] == [posted["id"]]
    assert "2026-12-01上午" in moved["text"]
    assert "改为" in moved["text"]
    assert [one["id"] for one in found["placed", "990101003"]["requests"]] == [added["id"]]
    same = world.get(f"/v1/schedules/{newer['id']}/changes?against={newer['id']}", role="coordinator").json()
    assert same["differences"] == []
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    unfinished = world.get(f"/v1/schedules/{ordered['id']}/changes?against={newer['id']}", role="coordinator")
    assert (unfinished.status_code, unfinished.json()["type"]) == (409, "urn:jianfu:problem:no-plan")
    assert world.get(f"/v1/schedules/{newer['id']}/changes?against=x", role="coordinator").status_code == 404


def test_a_cancelled_order_is_never_planned(world: World) -> None:
    post(world, inspection(targets=TWO))
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    path = f"/v1/schedules/{ordered['id']}"
    assert world.post(f"{path}/cancel", None, role="coordinator").json()["state"] == "cancelled"
    assert world.post(f"{path}/cancel", None, role="coordinator").json()["state"] == "cancelled"
    world.run_jobs()
    read = world.get(path, role="coordinator").json()
    assert (read["state"], read["result"]) == ("cancelled", None)
    published = planned_and_published(world)
    refused = world.post(f"/v1/schedules/{published['id']}/cancel", None, role="coordinator")
    assert refused.json()["type"] == "urn:jianfu:problem:not-cancellable"


def withdraw(world: World, schedule: dict, **options):
    return world.post(f"/v1/schedules/{schedule['id']}/withdraw", None, role="coordinator", **options)


def test_a_withdrawn_schedule_cancels_what_has_not_come_and_tells_calendars(world: World) -> None:
    post(world, inspection(targets=TWO, window={"earliest": "2026-12-01", "latest": "2026-12-01"}))
    later = {"earliest": "2026-12-14", "latest": "2026-12-18"}
    post(world, fire_safety_check(targets=TWO, window=later), scope=FIRE)
    published = planned_and_published(world)
    world.clock.moment = world.clock.moment.replace(month=12, day=1, hour=10)
    withdrawn = withdraw(world, published).json()
    assert withdrawn["state"] == withdraw(world, published).json()["state"] == "withdrawn"
    path = "/v1/townships/990101001/schedule?from=2026-12-01&to=2026-12-31"
    [today] = world.get(path, "township", TWO[0]).json()["visits"]
    assert today["date"] == "2026-12-01"
    events = world.get(f"{path}&format=ics", "township", TWO[0]).text
    assert (events.count("STATUS:CONFIRMED"), events.count("STATUS:CANCELLED")) == (1, 1)
    # nothing is placed into a plan that is gone, and no pin of it is left
    assert post(world, inspection(targets=TWO, window=later), scope=HEALTH)["visits"] == []
    again = plan(world)["result"]
    assert {visit["visit"] is None for visit in again["visits"] if visit["date"] > "2026-12-01"} == {True}
    states = {
        state: [one["id"] for one in world.get(f"/v1/schedules?state={state}", "coordinator").json()["items"]]
        for state in ("withdrawn", "cancelled", "published")
    }
    assert states == {"withdrawn": [published["id"]], "cancelled": [], "published": []}


def test_only_what_is_published_is_withdrawn(world: World) -> None:
    schedule = plan(world)
    refused = withdraw(world, schedule)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:jianfu:problem:not-published")
    assert withdraw(world, schedule, scope="990102").status_code == 404
