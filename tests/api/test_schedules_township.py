"""Clerks read their township's schedule, print it and subscribe to it."""

import io
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.api.test_schedules import FIRE, FORESTRY, planned_and_published, post
from tests.builders import fire_safety_check, inspection, report
from tests.conftest import World

TOWN, NEIGHBOUR = "990101001", "990101002"
PATH = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2026-12-31"
FEEDS = f"/v1/townships/{TOWN}/feeds"


def read(world: World, **options):
    return world.get(PATH, "township", TOWN, **options)


def calendar_of(response) -> Calendar:
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def test_the_schedule_tells_who_comes_when_and_what_is_due(world: World) -> None:
    fires = post(world, inspection(targets=[TOWN]))["request"]["id"]
    post(world, fire_safety_check(targets=[TOWN]), scope=FIRE)
    due = post(world, report(targets=["990101"]))["request"]["id"]
    planned_and_published(world)
    shown = read(world).json()
    assert (shown["township"], shown["from"], shown["to"]) == (TOWN, "2026-12-01", "2026-12-31")
    [visit] = shown["visits"]
    assert visit["lead"] == visit["departments"][0]
    assert len(visit["departments"]) == 2
    assert fires in {one["id"] for one in visit["requests"]}
    assert visit["unannounced"] is False
    [day] = shown["due"]
    # the 20th is a Sunday
    assert (day["date"], day["latest"]) == ("2026-12-18", "2026-12-20")
    assert [one["id"] for one in day["requests"]] == [due]
    assert day["template"].startswith("/v1/bundles/bun_990101_")
    assert day["template"].endswith(f"/template?township={TOWN}")


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


def test_an_unannounced_year_is_provisional_in_every_format(world: World) -> None:
    spring = {"earliest": "2026-12-21", "latest": "2027-01-15"}
    late = {"earliest": "2027-01-04", "latest": "2027-01-15"}
    post(world, inspection(targets=[TOWN], window=spring))
    post(world, fire_safety_check(targets=[TOWN], window=late, half_days=2), scope=FIRE)
    post(world, report(targets=[TOWN], window=spring))
    planned_and_published(world, to="2027-01-31")
    path = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2027-01-31"
    shown = world.get(path, "township", TOWN).json()
    assert {visit["provisional"] is (visit["date"] > "2027") for visit in shown["visits"]} == {True}
    assert any(visit["provisional"] for visit in shown["visits"])
    calendar = calendar_of(world.get(f"{path}&format=ics", "township", TOWN))
    assert "2027" in calendar["DESCRIPTION"]
    for event in calendar.walk("VEVENT"):
        assert ("暂定" in event["DESCRIPTION"]) is (event["DTSTART"].dt.year == 2027)
        if "检查" in event["SUMMARY"]:
            assert event["STATUS"] == ("TENTATIVE" if event["DTSTART"].dt.year == 2027 else "CONFIRMED")
    book = load_workbook(io.BytesIO(world.get(f"{path}&format=xlsx", "township", TOWN).content))
    noted = {
        name: any("暂定" in str(cell.value) for row in book[name].iter_rows() for cell in row)
        for name in book.sheetnames
    }
    assert noted == {"2026年12月": False, "2027年1月": True}


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


