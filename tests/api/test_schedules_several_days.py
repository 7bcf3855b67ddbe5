"""A check that lasts several days: placed, planned, published and told as days in a row."""

from icalendar import Calendar

from tests.api.test_schedules import (
    FIRE,
    FORESTRY,
    HEALTH,
    plan,
    planned_and_published,
    post,
)
from tests.builders import fire_safety_check, inspection
from tests.conftest import World

TOWN, NEIGHBOUR = "990101001", "990101002"
MONTH = "from=2026-12-01&to=2026-12-31"
RUN = ["2026-12-09", "2026-12-10", "2026-12-11"]


def three_days(**changes) -> dict:
    return inspection(targets=[TOWN], half_days=5, window={"earliest": RUN[0], "latest": RUN[2]}) | changes


def township(world: World, query: str = MONTH, role: str = "township") -> list[dict]:
    scope = TOWN if role == "township" else None
    return world.get(f"/v1/townships/{TOWN}/schedule?{query}", role, scope).json()["visits"]


def days_of(visits: list[dict]) -> list[tuple[str, int, list[tuple[int, int]]]]:
    return [
        (one["date"], one["half_days"], [(each["day"], each["days"]) for each in one["requests"]])
        for one in visits
    ]


def test_it_is_planned_and_published_on_days_in_a_row(world: World) -> None:
    post(world, three_days())
    schedule = planned_and_published(world)
    assert (schedule["result"]["visit_days"], schedule["result"]["asked_visit_days"]) == (3, 3)
    assert schedule["result"]["unplaced"] == []
    expected = [(RUN[0], 2, [(1, 3)]), (RUN[1], 2, [(2, 3)]), (RUN[2], 1, [(3, 3)])]
    assert days_of(schedule["result"]["visits"]) == days_of(township(world)) == expected


def test_a_weekend_may_lie_between_and_a_closed_day_may_not(world: World) -> None:
    window = {"earliest": "2026-12-03", "latest": "2026-12-08"}
    post(world, three_days(window=window, half_days=4))
    closed = {"entries": [{"date": "2026-12-04", "kind": "closed", "name": "集市"}]}
    world.call("PUT", f"/v1/calendars/{TOWN}", "coordinator", json=closed, headers={"If-Match": '"v0"'})
    assert [one["date"] for one in plan(world)["result"]["visits"]] == ["2026-12-07", "2026-12-08"]
    friday = {"entries": [{"date": "2026-12-08", "kind": "closed", "name": "集市"}]}
    world.call("PUT", f"/v1/calendars/{TOWN}", "coordinator", json=friday, headers={"If-Match": '"v1"'})
    assert [one["date"] for one in plan(world)["result"]["visits"]] == ["2026-12-03", "2026-12-04"]


def test_its_days_are_in_the_answer_to_the_post(world: World) -> None:
    planned_and_published(world)
    answer = post(world, three_days())
    assert [(one["date"], one["day"], one["days"]) for one in answer["visits"]] == [
        (RUN[0], 1, 3), (RUN[1], 2, 3), (RUN[2], 3, 3),
    ]  # fmt: skip
    assert [one["date"] for one in township(world)] == RUN
    check = world.post("/v1/requests/check", three_days(title="关于开展森林防火检查的通知"), scope=FORESTRY)
    assert check.json()["visits"] == []  # its own team is there for these three days


def test_what_is_published_stays_when_more_is_asked(world: World) -> None:
    post(world, three_days(window={"earliest": RUN[0], "latest": "2026-12-18"}))
    first = planned_and_published(world)
    shown = township(world)
    post(world, fire_safety_check(targets=[TOWN, NEIGHBOUR]), scope=FIRE)
    second = planned_and_published(world)
    assert [one["date"] for one in township(world)][:1] == [shown[0]["date"]]
    assert {one["id"] for one in shown} <= {one["id"] for one in township(world)}
    again = plan(world, max_moves=10)
    for schedule in (second, again):
        placed = [one for one in schedule["result"]["visits"] if any(r["days"] == 3 for r in one["requests"])]
        assert len(placed) == 3
    before = {(one["township"], one["date"]) for one in first["result"]["visits"]}
    assert before <= {(one["township"], one["date"]) for one in second["result"]["visits"]}


