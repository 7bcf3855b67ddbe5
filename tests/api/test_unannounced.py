"""An unannounced visit (四不两直) leaves no trace in anything that a township can read before it arrives."""

from datetime import timedelta

from tests.api.test_schedules import FIRE, FORESTRY, HEALTH, plan, planned_and_published, post
from tests.builders import fire_safety_check, inspection, report
from tests.conftest import World

TOWN = "990101001"
SECRET_TITLE = "关于对重点林区开展夜间暗访的安排"
ONE_DAY = {"earliest": "2026-12-03", "latest": "2026-12-03"}


def secret(**changes) -> dict:
    return inspection(targets=[TOWN], unannounced=True, title=SECRET_TITLE, document_no=None) | changes


def township_outputs(world: World, feed: str) -> dict[str, tuple[int, bytes, tuple[tuple[str, str], ...]]]:
    """All that the township can read: status, bytes and headers of every output."""
    paths = [
        f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2026-12-31&format={one}"
        for one in ("json", "ics", "xlsx")
    ]
    paths += [
        f"/v1/townships/{TOWN}/schedule",
        f"/v1/townships/{TOWN}/schedule?from=2026-12-03&to=2026-12-03",
        f"/v1/townships/{TOWN}/schedule?from=2026-12-03&to=2026-12-02",
        f"/v1/townships/{TOWN}/schedule?from=x",
    ]
    answers = {path: world.get(path, "township", TOWN) for path in paths}
    answers["feed"] = world.client.get(feed)
    return {
        path: (answer.status_code, answer.content, tuple(sorted(answer.headers.items())))
        for path, answer in answers.items()
    }


def feed_of(world: World) -> str:
    return world.post(f"/v1/townships/{TOWN}/feeds", {"name": "党政办"}, "township", TOWN).json()["url"]


def everything(world: World) -> list[dict]:
    path = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2026-12-31"
    return world.get(path, "coordinator").json()["visits"]


def hidden(world: World) -> list[dict]:
    return [visit for visit in everything(world) if visit["unannounced"]]


def test_the_township_reads_the_same_bytes_with_and_without_it(world: World) -> None:
    post(world, inspection(targets=[TOWN]))
    post(world, fire_safety_check(targets=[TOWN, "990101002"]), scope=FIRE)
    post(world, report(targets=[TOWN]))
    planned_and_published(world)
    feed = feed_of(world)
    without = township_outputs(world, feed)
    placed = post(world, secret())  # joins the published plan at once
    assert placed["visits"]
    assert township_outputs(world, feed) == without
    planned_and_published(world)
    assert township_outputs(world, feed) == without
    [visit] = hidden(world)
    assert [one["title"] for one in visit["requests"]] == [SECRET_TITLE]
    world.post(f"/v1/requests/{placed['request']['id']}/withdraw", None)
    assert township_outputs(world, feed) == without
    planned_and_published(world)
    assert township_outputs(world, feed) == without


def test_a_plan_gives_the_township_the_same_visits_with_and_without_it(world: World) -> None:
    """Also where the unannounced visit would compete for the same day, half-day and team."""
    post(world, inspection(targets=[TOWN, "990101002"], window=ONE_DAY))
    post(world, fire_safety_check(targets=[TOWN], window=ONE_DAY), scope=FIRE)

    def announced() -> list[tuple]:
        return [
            (visit["township"], visit["date"], visit["session"], visit["departments"], visit["reason"])
            for visit in plan(world)["result"]["visits"]
            if not visit["unannounced"]
        ]

    without = announced()
    post(world, secret(window=ONE_DAY, half_days=2))
    post(world, secret(window=ONE_DAY), scope=HEALTH)
    assert announced() == without


