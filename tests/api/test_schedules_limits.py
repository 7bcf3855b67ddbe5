"""What a county limits and what the law wants at least: notice, caps, floors, in plans and in answers."""

from datetime import date

from tests.api.test_schedules import FIRE, FORESTRY, plan, planned_and_published, post
from tests.builders import fire_safety_check, inspection
from tests.conftest import COUNTY, World

TOWN = "990101001"
SAFETY = "990101-08"
DECEMBER = {"earliest": "2026-12-01", "latest": "2026-12-31"}
WHOLE = {"earliest": "2026-11-24", "latest": "2026-12-31"}


def set_county(world: World, **settings) -> None:
    path = f"/v1/settings/{COUNTY}"
    read = world.get(path, "coordinator")
    body = read.json()["own"] | settings
    written = world.call("PUT", path, "coordinator", json=body, headers={"If-Match": read.headers["etag"]})
    assert written.status_code == 200, written.text


def surprise(scope: str, **changes) -> tuple[dict, str]:
    body = inspection(
        title="关于开展安全生产暗查暗访的通知",
        description="对重点场所安全生产情况开展暗查暗访。", targets=[TOWN],
        unannounced=True, document_no=f"东安〔2026〕{scope[-2:]}号", window=DECEMBER,
    )  # fmt: skip
    return body | changes, scope


def test_a_plan_leaves_the_township_its_days_of_notice(world: World) -> None:
    """Monday 23 November: with three working days of notice the first visit is on Friday."""
    post(world, inspection(targets=[TOWN], window=WHOLE))
    [visit] = plan(world, **{"from": "2026-11-23"})["result"]["visits"]
    assert visit["date"] >= "2026-11-27"
    set_county(world, notice_days=0)
    [visit] = planned_and_published(world, **{"from": "2026-11-23"})["result"]["visits"]
    assert visit["date"] == "2026-11-24"
    set_county(world, notice_days=5)
    # a newcomer does not join a visit that comes too soon
    [placed] = post(world, fire_safety_check(targets=[TOWN], window=WHOLE), scope=FIRE)["visits"]
    assert placed["date"] == "2026-12-01"
    # unless its window leaves it no choice: then the township was told by the department, not by us
    soon = {"earliest": "2026-11-24", "latest": "2026-11-25"}
    hurry = fire_safety_check(targets=[TOWN], window=soon, document_no="东消〔2026〕90号")
    answer = post(world, hurry, scope=FIRE)
    [placed] = answer["visits"]
    assert placed["date"] == "2026-11-24"
    assert "R05" in {finding["rule"] for finding in answer["findings"]}


def test_a_published_visit_keeps_its_day_however_near(world: World) -> None:
    post(world, inspection(targets=[TOWN], window=WHOLE))
    [first] = planned_and_published(world, **{"from": "2026-11-23"})["result"]["visits"]
    world.clock.moment = world.clock.moment.replace(day=date.fromisoformat(first["date"]).day - 1)
    [again] = plan(world, **{"from": "2026-11-23"})["result"]["visits"]
    assert again["date"] == first["date"]


def test_floors_that_the_cap_cannot_hold_are_told_with_both_sources(world: World) -> None:
    for body, scope in (surprise(SAFETY), surprise(FIRE)):
        post(world, body, scope=scope)
    assert plan(world)["result"]["law"] == []
    set_county(world, caps={"visits_per_month": 1})
    result = plan(world)["result"]
    [remark] = result["law"]
    assert remark["township"] == TOWN
    assert "2026-12" in remark["text"]
    assert len(remark["requests"]) == 2
    assert len(remark["sources"]) >= 2
    assert "四不两直" in remark["sources"][0]
    assert "每月迎检上限" in remark["sources"][-1]
    assert "visits_per_month" in remark["remedy"]
    assert len(result["unplaced"]) == 1


def test_a_floor_that_the_plan_leaves_unmet_names_its_source(world: World) -> None:
    weekend = {"earliest": "2026-12-05", "latest": "2026-12-06"}
    body, scope = surprise(SAFETY, window=weekend)
    post(world, body, scope=scope)
    [remark] = plan(world)["result"]["law"]
    assert "每月不少于1次" in remark["text"]
    assert ["四不两直" in source for source in remark["sources"]] == [True]


def test_a_floor_whose_time_is_over_is_missed_and_no_conflict_any_more(world: World) -> None:
    """Of November nothing can be mended in December: it stands apart, and December's floors stand alone."""
    november = {"earliest": "2026-11-24", "latest": "2026-11-27"}
    for body, scope in (surprise(SAFETY, window=november), surprise(FIRE, window=november)):
        post(world, body, scope=scope)
    set_county(world, caps={"visits_per_month": 1})
    both = {"from": "2026-11-23", "to": "2026-12-31"}
    result = plan(world, **both)["result"]
    assert (len(result["law"]), result["law_missed"]) == (1, [])
    world.clock.moment = world.clock.moment.replace(month=12, day=1)
    late = plan(world, **both)["result"]
    assert late["law"] == []
    assert {one["township"] for one in late["law_missed"]} == {TOWN}
    assert len(late["law_missed"]) == 2
    assert all("期限已过" in one["remedy"] for one in late["law_missed"])


def test_a_draft_is_told_when_law_and_cap_do_not_go_together(world: World) -> None:
    set_county(world, caps={"visits_per_month": 1})
    post(world, inspection(targets=[TOWN], window=DECEMBER), scope=FORESTRY)
    planned_and_published(world)
    body, scope = surprise(SAFETY)
    findings = world.post("/v1/requests/check", body, scope=scope).json()["findings"]
    [finding] = [one for one in findings if one["rule"] == "R19"]
    assert (finding["severity"], finding["pointer"]) == ("warning", "/window")
    assert "四不两直" in finding["source"]
    assert "每月迎检上限" in finding["source"]


def test_the_countys_own_numbers_are_applied(world: World) -> None:
    """R02/R04 and R16 follow the county's settings."""
    body = inspection(title="关于开展企业安全生产综合检查的通知", targets=[TOWN])

    def told() -> set[str]:
        findings = world.post("/v1/requests/check", body, scope=SAFETY).json()["findings"]
        return {finding["rule"] for finding in findings}

    assert not {"R04", "R16"} & told()
    set_county(world, comprehensive_per_year=0, scan_in=True)
    assert {"R04", "R16"} <= told()


def test_a_reason_names_offices_and_townships(world: World) -> None:
    """The planner knows codes; people know names."""
    closed = {"entries": [{"from": "2026-12-09", "to": "2026-12-10", "kind": "closed", "name": "集市"}]}
    world.call("PUT", f"/v1/calendars/{TOWN}", "coordinator", json=closed, headers={"If-Match": '"v0"'})
    window = {"earliest": "2026-12-09", "latest": "2026-12-10"}
    post(world, inspection(targets=[TOWN], window=window), scope=FORESTRY)
    [left] = plan(world)["result"]["unplaced"]
    assert "城关街道 禁排日" in left["reason"]
    assert TOWN not in left["reason"] + left["remedy"]
