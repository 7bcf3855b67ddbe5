"""Coordinators keep the calendar of each division: inherited, overridden, recurring, provisional."""

import pytest

from tests.conftest import COUNTY, World

TOWN = "990101001"
WEEK = "from=2026-12-07&to=2026-12-13"


def put(world: World, division: str, entries: list[dict], version: int = 0, query: str = WEEK):
    path = f"/v1/calendars/{division}?{query}"
    headers = {"If-Match": f'"v{version}"'}
    return world.call("PUT", path, "coordinator", json={"entries": entries}, headers=headers)


def test_a_township_inherits_from_its_county_and_overrides_it(world: World) -> None:
    county = world.get(f"/v1/calendars/{COUNTY}", "coordinator").json()["version"]
    closed = {"from": "2026-12-08", "to": "2026-12-10", "kind": "closed", "name": "物资交流大会"}
    answer = put(world, COUNTY, [closed], county)
    assert answer.status_code == 200, answer.text
    assert answer.json()["working_days"] == ["2026-12-07", "2026-12-11"]
    own = [{"date": "2026-12-09", "kind": "makeup", "name": "照常"}]
    answer = put(world, TOWN, own).json()
    assert answer["working_days"] == ["2026-12-07", "2026-12-09", "2026-12-11"]
    assert [(entry["division"], entry["from"]) for entry in answer["inherited"]] == [(COUNTY, "2026-12-08")]
    assert [(entry["division"], entry["date"]) for entry in answer["entries"]] == [(TOWN, "2026-12-09")]


def test_a_weekly_market_closes_its_days(world: World) -> None:
    market = {
        "from": "2026-12-01",
        "to": "2026-12-31",
        "rule": "FREQ=WEEKLY;BYDAY=WE",
        "kind": "closed",
        "name": "集市",
    }
    answer = put(world, TOWN, [market], query="from=2026-12-01&to=2026-12-31").json()
    assert not {"2026-12-02", "2026-12-09", "2026-12-30"} & set(answer["working_days"])
    assert "2026-12-03" in answer["working_days"]


@pytest.mark.parametrize(
    ("rule", "closed"),
    [
        ("FREQ=DAILY;INTERVAL=10", {"2026-12-01", "2026-12-11", "2026-12-21", "2026-12-31"}),
        ("FREQ=MONTHLY;BYDAY=2TU", {"2026-12-08"}),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", {"2026-12-03", "2026-12-17", "2026-12-31"}),
        ("freq=yearly;bymonth=12;bymonthday=-1", {"2026-12-31"}),
        ("FREQ=DAILY;INTERVAL=5", {"2026-12-01", "2026-12-11", "2026-12-16", "2026-12-21", "2026-12-31"}),
        # 农历逢三六九: the eleventh moon begins on 9 December 2026
        (
            "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3,6,9,13,16,19,23,26,29",
            {"2026-12-01", "2026-12-04", "2026-12-07", "2026-12-11", "2026-12-14", "2026-12-17"}
            | {"2026-12-21", "2026-12-24", "2026-12-31"},
        ),
        ("RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1", {"2026-12-09"}),
    ],
)
def test_recurrences_of_every_grain_close_their_days(world: World, rule: str, closed: set[str]) -> None:
    december = "from=2026-12-01&to=2026-12-31"
    before = set(world.get(f"/v1/calendars/{TOWN}?{december}", "coordinator").json()["working_days"])
    entry = {"from": "2026-12-01", "to": "2026-12-31", "rule": rule, "kind": "closed", "name": "集市"}
    after = set(put(world, TOWN, [entry], query=december).json()["working_days"])
    assert before - after == closed & before


def test_a_change_needs_the_version_it_changes(world: World) -> None:
    entry = {"date": "2026-12-09", "kind": "closed", "name": "停"}
    path = f"/v1/calendars/{TOWN}"
    assert world.call("PUT", path, "coordinator", json={"entries": [entry]}).status_code == 428
    assert put(world, TOWN, [entry]).headers["etag"] == '"v1"'
    assert put(world, TOWN, [], version=0).status_code == 412
    assert world.get(path, "coordinator").headers["etag"] == '"v1"'
    assert put(world, TOWN, [], version=1).json()["entries"] == []