def test_it_appears_when_its_day_is_over_and_not_a_minute_before(world: World) -> None:
    """Told at midnight, it would be known hours before anybody arrives."""
    post(world, inspection(targets=["990101002"]))
    planned_and_published(world)
    feed = feed_of(world)
    post(world, secret(window=ONE_DAY))
    path = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2026-12-31"
    world.clock.moment = world.clock.moment.replace(month=12, day=3, hour=23, minute=59)
    assert world.get(path, "township", TOWN).json()["visits"] == []
    assert SECRET_TITLE.encode() not in b"".join(one for _, one, _ in township_outputs(world, feed).values())
    again = plan(world)["result"]
    assert again["changes"] == []
    assert again["unplaced"] == []
    world.clock.moment += timedelta(minutes=1)
    [visit] = world.get(path, "township", TOWN).json()["visits"]
    assert (visit["date"], visit["unannounced"]) == ("2026-12-03", True)


def test_only_its_sender_and_the_coordinator_see_it(world: World) -> None:
    post(world, inspection(targets=["990101002"]))
    planned_and_published(world)
    mine = post(world, secret(window=ONE_DAY))
    assert [visit["date"] for visit in mine["visits"]] == ["2026-12-03"]
    other = post(world, fire_safety_check(targets=[TOWN], window=ONE_DAY), scope=FIRE)
    assert [visit["with"] for visit in other["visits"]] == [[]]
    assert SECRET_TITLE not in str(other)
    assert [visit["date"] for visit in hidden(world)] == ["2026-12-03"]


def test_it_gives_way_unseen_to_what_is_announced_later(world: World) -> None:
    """A newcomer gets the place that it would have had; the hidden visit moves, or is cancelled."""
    post(world, inspection(targets=["990101002"]))
    planned_and_published(world)
    feed = feed_of(world)
    post(world, secret(window={"earliest": "2026-12-03", "latest": "2026-12-04"}, half_days=2))
    [before] = hidden(world)
    assert before["date"] == "2026-12-03"
    check = fire_safety_check(targets=[TOWN], window=ONE_DAY)
    expected = world.post("/v1/requests/check", check, scope=FIRE).json()["visits"]
    posted = post(world, check, scope=FIRE)["visits"]
    assert posted == expected
    assert [(visit["date"], visit["session"]) for visit in posted] == [("2026-12-03", 1)]
    [after] = hidden(world)
    assert (after["id"], after["date"]) == (before["id"], "2026-12-04")
    seen = township_outputs(world, feed)
    more = inspection(targets=[TOWN], window={"earliest": "2026-12-04", "latest": "2026-12-04"}, half_days=2)
    post(world, more, scope=HEALTH)
    assert hidden(world) == []
    assert township_outputs(world, feed) != seen
    assert SECRET_TITLE.encode() not in b"".join(one for _, one, _ in township_outputs(world, feed).values())
    [unplaced] = [one for one in plan(world)["result"]["unplaced"] if one["unannounced"]]
    assert unplaced["reason"]


def test_one_team_is_never_in_two_townships_on_one_day(world: World) -> None:
    """The sender's own announced visit takes the team; the hidden one of that day goes elsewhere."""
    post(world, inspection(targets=["990101002"], window=ONE_DAY))
    planned_and_published(world)
    teams = next(
        one["teams"]
        for one in world.get("/v1/departments?limit=200").json()["items"]
        if one["code"] == FORESTRY
    )
    window = {"earliest": "2026-12-03", "latest": "2026-12-04"}
    post(world, secret(window=window))
    assert hidden(world)[0]["date"] == "2026-12-03"
    towns = ["990101003", "990101100", "990101101", "990101102", "990101103"][:teams]
    post(world, inspection(targets=towns, window=ONE_DAY, title="关于开展古树名木保护检查的通知"))
    assert hidden(world)[0]["date"] == "2026-12-04"


def test_a_request_that_becomes_unannounced_leaves_its_announced_visit(world: World) -> None:
    posted = post(world, inspection(targets=[TOWN], title=SECRET_TITLE))
    planned_and_published(world)
    path = f"/v1/requests/{posted['request']['id']}"
    changed = world.call("PATCH", path, json={"unannounced": True}, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200, changed.text
    schedule = world.get(f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2026-12-31", "township", TOWN)
    assert schedule.json()["visits"] == []
    assert len(hidden(world)) <= 1