def test_a_period_that_begins_in_its_midst_leaves_it_as_it_is(world: World) -> None:
    post(world, three_days())
    planned_and_published(world)
    shown = township(world)
    schedule = planned_and_published(world, **{"from": RUN[1], "max_moves": 10})
    assert [one["date"] for one in schedule["result"]["visits"]] == RUN[1:]
    assert (schedule["result"]["unplaced"], schedule["result"]["changes"]) == ([], [])
    assert township(world) == shown


def test_it_moves_whole_where_a_day_of_it_is_closed(world: World) -> None:
    post(world, three_days(window={"earliest": RUN[0], "latest": "2026-12-18"}))
    planned_and_published(world)
    shown = township(world)
    closed = {"entries": [{"date": shown[1]["date"], "kind": "closed", "name": "集市"}]}
    world.call("PUT", f"/v1/calendars/{TOWN}", "coordinator", json=closed, headers={"If-Match": '"v0"'})
    [unplaced] = plan(world)["result"]["unplaced"]  # no move is allowed
    assert unplaced["reason"]
    moved = planned_and_published(world, max_moves=1)
    assert moved["result"]["moves"] == 1
    assert [one["kind"] for one in moved["result"]["changes"]] == ["moved"] * 3
    after = township(world)
    assert {one["id"] for one in after} == {one["id"] for one in shown}  # calendars know them again
    assert shown[1]["date"] not in [one["date"] for one in after]
    assert len(after) == 3


def test_it_gives_up_all_its_days_when_it_is_withdrawn_or_gets_shorter(world: World) -> None:
    request = post(world, three_days())["request"]
    planned_and_published(world)
    path = f"/v1/requests/{request['id']}"
    shorter = world.call("PATCH", path, json={"half_days": 3}, headers={"If-Match": '"v1"'})
    assert [(one["day"], one["days"]) for one in shorter.json()["visits"]] == [(1, 2), (2, 2)]
    assert days_of(township(world)) == [(RUN[0], 2, [(1, 2)]), (RUN[1], 1, [(2, 2)])]
    assert world.post(f"{path}/withdraw", None).status_code == 200
    assert township(world) == []


def test_two_departments_meet_on_its_first_day(world: World) -> None:
    post(world, three_days())
    post(world, fire_safety_check(targets=[TOWN]), scope=FIRE)
    visits = planned_and_published(world)["result"]["visits"]
    assert [len(one["departments"]) for one in visits] == [2, 1, 1]


def test_calendar_sheet_and_page_say_which_day_it_is(world: World) -> None:
    post(world, three_days())
    planned_and_published(world)
    path = f"/v1/townships/{TOWN}/schedule?{MONTH}&format="
    events = Calendar.from_ical(world.get(path + "ics", "township", TOWN).content).walk("VEVENT")
    assert [event["summary"].endswith(f"（第{n}天，共3天）") for n, event in enumerate(events, 1)] == [
        True
    ] * 3
    assert len({event["uid"] for event in events}) == 3
    assert [event["dtstart"].dt.date().isoformat() for event in events] == RUN
    assert all(event["dtstart"].dt.date() == event["dtend"].dt.date() for event in events)
    sheet = world.get(path + "xlsx", "township", TOWN)
    assert sheet.status_code == 200


def test_statistics_count_each_of_its_days(world: World) -> None:
    post(world, three_days())
    path = "/v1/statistics/burden?from=2026-12-01&to=2026-12-31"

    def counted() -> dict:
        [row] = world.get(path, "analyst").json()["rows"]
        return row

    undated = counted()
    assert (undated["visits_before"], undated["visit_days_before"], undated["visits_undated"]) == (3, 3, 3)
    planned_and_published(world)
    post(world, fire_safety_check(targets=[TOWN], window={"earliest": RUN[1], "latest": RUN[1]}), scope=FIRE)
    row = counted()
    assert (row["requests"], row["visits_before"], row["visit_days_before"]) == (2, 4, 4)
    assert (row["visits_after"], row["visit_days_after"], row["visits_undated"]) == (3, 3, 0)


