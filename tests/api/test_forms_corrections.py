"""A department sets right what was read wrongly; its next edition is set right by itself."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.forms.upload import XLSX
from tests.api.test_forms import STATISTICS, TOWN, field_id, fill, template_list, template_of
from tests.builders import report
from tests.conftest import World
from tests.domain.merging.office import saved, sheet

EDITION = {
    "title": "2026年11月户籍人口情况登记表",
    "rows": [["户籍人口", None, "迁入", None], ["死亡", None]],
}


def workbook(month: str = "11", extra: str = "") -> bytes:
    rows: list[list[Any]] = [
        [f"2026年{month}月户籍人口情况登记表"],
        ["户籍人口", None, "迁入", None],
        ["死亡", None, extra or "迁出", None],
    ]
    return saved(sheet(rows, merges=["A1:D1"], frame="A2:D3"))


def upload(world: World, request: str, data: bytes, query: str = "") -> dict[str, Any]:
    path, headers = f"/v1/requests/{request}/form{query}", {"Content-Type": XLSX}
    put = world.call("PUT", path, scope=STATISTICS, content=data, headers=headers)
    assert put.status_code == 200, put.text
    return put.json()["form"]


def posted(world: World) -> str:
    return world.post("/v1/requests", report(), scope=STATISTICS).json()["request"]["id"]


def patch(world: World, request: str, *corrections: dict[str, Any], version: str = "*"):
    body = {"corrections": [{"sheet": "表1", **one} for one in corrections]}
    headers = {"If-Match": version} if version else {}
    path = f"/v1/requests/{request}/form"
    return world.call("PATCH", path, scope=STATISTICS, json=body, headers=headers)


def fields(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one.get("cell") or one["column"]: one for table in form["tables"] for one in table["fields"]}


def test_a_correction_makes_the_next_edition_and_the_township_is_asked_by_it(world: World) -> None:
    request = posted(world)
    upload(world, request, workbook())
    read = world.get(f"/v1/requests/{request}/form", scope=STATISTICS)
    done = patch(
        world, request,
        {"cell": "B2", "label": "常住人口", "unit": "人", "grain": "village", "period": "2026-11-30"},
        {"cell": "D2", "drop": True},
        {"cell": "D4", "label": "出生人数", "unit": "人"},
        version=read.headers["etag"],
    )  # fmt: skip
    assert done.status_code == 200, done.text
    form = done.json()["form"]
    assert form["version"] == read.json()["version"] + 1
    corrected = fields(form)
    assert set(corrected) == {"B2", "B3", "D3", "D4"}
    asked = {name: corrected["B2"][name] for name in ("label", "unit", "grain", "period", "type")}
    assert asked == {
        "label": "常住人口", "unit": "人", "grain": "village", "period": "2026-11-30", "type": "integer",
    }  # fmt: skip
    assert [(one["cell"], one["applied"], one["remembered"]) for one in form["corrections"]] == [
        ("B2", True, False), ("D2", True, False), ("D4", True, False),
    ]  # fmt: skip
    [brief] = template_list(world)
    template = template_of(world, brief["bundle"])
    assert [one["label"] for one in template["fields"]] == ["常住人口", "死亡", "迁出", "出生人数"]
    filled = fill(world, brief["bundle"], {field_id(template, "出生人数"): 12})
    assert filled.status_code == 201, filled.text
    query = f"/v1/requests/{request}/returns?township={TOWN}&format=xlsx"
    mine = world.get(query, scope=STATISTICS)
    assert mine.headers["content-type"] == XLSX
    assert _page(mine.content)["D4"].value == 12


def _page(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def test_the_next_edition_is_set_right_by_itself_and_says_so(world: World) -> None:
    first = posted(world)
    upload(world, first, workbook())
    patch(world, first, {"cell": "B2", "label": "常住人口", "unit": "人"}, {"cell": "D2", "drop": True})
    patch(world, first, {"cell": "D3", "unit": "人"})
    second = posted(world)
    december = upload(world, second, workbook("12"))
    said = {cell: (one["label"], one.get("unit", "")) for cell, one in fields(december).items()}
    assert said == {
        "B2": ("常住人口", "人"), "B3": ("死亡", ""), "D3": ("迁出", "人"),
    }  # fmt: skip
    assert [(one["cell"], one["remembered"], one["applied"]) for one in december["corrections"]] == [
        ("B2", True, True), ("D2", True, True), ("D3", True, True),
    ]  # fmt: skip
    as_read = upload(world, second, workbook("12"), "?remembered=false")
    assert (len(fields(as_read)), as_read["corrections"]) == (4, [])


def test_what_is_not_found_again_is_left_and_told(world: World) -> None:
    request = posted(world)
    upload(world, request, workbook())
    patch(world, request, {"cell": "D3", "label": "迁出人口"})
    changed = upload(world, request, workbook("12", extra="注销"))
    assert fields(changed)["D3"]["label"] == "注销"
    assert [(one["cell"], one["applied"]) for one in changed["corrections"]] == [("D3", False)]


def test_another_departments_form_of_that_name_is_left_alone(world: World) -> None:
    request = posted(world)
    upload(world, request, workbook())
    patch(world, request, {"cell": "B2", "label": "常住人口"})
    other = world.post("/v1/requests", report(), scope="990101-20").json()["request"]["id"]
    path, headers = f"/v1/requests/{other}/form", {"Content-Type": XLSX}
    put = world.call("PUT", path, scope="990101-20", content=workbook(), headers=headers)
    assert put.json()["form"]["corrections"] == []
    assert fields(put.json()["form"])["B2"]["label"] == "户籍人口"


@pytest.mark.parametrize(
    ("correction", "pointer"),
    [
        ({"cell": "B9", "unit": "人"}, "/corrections/1"),
        ({"cell": "B9", "drop": True}, "/corrections/1"),
        ({"sheet": "没有", "cell": "B2", "unit": "人"}, "/corrections/1"),
        ({"table": 7, "kind": "record"}, "/corrections/1"),
        ({"table": 0, "kind": "ledger"}, "/corrections/1"),
        ({"column": "C", "label": "甲"}, "/corrections/1"),
        ({"cell": "B2"}, "/corrections/1"),
        ({"cell": "B2", "kind": "ledger"}, "/corrections/1"),
        ({"unit": "人"}, "/corrections/1"),
        ({"cell": "XFE1", "label": "甲"}, "/corrections/1"),
        ({"cell": "b2", "label": "甲"}, "/corrections/1/cell"),
        ({"cell": "B2", "type": "number"}, "/corrections/1/type"),
    ],
)
def test_a_correction_that_fits_no_place_changes_nothing(
    world: World, correction: dict[str, Any], pointer: str
) -> None:
    request = posted(world)
    before = upload(world, request, workbook())
    refused = patch(world, request, {"cell": "B2", "unit": "人"}, correction)
    assert refused.status_code == 422, refused.text
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert world.get(f"/v1/requests/{request}/form", scope=STATISTICS).json() == before


def test_a_version_must_be_named_and_be_the_present_one(world: World) -> None:
    request = posted(world)
    upload(world, request, workbook())
    assert patch(world, request, {"cell": "B2", "unit": "人"}, version="").status_code == 428
    assert patch(world, request, {"cell": "B2", "unit": "人"}, version='"v1"').status_code == 412


def test_a_form_that_came_as_json_is_sent_again_instead(world: World) -> None:
    request = posted(world)
    refused = patch(world, request, {"cell": "B2", "unit": "人"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:jianfu:problem:not-read-from-a-file")


def test_a_table_is_told_to_be_a_ledger(world: World) -> None:
    request = posted(world)
    upload(world, request, workbook())
    done = patch(world, request, {"table": 0, "kind": "ledger", "first_row": 3, "last_row": 9})
    assert done.status_code == 200, done.text
    [table] = done.json()["form"]["tables"]
    assert (table["kind"], table["first_row"], table["last_row"]) == ("ledger", 3, 9)
    assert {one["column"] for one in table["fields"]} == {"B", "D"}
