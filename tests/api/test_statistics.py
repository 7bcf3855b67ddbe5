"""Analysts count overlaps and burden: every expected number below is worked out by hand."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date

import pyarrow.parquet as parquet
import pytest

from app.kit.ids import new_id, parse_public_id
from app.tables import Department, InForce, Schedule, Visit, VisitRequest, WorkRequest
from tests.builders import fire_safety_check, inspection, population_in_ten_thousands, report
from tests.conftest import NOW, World

FORESTRY, HOUSING, HEALTH = "990101-07", "990101-10", "990101-20"
TOWN, OTHER_TOWN = "990101001", "990101002"
OVERLAPS, BURDEN = "/v1/statistics/overlaps", "/v1/statistics/burden"
GROUPS = ("department", "township", "matter", "month", "kind")
ALLOWED = "department, township, matter, month, kind"
BAD = (
    ("group_by=department,town", "group_by", ALLOWED),
    ("group_by=department,", "group_by", ALLOWED),
    ("groupby=month", "groupby", "拼写"),
    ("from=20261201", "from", "2026-12-01"),
    ("from=0", "from", "2026-12-01"),
    ("to=2026-02-30", "to", "2026-12-01"),
    ("from=2026-12-02&to=2026-12-01", "to", "对调"),
    ("format=xlsx", "format", "选一个"),
    ("division=东安", "division", "格式"),
    ("division=990101001001", "division", "乡镇"),
)


@pytest.fixture
def county(world: World) -> dict[str, str]:
    """Two inspections and two reports; each two confirmed as one work, in one township of two."""
    posted = {
        "forest": _post(world, FORESTRY, inspection(targets=[TOWN, OTHER_TOWN])),
        "health": _post(
            world,
            HEALTH,
            fire_safety_check(targets=[TOWN], window={"earliest": "2026-12-03", "latest": "2027-01-18"}),
        ),
        "people": _post(world, HOUSING, report(targets=[TOWN])),
        "births": _post(world, HEALTH, population_in_ten_thousands(targets=[TOWN])),
    }
    for pair in world.get("/v1/overlaps", role="coordinator").json()["items"]:
        path = f"/v1/overlaps/{pair['id']}/decision"
        assert world.post(path, {"decision": "confirm"}, role="coordinator").status_code == 200
    return posted


@pytest.mark.usefixtures("county")
def test_overlaps_are_counted_once_a_pair(world: World) -> None:
    [row] = _rows(world, OVERLAPS)
    assert (row["requests"], row["pairs"], _in_state(row, "confirmed")) == (4, 2, 2)
    assert (row["requests_in_bundles"], row["bundles"]) == (4, 2)


@pytest.mark.usefixtures("county")
def test_a_pair_counts_for_the_department_of_each_side(world: World) -> None:
    rows = _rows(world, OVERLAPS + "?group_by=department")
    counted = {row["department"]: (row["requests"], row["pairs"], row["bundles"]) for row in rows}
    assert counted == {FORESTRY: (1, 1, 1), HOUSING: (1, 1, 1), HEALTH: (2, 2, 2)}
    assert {row["department_name"] for row in rows} >= {"东安县林业局", "东安县卫生健康局"}


@pytest.mark.usefixtures("county")
def test_a_pair_and_a_bundle_are_projected_on_the_townships_that_both_target(world: World) -> None:
    rows = _rows(world, OVERLAPS + "?group_by=township")
    measures = ("requests", "pairs", "requests_in_bundles", "bundles")
    counted = {row["township"]: tuple(row[name] for name in measures) for row in rows}
    assert counted == {TOWN: (4, 2, 4, 2), OTHER_TOWN: (1, 0, 0, 0)}


def test_a_pair_belongs_to_the_month_of_the_later_start(world: World) -> None:
    window = {"earliest": "2026-12-20", "latest": "2027-01-20"}
    _post(world, FORESTRY, inspection(targets=[TOWN], window=window))
    later = {"earliest": "2027-01-04", "latest": "2027-01-20"}
    _post(world, HEALTH, fire_safety_check(targets=[TOWN], window=later))
    rows = _rows(world, OVERLAPS + "?group_by=month")
    assert [(row["month"], row["requests"], row["pairs"]) for row in rows] == [
        ("2026-12", 1, 0),
        ("2027-01", 1, 1),
    ]
    [december] = _rows(world, OVERLAPS + "?from=2026-12-01&to=2026-12-31")
    assert (december["requests"], december["pairs"]) == (1, 0)


def test_a_withdrawn_request_is_counted_nowhere(world: World, county: dict[str, str]) -> None:
    world.post(f"/v1/requests/{county['health']}/withdraw", None, scope=HEALTH)
    [row] = _rows(world, OVERLAPS)
    assert (row["requests"], row["pairs"], row["bundles"]) == (3, 1, 1)
    [row] = _rows(world, BURDEN)
    assert row["visits_before"] == 2


@pytest.mark.usefixtures("county")
def test_without_a_published_plan_nothing_is_said_of_visits_after(world: World) -> None:
    answer = world.get(BURDEN, "analyst").json()
    [row] = answer["rows"]
    assert (row["visits_before"], row["visit_days_before"], row["visits_undated"]) == (3, 3, 3)
    assert row["visits_after"] is row["visit_days_after"] is None
    assert any("还没有发布日程" in note for note in answer["notes"])
    # forms need no plan: 常住人口 is asked once, in persons, for 人 and 万人
    assert (row["cells_before"], row["cells_after"]) == (5, 4)
    # 20 min to read and send, 25 to learn the form, 2.5 a cell: 102.5 minutes alone, 55 together
    assert row["hours_saved_likely"] == round((102.5 - 55) / 60, 2)
    assert row["hours_before_likely"] == round(3 * 11 + 102.5 / 60, 2)


def test_a_shared_visit_is_one_visit_and_each_department_has_its_part(
    world: World, county: dict[str, str]
) -> None:
    _place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    [row] = _rows(world, BURDEN)
    # the forest visit to the second township has no date: it stands as asked
    assert (row["visits_before"], row["visits_after"], row["visits_undated"]) == (3, 2, 1)
    assert (row["visit_days_before"], row["visit_days_after"]) == (3, 2)
    # alone 11 hours each (1 to receive, 8 to go along, 2 to prepare); together 1 + 8 + 2 × 2 = 13
    assert row["hours_saved_likely"] == round(2 * 11 - 13 + 47.5 / 60, 2)
    parts = {row["department"]: row["visits_after"] for row in _rows(world, BURDEN + "?group_by=department")}
    assert parts == {FORESTRY: 1.5, HOUSING: 0, HEALTH: 0.5}


def test_two_visits_on_one_day_are_one_visit_day(world: World, county: dict[str, str]) -> None:
    _place(world, TOWN, "2026-12-08", county["forest"])
    _place(world, TOWN, "2026-12-08", county["health"], session=2)
    [row] = _rows(world, f"{BURDEN}?division={TOWN}")
    assert (row["visits_before"], row["visits_after"], row["visit_days_after"]) == (2, 2, 1)


def test_a_published_plan_tells_planned_from_unplanned_townships(
    world: World, county: dict[str, str]
) -> None:
    _place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    after = {row["township"]: row["visits_after"] for row in _rows(world, BURDEN + "?group_by=township")}
    assert after == {TOWN: 1, OTHER_TOWN: None}
    _publish(world, "2026-12-01", "2026-12-31")
    after = {row["township"]: row["visits_after"] for row in _rows(world, BURDEN + "?group_by=township")}
    assert after == {TOWN: 1, OTHER_TOWN: 1}


def test_a_month_is_that_of_the_visit_or_of_the_day_due(world: World, county: dict[str, str]) -> None:
    rows = {row["month"]: row["visits_before"] for row in _rows(world, BURDEN + "?group_by=month")}
    assert rows == {"2026-12": 2, "2027-01": 1}
    _place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    rows = {row["month"]: row["visits_before"] for row in _rows(world, BURDEN + "?group_by=month")}
    assert rows == {"2026-12": 3}


def test_a_monthly_return_is_asked_every_month_and_learnt_once(world: World) -> None:
    monthly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-10", "2026-11", "2026-12"]}
    _post(world, HOUSING, report(targets=[TOWN, OTHER_TOWN], recurrence=monthly))
    [row] = _rows(world, BURDEN)
    assert (row["requests"], row["cells_before"]) == (1, 2 * 3 * 3)
    assert row["hours_before_likely"] == round(2 * (25 + 3 * 27.5) / 60, 2)
    rows = _rows(world, BURDEN + "?group_by=month")
    assert [(row["month"], row["cells_before"]) for row in rows] == [
        ("2026-11", 6),
        ("2026-12", 6),
        ("2027-01", 6),
    ]


def test_rows_of_every_grouping_add_up_to_the_total(world: World, county: dict[str, str]) -> None:
    _place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    _publish(world, "2026-12-01", "2027-01-31")
    [total] = _rows(world, BURDEN)
    for group_by in (*GROUPS, "department,month", "kind,matter,township", ",".join(GROUPS)):
        rows = _rows(world, f"{BURDEN}?group_by={group_by}")
        assert next(iter(rows[0])) == group_by.split(",")[0]
        for name in set(total) - {"requests"}:
            parts = sum(row[name] for row in rows)
            assert parts == pytest.approx(total[name], abs=0.005 * len(rows)), (group_by, name)


def test_a_target_stands_for_every_township_beneath_once(world: World) -> None:
    cases = ((["990101"], 20), (["990101", TOWN], 20), (["9901"], 20), (["990101001001", TOWN], 1))
    for month, (targets, visits) in enumerate(cases, start=2):
        days = {"earliest": f"2027-{month:02}-01", "latest": f"2027-{month:02}-20"}
        _post(world, "9901-01", inspection(targets=targets, window=days))
        query = f"?from={days['earliest']}&to={days['latest']}"
        assert _rows(world, BURDEN + query)[0]["visits_before"] == visits
        assert _rows(world, OVERLAPS + query)[0]["requests"] == 1


def test_an_unannounced_visit_is_no_number_before_the_day_after(world: World, county: dict[str, str]) -> None:
    _place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    paths = [f"{path}?group_by={group}" for path in (OVERLAPS, BURDEN) for group in ("", *GROUPS)]
    before = [_rows(world, path) for path in paths]
    secret = _post(world, HOUSING, inspection(targets=[TOWN], unannounced=True))
    assert [_rows(world, path) for path in paths] == before
    _place(world, TOWN, "2026-12-08", secret, held=True)
    world.clock.forward(days=15)  # the day itself
    assert [_rows(world, path) for path in paths] == before
    world.clock.forward(days=1)
    [row] = _rows(world, BURDEN)
    assert (row["visits_before"], row["visits_after"], row["visit_days_after"]) == (4, 3, 2)
    assert row["hours_before_likely"] == pytest.approx(before[6][0]["hours_before_likely"] + 9)
    assert _rows(world, OVERLAPS)[0]["requests"] == 4
    world.clock.forward(days=12)  # its window is over
    assert _rows(world, OVERLAPS)[0]["requests"] == 5


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("path", [OVERLAPS, BURDEN])
def test_every_format_has_the_same_rows(world: World, path: str) -> None:
    for group_by in ("", "month,department", "township,matter,kind"):
        address = f"{path}?group_by={group_by}"
        expected = _rows(world, address)
        text = world.get(address + "&format=csv", "analyst")
        assert text.headers["content-type"].startswith("text/csv")
        assert text.content.startswith(b"\xef\xbb\xbf")
        read = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
        assert read == [
            {name: "" if value is None else str(value) for name, value in row.items()} for row in expected
        ]
        wanted = {"Accept": "application/vnd.apache.parquet, application/json;q=0.5"}
        table = parquet.read_table(io.BytesIO(world.get(address, "analyst", headers=wanted).content))
        assert table.to_pylist() == expected
        about = json.loads(table.schema.metadata[b"jianfu"])
        assert about["notes"] == world.get(address, "analyst").json()["notes"]


def test_no_cell_of_a_csv_is_a_formula(world: World) -> None:
    with world.database.write() as session:
        session.get_one(Department, FORESTRY).name = "=HYPERLINK(1)"
    _post(world, FORESTRY, inspection(targets=[TOWN]))
    [row] = _rows(world, OVERLAPS + "?group_by=department")
    assert row["department_name"] == "=HYPERLINK(1)"
    text = world.get(OVERLAPS + "?group_by=department&format=csv", "analyst").content.decode("utf-8-sig")
    assert f"{FORESTRY},'=HYPERLINK(1)," in text


@pytest.mark.usefixtures("county")
def test_a_drawing_reads_out_its_numbers(world: World) -> None:
    with world.database.write() as session:
        session.get_one(Department, FORESTRY).name = "<林业&局>"
    expected = {"": "到镇检查（次）: 合并前 3, 合并后 尚无日程", "department": "<林业&局>: 合并前 22"}
    for group_by, told in expected.items():
        answer = world.get(f"{BURDEN}?group_by={group_by}", "analyst", headers={"Accept": "image/svg+xml"})
        assert answer.headers["content-type"].startswith("image/svg+xml")
        image, name = ET.fromstring(answer.text), "{http://www.w3.org/2000/svg}"
        assert image.attrib["role"] == "img"
        assert "合并前与合并后" in image.findtext(f"{name}title")
        assert told in image.findtext(f"{name}desc")


@pytest.mark.usefixtures("county")
def test_names_and_notes_speak_the_readers_language(world: World) -> None:
    answer = world.get(BURDEN + "?group_by=kind", "analyst", headers={"Accept-Language": "en"}).json()
    assert [row["kind_name"] for row in answer["rows"]] == ["inspection", "report"]
    assert answer["notes"][0].startswith("Before:")


def test_an_empty_county_has_a_total_of_nothing_and_no_rows(world: World) -> None:
    for path in (OVERLAPS, BURDEN):
        [row] = _rows(world, path)
        assert set(row.values()) == {0}
        assert _rows(world, path + "?group_by=township") == []


@pytest.mark.usefixtures("county")
def test_a_key_counts_only_what_lies_in_its_division(world: World) -> None:
    [town] = _rows(world, BURDEN, scope=OTHER_TOWN)
    assert (town["requests"], town["visits_before"], town["cells_before"]) == (1, 1, 0)
    [other] = _rows(world, BURDEN, scope="990102")
    assert other["requests"] == 0
    [nation] = world.get(BURDEN, "admin", "0").json()["rows"]
    assert nation["requests"] == 4
    assert world.get(BURDEN, "coordinator").json()["rows"][0]["requests"] == 4


@pytest.mark.parametrize("path", [OVERLAPS, BURDEN])
def test_foreign_divisions_and_other_roles_are_refused(world: World, path: str) -> None:
    refused = world.get(path + "?division=990102", "analyst")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:jianfu:problem:outside-scope")
    assert world.get(path + "?division=990101999", "analyst").status_code == 404
    for role, scope in (("department", FORESTRY), ("township", TOWN)):
        assert world.get(path, role, scope).json()["type"] == "urn:jianfu:problem:forbidden"


@pytest.mark.parametrize("path", [OVERLAPS, BURDEN])
def test_bad_parameters_are_told_with_what_is_allowed(world: World, path: str) -> None:
    for query, parameter, told in BAD:
        answer = world.get(f"{path}?{query}", "analyst")
        assert answer.status_code == 422, query
        [fault] = answer.json()["errors"]
        assert fault["parameter"] == parameter
        assert told in fault["remedy"]


@pytest.mark.usefixtures("county")
def test_groups_may_come_in_several_parameters_and_keep_their_order(world: World) -> None:
    answer = world.get(f"{BURDEN}?group_by=month&group_by=kind,month", "analyst").json()
    assert answer["group_by"] == ["month", "kind"]
    assert list(answer["rows"][0])[:3] == ["month", "kind", "kind_name"]


def _rows(world: World, path: str, scope: str = "990101") -> list[dict]:
    answer = world.get(path, "analyst", scope)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def _in_state(row: dict, state: str) -> int:
    return sum(row[f"{verdict}_{state}"] for verdict in ("duplicate", "overlap", "related"))


def _post(world: World, department: str, body: dict) -> str:
    answer = world.post("/v1/requests", body, scope=department)
    assert answer.status_code == 201, answer.text
    return answer.json()["request"]["id"]


def _place(
    world: World, township: str, day: str, *requests: str, session: int = 1, held: bool = False
) -> None:
    """Publish one visit, as the schedule does."""
    with world.database.write() as database:
        ids = [parse_public_id(one, "req")[1] for one in requests]
        lead = database.get_one(WorkRequest, ids[0]).department
        visit = Visit(
            id=new_id(), home=township[:6], township=township, date=date.fromisoformat(day),
            session=session, half_days=1, lead_department=lead, held=held, state="published", sequence=0,
            reason={}, schedule_id=None, created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        database.add(visit)
        database.flush()
        database.add_all(
            VisitRequest(
                id=new_id(), home=visit.home, visit_id=visit.id, request_id=id_, township=township,
                occurrence="", half_days=1, active=True,
            )
            for id_ in ids
        )  # fmt: skip


def _publish(world: World, starts: str, ends: str) -> None:
    """A published schedule of the county, without visits of its own."""
    with world.database.write() as database:
        id_ = new_id()
        database.add(
            Schedule(
                id=id_, home="990101", starts=date.fromisoformat(starts), ends=date.fromisoformat(ends),
                version=1, state="published", options={}, fingerprint=None, result=None, job_id=None,
                created_at=NOW, created_by=new_id(), published_at=NOW,
            )
        )  # fmt: skip
        database.flush()
        database.add(
            InForce(
                id=new_id(), home="990101", schedule_id=id_, starts=date.fromisoformat(starts),
                ends=date.fromisoformat(ends),
            )
        )  # fmt: skip