def secret(**changes) -> dict:
    return three_days(title="关于开展夜间暗访的安排", unannounced=True, document_no=None) | changes


def test_an_unannounced_one_is_told_the_day_after_its_last(world: World) -> None:
    planned_and_published(world)
    path = f"/v1/townships/{TOWN}/schedule?{MONTH}&format="
    formats = ("json", "ics", "xlsx")
    without = [world.get(path + one, "township", TOWN).content for one in formats]
    assert [one["date"] for one in post(world, secret())["visits"]] == RUN
    for day in (1, 9, 10, 11):
        world.clock.moment = world.clock.moment.replace(month=12, day=day, hour=20)
        assert [world.get(path + one, "township", TOWN).content for one in formats] == without
        [row] = world.get("/v1/statistics/burden?from=2026-12-01&to=2026-12-31", "analyst").json()["rows"]
        assert row["requests"] == 0
    world.clock.moment = world.clock.moment.replace(day=12, hour=0)
    assert [one["date"] for one in township(world)] == RUN


def test_an_unannounced_one_gives_way_whole_and_stays_once_it_has_begun(world: World) -> None:
    planned_and_published(world)
    post(world, secret(window={"earliest": RUN[0], "latest": "2026-12-31"}))

    def hidden() -> list[str]:
        return [one["date"] for one in township(world, role="coordinator") if one["unannounced"]]

    assert hidden() == RUN
    second = {"earliest": RUN[1], "latest": RUN[1]}
    post(world, fire_safety_check(targets=[TOWN], window=second), scope=FIRE)
    gave_way = hidden()
    assert len(gave_way) == 3
    assert RUN[1] not in gave_way
    world.clock.moment = world.clock.moment.replace(month=12, day=int(gave_way[0][-2:]), hour=10)
    meets = {"earliest": gave_way[2], "latest": gave_way[2]}
    post(world, inspection(title="关于开展传染病防控检查的通知", targets=[TOWN], window=meets), scope=HEALTH)
    assert hidden() == gave_way
    assert hidden() == gave_way
    again = planned_and_published(world)
    assert [one["date"] for one in again["result"]["visits"] if one["unannounced"]] == gave_way


def test_an_unannounced_one_is_fitted_into_what_the_plan_leaves(world: World) -> None:
    post(world, secret(window={"earliest": RUN[0], "latest": "2026-12-31"}))
    post(world, fire_safety_check(targets=[TOWN], window={"earliest": RUN[1], "latest": RUN[1]}), scope=FIRE)
    result = planned_and_published(world)["result"]
    hidden = [one["date"] for one in result["visits"] if one["unannounced"]]
    assert len(hidden) == 3
    assert RUN[1] not in hidden
    kept = planned_and_published(world)["result"]
    assert kept["changes"] == []


def test_two_versions_tell_each_of_its_days(world: World) -> None:
    request = post(world, three_days())["request"]
    older = plan(world)
    later = {"window": {"earliest": "2026-12-14", "latest": "2026-12-16"}}
    path = f"/v1/requests/{request['id']}"
    assert world.call("PATCH", path, json=later, headers={"If-Match": '"v1"'}).status_code == 200
    newer = plan(world)
    path = f"/v1/schedules/{newer['id']}/changes?against={older['id']}"
    told = world.get(path, "coordinator").json()["differences"]
    assert [(one["from"]["date"], one["to"]["date"]) for one in told] == [
        ("2026-12-09", "2026-12-14"), ("2026-12-10", "2026-12-15"), ("2026-12-11", "2026-12-16"),
    ]  # fmt: skip
