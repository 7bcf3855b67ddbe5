"""When a township's reports are due: together with their bundle, apart from other work, and never later."""

from tests.api.test_schedules import FIRE, post
from tests.api.test_schedules_township import PATH, TOWN, calendar_of, read
from tests.builders import inspection, report
from tests.conftest import World


def test_the_reports_of_one_bundle_are_due_on_the_earliest_day(world: World) -> None:
    first = post(world, report(window={"earliest": "2026-12-01", "latest": "2026-12-18T16:00"}))
    second = post(world, report(window={"earliest": "2026-12-01", "latest": "2026-12-25"}), scope=FIRE)
    [pair] = second["overlaps"]
    if pair["state"] == "proposed":
        decided = world.post(f"/v1/overlaps/{pair['id']}/decision", {"decision": "confirm"}, "coordinator")
        assert decided.status_code == 200, decided.text
    [day] = read(world).json()["due"]
    assert (day["date"], day["time"]) == ("2026-12-18", "16:00")
    ids = {first["request"]["id"], second["request"]["id"]}
    assert {one["id"] for one in day["requests"]} == ids


def test_a_monthly_report_is_due_once_a_period(world: World) -> None:
    monthly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-11", "2026-12"]}
    post(world, report(recurrence=monthly))
    both = world.get(f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2027-01-31", "township", TOWN)
    assert [(day["date"], day["latest"]) for day in both.json()["due"]] == [
        ("2026-12-04", "2026-12-05"),  # a Saturday
        ("2027-01-05", "2027-01-05"),
    ]
    assert [day["periods"][0]["period"] for day in both.json()["due"]] == ["2026-11", "2026-12"]
    assert both.json()["provisional"] is True
    assert [day["provisional"] for day in both.json()["due"]] == [False, True]


SUBJECTS = ("人口基本情况", "耕地面积", "农村道路", "学校食堂", "河道清淤", "残疾人补贴")


def different_reports(world: World, number: int, **changes) -> list[str]:
    """Reports of so many different works, all due on the same Friday."""
    window = {"earliest": "2026-12-01", "latest": "2026-12-18T16:00"}
    return [
        post(
            world,
            report(
                title=f"关于报送{subject}统计表的通知", description=f"请报送{subject}。", window=window,
                form={"title": subject, "kind": "record", "fields": [
                    {"label": subject, "unit": "个", "type": "integer", "period": "2026-11-30",
                     "grain": "township"}]},
            )
            | changes,
            scope=scope,
        )["request"]["id"]
        for subject, scope in zip(SUBJECTS[:number], SCOPES, strict=False)
    ]  # fmt: skip


SCOPES = ("990101-07", "990101-20", "990101-10", "990101-12", "990101-15", "990101-30")


def days_due(world: World, path: str = PATH) -> dict[str, tuple[str, str, str | None]]:
    shown = world.get(path, "township", TOWN).json()["due"]
    return {one["id"]: (day["date"], day["latest"], day["time"]) for day in shown for one in day["requests"]}


def test_different_work_is_spread_over_the_days_before_it_is_due(world: World) -> None:
    ids = different_reports(world, 5)
    found = days_due(world)
    assert [found[id_][0] for id_ in ids] == ["2026-12-18"] * 2 + ["2026-12-17"] * 2 + ["2026-12-16"]
    assert {found[id_][1] for id_ in ids} == {"2026-12-18"}
    # the hour counts on the last day only
    assert [found[id_][2] for id_ in ids] == ["16:00"] * 2 + [None] * 3
    # what is shown does not depend on what is asked for
    week = f"/v1/townships/{TOWN}/schedule?from=2026-12-17&to=2026-12-17"
    assert set(days_due(world, week)) == set(ids[2:4])


def test_a_due_day_that_was_told_stays_when_more_is_asked(world: World) -> None:
    ids = different_reports(world, 4)
    before = days_due(world)
    [late] = different_reports(world, 1, title="关于报送冬季取暖情况统计表的通知", description="报送取暖。")
    after = days_due(world)
    assert {id_: after[id_] for id_ in ids} == before
    assert after[late][0] == "2026-12-16"
    # where one falls away, nothing is due sooner
    world.post(f"/v1/requests/{ids[0]}/withdraw", None, scope=SCOPES[0])
    fewer = days_due(world)
    assert all(fewer[id_][0] >= after[id_][0] for id_ in (*ids[1:], late))


def test_a_due_day_leaves_the_days_of_notice(world: World) -> None:
    """Posted on Monday the 23rd and due on Friday: three working days of notice end on Thursday."""
    window = {"earliest": "2026-11-23", "latest": "2026-11-27"}
    ids = different_reports(world, 5, window=window)
    november = f"/v1/townships/{TOWN}/schedule?from=2026-11-01&to=2026-11-30"
    found = days_due(world, november)
    assert {found[id_][0] for id_ in ids} == {"2026-11-26", "2026-11-27"}


def test_a_quarter_says_of_which_months_it_is_the_sum(world: World) -> None:
    months = {"frequency": "monthly", "due_day": 5, "periods": ["2026-10", "2026-11", "2026-12"]}
    quarter = {"frequency": "quarterly", "due_day": 8, "periods": ["2026-Q4"]}
    monthly = post(world, report(recurrence=months))["request"]["id"]
    second = post(world, report(recurrence=quarter), scope=FIRE)
    [pair] = second["overlaps"]
    if pair["state"] == "proposed":
        world.post(f"/v1/overlaps/{pair['id']}/decision", {"decision": "confirm"}, "coordinator")
    path = f"/v1/townships/{TOWN}/schedule?from=2026-11-01&to=2027-01-31"
    due = world.get(path, "township", TOWN).json()["due"]
    quarterly = second["request"]["id"]
    by_period = {(one["request"], one["period"]): one["adds_up"] for day in due for one in day["periods"]}
    assert by_period[quarterly, "2026-Q4"] == ["2026-10", "2026-11", "2026-12"]
    assert by_period[monthly, "2026-12"] == []
    # December's return and the quarter's are open together: one day, not two
    [last] = [day for day in due if day["date"] > "2027"]
    assert (last["date"], last["latest"]) == ("2027-01-05", "2027-01-05")
    assert {one["id"] for one in last["requests"]} == {monthly, quarterly}


def test_the_sequence_of_a_due_day_never_falls(world: World) -> None:
    """Not when reports join a bundle, leave it, change, or are asked elsewhere; no inspection moves it."""
    told: dict[str, int] = {}

    def look() -> bool:
        events = calendar_of(world.get(f"{PATH}&format=ics", "township", TOWN)).walk("VEVENT")
        now = {str(one["uid"]): int(one["sequence"]) for one in events if str(one["uid"]).startswith("due")}
        assert all(now.get(uid, sequence) >= sequence for uid, sequence in told.items())
        changed = now != told
        told.update(now)
        world.clock.forward(hours=1)
        return changed

    first = post(world, report())["request"]["id"]
    assert look()
    second = post(world, report(), scope=FIRE)
    assert look()
    [pair] = second["overlaps"]
    decide = f"/v1/overlaps/{pair['id']}/decision"
    assert world.post(decide, {"decision": "confirm"}, "coordinator").status_code == 200
    assert look()
    path = f"/v1/requests/{second['request']['id']}"
    for version, targets in ((1, ["990101002"]), (2, ["990101"])):
        patched = world.call(
            "PATCH", path, scope=FIRE, json={"targets": targets}, headers={"If-Match": f'"v{version}"'}
        )
        assert patched.status_code == 200, patched.text
        assert look()
    assert world.post(f"{path}/withdraw", None, scope=FIRE).status_code == 200
    assert look()
    post(world, inspection(targets=[TOWN], unannounced=True), scope=FIRE)
    assert not look()
    assert any(first.removeprefix("req_990101_") in uid for uid in told)
