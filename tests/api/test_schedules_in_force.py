"""A plan is published for its own period: of an earlier one that it overlaps, the other days stay."""

from tests.api.test_schedules import DECEMBER, FIRE, HEALTH, plan, planned_and_published, post
from tests.builders import fire_safety_check, inspection
from tests.conftest import World

TOWN = "990101001"
EARLY = {"earliest": "2026-12-03", "latest": "2026-12-04"}
LATE = {"earliest": "2026-12-28", "latest": "2026-12-29"}


def read(world: World, schedule: dict) -> dict:
    return world.get(f"/v1/schedules/{schedule['id']}", "coordinator").json()


def visits(world: World) -> list[dict]:
    path = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2027-01-31"
    return world.get(path, "township", TOWN).json()["visits"]


def span(first: str, last: str) -> dict[str, str]:
    return {"from": first, "to": last}


def two_plans(world: World) -> tuple[dict, dict]:
    """December is published, with a visit early and one late; then from the 16th on, into January."""
    post(world, inspection(targets=[TOWN], window=EARLY))
    post(world, fire_safety_check(targets=[TOWN], window=LATE), scope=FIRE)
    first = planned_and_published(world)
    second = planned_and_published(world, **span("2026-12-16", "2027-01-31"))
    return first, second


def test_only_the_days_of_the_newer_period_change_hands(world: World) -> None:
    first, second = two_plans(world)
    assert first["in_force"] == [span("2026-12-01", "2026-12-31")]
    assert (read(world, first)["state"], read(world, first)["in_force"]) == (
        "published", [span("2026-12-01", "2026-12-15")],
    )  # fmt: skip
    assert second["in_force"] == [span("2026-12-16", "2027-01-31")]
    assert [one["date"][:10] for one in visits(world)] == [EARLY["earliest"], LATE["earliest"]]
    # where the earlier one stands on, a new request is placed as before
    posted = post(
        world, inspection(title="关于开展传染病防控检查的通知", targets=[TOWN], window=EARLY), HEALTH
    )
    assert [one["outside_plan"] for one in posted["visits"]] == [False]


def test_a_plan_in_the_midst_of_another_leaves_both_its_sides(world: World) -> None:
    first = planned_and_published(world)
    planned_and_published(world, **span("2026-12-10", "2026-12-11"))
    sides = [span("2026-12-01", "2026-12-09"), span("2026-12-12", "2026-12-31")]
    assert read(world, first)["in_force"] == sides
    whole = planned_and_published(world, **span("2026-11-30", "2027-01-02"))
    assert (read(world, first)["state"], read(world, first)["in_force"]) == ("superseded", [])
    listed = world.get("/v1/schedules?state=published", "coordinator").json()["items"]
    assert [one["id"] for one in listed] == [whole["id"]]


def test_a_withdrawal_takes_back_the_days_for_which_it_stands(world: World) -> None:
    first, second = two_plans(world)
    withdrawn = world.post(f"/v1/schedules/{first['id']}/withdraw", None, "coordinator").json()
    assert (withdrawn["state"], withdrawn["in_force"]) == ("withdrawn", [])
    assert [one["date"] for one in visits(world)] == [LATE["earliest"]]
    assert read(world, second)["in_force"] == [span("2026-12-16", "2027-01-31")]
    # nothing is published for these days any more
    early = inspection(title="关于开展传染病防控检查的通知", targets=[TOWN], window=EARLY)
    assert post(world, early, scope=HEALTH)["visits"] == []
    # and what the second one took over does not come back with its withdrawal
    assert world.post(f"/v1/schedules/{second['id']}/withdraw", None, "coordinator").status_code == 200
    assert visits(world) == []


def test_a_proposed_day_that_no_plan_covers_says_so(world: World) -> None:
    planned_and_published(world, **span("2026-12-01", "2026-12-04"))
    days = {"earliest": "2026-12-03", "latest": "2026-12-10"}
    full = {"entries": [{"from": "2026-12-01", "to": "2026-12-04", "kind": "closed", "name": "汛期"}]}
    world.call("PUT", f"/v1/calendars/{TOWN}", "coordinator", json=full, headers={"If-Match": '"v0"'})
    [visit] = post(world, inspection(targets=[TOWN], window=days))["visits"]
    assert (visit["outside_plan"], visit["date"] > "2026-12-04") == (True, True)
    # it is a date like any other: the next plan leaves it where it is
    kept = plan(world, **span("2026-12-05", "2026-12-31"))["result"]
    assert [one["date"] for one in kept["visits"]] == [visit["date"]]
    assert DECEMBER["from"] < visit["date"]


def test_statistics_know_the_days_that_are_planned(world: World) -> None:
    first, _ = two_plans(world)
    post(
        world,
        inspection(title="关于开展传染病防控检查的通知", targets=["990101002"], window=LATE),
        scope=HEALTH,
    )
    path = "/v1/statistics/burden?from=2026-12-01&to=2026-12-31&group_by=department"
    rows = world.get(path, "analyst").json()["rows"]
    assert all(row["visits_after"] is not None for row in rows)
    assert world.post(f"/v1/schedules/{first['id']}/withdraw", None, "coordinator").status_code == 200
    after = {row["department"]: row["visits_after"] for row in world.get(path, "analyst").json()["rows"]}
    assert after["990101-07"] is None
    assert after[FIRE] == 1
