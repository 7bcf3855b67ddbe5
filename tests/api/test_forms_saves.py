"""Several saves of one template: all faults at once, older files, and two clerks with the same workbook."""

from io import BytesIO
from typing import Any

import openpyxl
from pyxform.xls2xform import convert

from tests.api.test_forms import STATISTICS, TOWN, field_id, fill, template_list, template_of
from tests.api.test_forms_carry import saved
from tests.api.test_forms_workbook import upload
from tests.builders import report
from tests.conftest import World

PEOPLE = [
    {"label": "常住人口", "unit": "人", "type": "integer", "period": "2026-11-30"},
    {"label": "出生人口", "unit": "人", "type": "integer", "period": "2026-11"},
    {"label": "核对日期", "unit": "", "type": "date", "period": ""},
]


def post_form(world: World, fields: list[dict[str, Any]]) -> tuple[str, str]:
    """A request with this form: its id and its bundle."""
    body = report(form={"title": "人口核对表", "kind": "record", "fields": fields})
    posted = world.post("/v1/requests", body, scope=STATISTICS)
    return posted.json()["request"]["id"], template_list(world)[0]["bundle"]


def fetched(world: World, bundle: str) -> openpyxl.Workbook:
    path = f"/v1/bundles/{bundle}/template?township={TOWN}&format=xlsx"
    return openpyxl.load_workbook(BytesIO(world.get(path, "township", TOWN).content))


def values(world: World, bundle: str) -> dict[str, str]:
    asked = template_of(world, bundle)
    labels = {field["id"]: field["label"] for field in asked["fields"]}
    return {labels[key]: str(value) for key, value in asked["answers"]["values"].items()}


def test_a_dry_run_tells_every_fault_of_a_file_by_sheet_and_cell_and_stores_nothing(world: World) -> None:
    _, bundle = post_form(world, PEOPLE)
    book = fetched(world, bundle)
    page = book["统一填报表"]
    page["D6"], page["D7"], page["D8"] = "很多", 3.5, "2026-02-31"
    answer = upload(world, saved(book), "?dry_run=true")
    assert answer.status_code == 422
    places = [(fault["sheet"], fault["cell"]) for fault in answer.json()["errors"]]
    assert places == [("统一填报表", "D6"), ("统一填报表", "D7"), ("统一填报表", "D8")]
    page["D6"], page["D7"], page["D8"] = 21390, 3, "2026-12-01"
    tried = upload(world, saved(book), "?dry_run=true")
    assert (tried.status_code, tried.json()["id"], tried.json()["cells_filled"]) == (200, None, 3)
    assert template_of(world, bundle)["version"] == 0


def test_a_dry_run_compares_with_what_was_saved_before(world: World) -> None:
    fields = [
        {"label": "合计", "unit": "人", "type": "integer"},
        {"label": "男", "unit": "人", "type": "integer"},
        {"label": "女", "unit": "人", "type": "integer"},
    ]
    body = report(form={"title": "人口表", "kind": "record", "fields": fields, "notes": ["合计=男+女"]})
    world.post("/v1/requests", body, scope=STATISTICS)
    bundle = template_list(world)[0]["bundle"]
    ids = {field["label"]: field["id"] for field in template_of(world, bundle)["fields"]}
    assert fill(world, bundle, {ids["合计"]: 5, ids["男"]: 3}).status_code == 201
    body = {"bundle": bundle, "answers": {"values": {ids["女"]: 4}}}
    for query in ("?dry_run=true", ""):
        refused = world.post(f"/v1/townships/{TOWN}/submissions{query}", body, "township", TOWN)
        assert refused.status_code == 422
        [fault] = refused.json()["errors"]
        assert all(words in fault["detail"] for words in ("“合计”", "=5人", "“女”", "=4人"))


def test_of_two_clerks_with_one_workbook_the_second_undoes_nothing_and_hears_of_a_clash(world: World) -> None:
    _, bundle = post_form(world, PEOPLE)
    start = {"values": {field_id(template_of(world, bundle), label): 1 for label in ("常住人口", "出生人口")}}
    assert fill(world, bundle, start["values"]).status_code == 201
    one, other = fetched(world, bundle), fetched(world, bundle)
    one["统一填报表"]["D6"], one["统一填报表"]["D7"] = 7, 2
    assert upload(world, saved(one)).json()["overtaken"] == []
    other["统一填报表"]["D7"], other["统一填报表"]["D8"] = 3, "2026-12-01"
    answer = upload(world, saved(other))
    assert answer.status_code == 201
    [clash] = answer.json()["overtaken"]
    assert (clash["label"], clash["first"], clash["then"]) == ("出生人口", "2", "3")
    assert values(world, bundle) == {"常住人口": "7", "出生人口": "3", "核对日期": "2026-12-01"}


def test_a_file_of_an_earlier_edition_fills_what_is_still_asked_and_loses_nothing(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    book = fetched(world, bundle)
    book["统一填报表"]["D6"], book["统一填报表"]["D7"] = 21390, 3
    newer = {
        "title": "人口核对表",
        "kind": "record",
        "fields": [*PEOPLE[1:], {"label": "死亡人口", "unit": "人"}],
    }
    path = f"/v1/requests/{request}"
    tag = world.get(path, scope=STATISTICS).headers["etag"]
    mended = world.call("PATCH", path, scope=STATISTICS, json={"form": newer}, headers={"If-Match": tag})
    assert mended.status_code == 200, mended.text
    answer = upload(world, saved(book))
    assert answer.status_code == 201, answer.text
    left = [{key: one[key] for key in ("label", "cell", "value")} for one in answer.json()["unplaced"]]
    assert left == [{"label": "常住人口", "cell": "D6", "value": "21390"}]
    assert values(world, bundle) == {"出生人口": "3"}
    assert template_of(world, bundle)["unplaced"] == answer.json()["unplaced"]


def test_a_form_for_phones_is_fetched_and_its_submission_is_posted_back(world: World) -> None:
    _, bundle = post_form(world, PEOPLE)
    path = f"/v1/bundles/{bundle}/template?township={TOWN}&format=xlsform"
    answer = world.get(path, "township", TOWN)
    assert convert(BytesIO(answer.content)).warnings == []
    asked = template_of(world, bundle)
    collected = {
        "__id": "uuid:1",
        "group": {field_id(asked, "出生人口"): 4},
        "meta": {"instanceID": "uuid:1"},
    }
    body = {"bundle": bundle, "collected": collected}
    filled = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert filled.status_code == 201, filled.text
    assert values(world, bundle) == {"出生人口": "4"}