def test_a_year_that_is_not_announced_is_provisional(world: World) -> None:
    for year, provisional in (("2026", False), ("2027", True)):
        path = f"/v1/calendars/{COUNTY}?from={year}-01-01&to={year}-01-31"
        assert world.get(path, "coordinator").json()["provisional"] is provisional


def test_a_year_that_was_entered_is_no_longer_provisional(world: World) -> None:
    """The holidays of 2027 are announced: an administrator enters them for the whole country."""
    january = "from=2027-01-01&to=2027-01-31"
    entries = [
        {"from": "2027-01-01", "to": "2027-01-03", "kind": "holiday", "name": "元旦"},
        {"date": "2027-01-09", "kind": "makeup", "name": "调休上班"},
    ]
    written = {"entries": entries, "announced": [2027]}
    path = f"/v1/calendars/0?{january}"
    assert world.get(path, "admin", "0").json()["unknown_years"] == [2027]
    put_ = world.call("PUT", path, "admin", "0", json=written, headers={"If-Match": '"v0"'})
    assert put_.status_code == 200, put_.text
    assert (put_.json()["announced"], put_.json()["provisional"]) == ([2027], False)
    read = world.get(f"/v1/calendars/{TOWN}?{january}", "coordinator").json()
    assert (read["provisional"], read["unknown_years"], read["announced"]) == (False, [], [])
    assert "2027-01-09" in read["working_days"]
    assert not {"2027-01-01", "2027-01-02"} & set(read["working_days"])


GOOD = {"date": "2026-12-09", "kind": "closed", "name": "停"}
RANGE = {"from": "2026-01-01", "to": "2026-12-31", "kind": "closed", "name": "集市"}


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        (RANGE | {"rule": "FREQ=HOURLY"}, "/entries/1/rule"),
        (RANGE | {"rule": "每周六"}, "/entries/1/rule"),
        (RANGE | {"rule": "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=31"}, "/entries/1/rule"),
        (RANGE | {"rule": "RSCALE=HEBREW;FREQ=MONTHLY;BYMONTHDAY=3"}, "/entries/1/rule"),
        (RANGE | {"rule": "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=1"}, "/entries/1"),
        (RANGE | {"rule": "FREQ=WEEKLY;BYDAY=XX"}, "/entries/1/rule"),
        (RANGE | {"rule": "FREQ=DAILY;INTERVAL=0"}, "/entries/1/rule"),
        (RANGE | {"rule": "FREQ=DAILY;COUNT=3"}, "/entries/1/rule"),
        (RANGE | {"rule": "FREQ=DAILY\nEXDATE:20260101"}, "/entries/1/rule"),
        (RANGE | {"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "/entries/1/rule"),
        (RANGE | {"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "/entries/1"),
        (RANGE | {"to": "2025-12-31"}, "/entries/1"),
        (RANGE | {"to": "2099-12-31"}, "/entries/1"),
        (RANGE | {"date": "2026-12-09"}, "/entries/1"),
        (GOOD | {"rule": "FREQ=DAILY"}, "/entries/1"),
        (GOOD | {"date": "2026-02-30"}, "/entries/1/date"),
        (GOOD | {"date": 0}, "/entries/1/date"),
        (GOOD | {"kind": "party"}, "/entries/1/kind"),
        (GOOD | {"name": ""}, "/entries/1/name"),
        (GOOD | {"more": 1}, "/entries/1/more"),
    ],
)
def test_a_bad_entry_is_told_with_its_place_and_nothing_is_stored(world: World, entry, pointer) -> None:
    refused = put(world, TOWN, [GOOD, entry])
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert refused.json()["errors"][0]["remedy"]
    assert world.get(f"/v1/calendars/{TOWN}", "coordinator").json()["version"] == 0


def test_a_calendar_of_elsewhere_is_out_of_reach(world: World) -> None:
    assert world.get("/v1/calendars/990102", "coordinator").status_code == 403
    assert world.get(f"/v1/calendars/{COUNTY}", "township", TOWN).status_code == 403
    upside_down = world.get(f"/v1/calendars/{COUNTY}?from=2026-12-02&to=2026-12-01", "coordinator")
    assert upside_down.json()["errors"][0]["parameter"] == "to"
