"""How statistics are answered: in every format, in the reader's language, to those who may count."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyarrow.parquet as parquet
import pytest

from app.tables import Department
from tests.api.counted import (
    BURDEN,
    FORESTRY,
    OTHER_TOWN,
    OVERLAPS,
    TOWN,
    post_as,
    rows_of,
)
from tests.builders import inspection
from tests.conftest import World

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


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("path", [OVERLAPS, BURDEN])
def test_every_format_has_the_same_rows(world: World, path: str) -> None:
    for group_by in ("", "month,department", "township,matter,kind"):
        address = f"{path}?group_by={group_by}"
        expected = rows_of(world, address)
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
    post_as(world, FORESTRY, inspection(targets=[TOWN]))
    [row] = rows_of(world, OVERLAPS + "?group_by=department")
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
        [row] = rows_of(world, path)
        assert set(row.values()) == {0}
        assert rows_of(world, path + "?group_by=township") == []


@pytest.mark.usefixtures("county")
def test_a_key_counts_only_what_lies_in_its_division(world: World) -> None:
    [town] = rows_of(world, BURDEN, scope=OTHER_TOWN)
    assert (town["requests"], town["visits_before"], town["cells_before"]) == (1, 1, 0)
    [other] = rows_of(world, BURDEN, scope="990102")
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