def test_an_etag_saves_the_second_reading_and_changes_with_the_content(world: World) -> None:
    post(world, inspection(targets=[TOWN]))
    planned_and_published(world)
    for format_ in ("json", "ics", "xlsx"):
        path = f"{PATH}&format={format_}"
        first = world.get(path, "township", TOWN)
        again = world.get(path, "township", TOWN, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    old = read(world).json()["version"]
    post(world, fire_safety_check(targets=[TOWN]), scope=FIRE)
    assert read(world).json()["version"] != old


def test_a_calendar_keeps_the_uid_counts_changes_and_tells_what_is_cancelled(world: World) -> None:
    window = {"earliest": "2026-12-03", "latest": "2026-12-20"}
    kept = post(world, inspection(targets=[TOWN], window=window))["request"]["id"]
    planned_and_published(world)
    [event] = calendar_of(read(world, headers={"Accept": "text/calendar"})).walk("VEVENT")
    assert (event["STATUS"], int(event["SEQUENCE"])) == ("CONFIRMED", 0)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (8, 12)
    post(world, fire_safety_check(targets=[TOWN]), scope=FIRE)
    [joined] = calendar_of(read(world, headers={"Accept": "text/calendar"})).walk("VEVENT")
    assert (joined["UID"], int(joined["SEQUENCE"])) == (event["UID"], 1)
    for scope, id_ in (
        (FORESTRY, kept),
        (FIRE, world.get("/v1/requests", scope=FIRE).json()["items"][0]["id"]),
    ):
        world.post(f"/v1/requests/{id_}/withdraw", None, scope=scope)
    [gone] = calendar_of(read(world, headers={"Accept": "text/calendar"})).walk("VEVENT")
    assert (gone["UID"], gone["STATUS"]) == (event["UID"], "CANCELLED")
    assert int(gone["SEQUENCE"]) > 1


def test_a_calendar_is_made_for_old_programs(world: World) -> None:
    post(world, inspection(targets=[TOWN]))
    post(world, report(targets=[TOWN]))
    planned_and_published(world)
    answer = read(world, headers={"Accept": "text/calendar"})
    text = answer.content
    assert b"BEGIN:VTIMEZONE" in text
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in text
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    calendar = calendar_of(answer)
    summaries = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert any("检查：" in one for one in summaries)
    assert any("报表截止" in one for one in summaries)
    [due] = [event for event in calendar.walk("VEVENT") if "报表" in event["SUMMARY"]]
    assert due["DTSTART"].dt == date(2026, 12, 18)
    assert "最迟：12月20日" in due["DESCRIPTION"]
    assert due["DTEND"].dt - due["DTSTART"].dt == timedelta(days=1)


def test_the_printed_sheet_has_a_page_a_month_and_no_formula(world: World) -> None:
    post(world, inspection(targets=[TOWN], title="=HYPERLINK(1)关于冬春火灾防控的检查"))
    planned_and_published(world)
    path = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2027-01-31&format=xlsx"
    answer = world.get(path, "township", TOWN)
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["2026年12月", "2027年1月"]
    sheet = book["2026年12月"]
    header = [cell.value for cell in sheet[2]]
    assert header == ["日期", "星期", "时段", "牵头部门", "参加部门", "检查事项", "备注"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.freeze_panes == "A3"
    titles = [cell for row in sheet.iter_rows(min_row=3) for cell in row if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in titles] == ["s"]


def open_feed(world: World, name: str) -> dict:
    made = world.post(FEEDS, {"name": name}, "township", TOWN)
    assert made.status_code == 201, made.text
    return made.json()


def test_a_feed_address_needs_no_header_and_ends_when_revoked(world: World) -> None:
    post(world, inspection(targets=[TOWN]))
    planned_and_published(world)
    feed = open_feed(world, "党政办")
    assert feed["webcal"] == feed["url"].replace("http://", "webcal://")
    fed = world.client.get(feed["url"])
    assert len(calendar_of(fed).walk("VEVENT")) == 1
    assert world.client.get(feed["url"], headers={"If-None-Match": fed.headers["etag"]}).status_code == 304
    for _ in range(2):
        assert world.call("DELETE", f"{FEEDS}/{feed['id']}", "township", TOWN).status_code == 204
    assert world.client.get(feed["url"]).status_code == 404
    assert world.client.get("/v1/feeds/jianfu_x.ics").json()["type"] == "urn:jianfu:problem:not-found"


def test_every_clerk_has_an_address_that_ends_alone(world: World) -> None:
    office, hall = open_feed(world, "党政办 王秀英"), open_feed(world, "服务大厅")
    renewed = open_feed(world, "服务大厅")
    assert world.client.get(hall["url"]).status_code == 404
    listed = world.get(FEEDS, "township", TOWN).json()["items"]
    assert [(one["id"], one["name"]) for one in listed] == [
        (renewed["id"], "服务大厅"),
        (office["id"], "党政办 王秀英"),
    ]
    assert "url" not in listed[0]
    # the coordinator may stop what a clerk has let out
    assert world.call("DELETE", f"{FEEDS}/{renewed['id']}", "coordinator").status_code == 204
    assert world.client.get(renewed["url"]).status_code == 404
    assert world.client.get(office["url"]).status_code == 200
    for id_ in ("fee_990101_x", office["id"].replace("fee_990101", "fee_990102")):
        assert world.call("DELETE", f"{FEEDS}/{id_}", "township", TOWN).status_code == 404
    neighbours = f"/v1/townships/{NEIGHBOUR}/feeds/{office['id']}"
    assert world.call("DELETE", neighbours, "coordinator").status_code == 404
    assert world.post(FEEDS, {"name": ""}, "township", TOWN).json()["errors"][0]["pointer"] == "/name"


def test_a_feed_ends_with_the_key_that_asked_for_it(world: World) -> None:
    order = {"role": "township", "division": TOWN, "label": "党政办"}
    issued = world.post("/v1/keys", order, "admin", "0").json()
    headers = {"Authorization": f"Bearer {issued['secret']}"}
    url = world.client.post(FEEDS, json={"name": "手机"}, headers=headers).json()["url"]
    assert world.client.get(url).status_code == 200
    world.post(f"/v1/keys/{issued['id']}/revoke", None, "admin", "0")
    assert world.client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("from=2026-12-02&to=2026-12-01", 422, "to"),
        ("from=2026-12-02&to=2028-12-01", 422, "to"),
        ("from=0&to=2026-12-01", 422, "from"),
        ("format=pdf", 422, "format"),
    ],
)
def test_a_wrong_period_is_told_with_its_parameter(world: World, query, status, parameter) -> None:
    refused = world.get(f"/v1/townships/{TOWN}/schedule?{query}", "township", TOWN)
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (status, parameter)


def test_a_township_reads_its_own_schedule_only(world: World) -> None:
    path = f"/v1/townships/{NEIGHBOUR}/schedule"
    assert world.get(path, "township", TOWN).json()["type"] == "urn:jianfu:problem:outside-scope"
    assert world.post(f"/v1/townships/{NEIGHBOUR}/feeds", {"name": "x"}, "township", TOWN).status_code == 403
    assert world.get(path, "coordinator").status_code == 200
    assert world.get(path, "coordinator", "990102").status_code == 403
    assert world.get(path, "department").status_code == 403
    unknown = world.get("/v1/townships/990101999/schedule", "coordinator")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:jianfu:problem:unknown-division")
