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
