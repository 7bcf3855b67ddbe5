"""Forms as workbooks: the shared one is fetched, filled and sent back; a department gets its own again."""

from io import BytesIO

import openpyxl
import pytest

from app.forms.upload import XLSX
from tests.api.test_forms import STATISTICS, TOWN, cells, field_id, fill, post_two, template_list, template_of
from tests.builders import report
from tests.conftest import World


def filled_workbook(world: World, bundle: str, value: object) -> bytes:
    """The bundle's shared workbook as the township fetches it, with one figure typed."""
    path = f"/v1/bundles/{bundle}/template?township={TOWN}&format=xlsx"
    sheet = world.get(path, "township", TOWN)
    assert sheet.headers["content-type"] == XLSX
    book = openpyxl.load_workbook(BytesIO(sheet.content))
    place = next(
        cell for row in book.worksheets[0] for cell in row if cell.value and "常住人口" in str(cell.value)
    )
    unlocked = next(cell for cell in book.worksheets[0][place.row] if not cell.protection.locked)
    unlocked.value = value
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def upload(world: World, data: bytes, query: str = "", town: str = TOWN):
    path, headers = f"/v1/townships/{town}/submissions{query}", {"Content-Type": XLSX}
    return world.call("POST", path, "township", town, content=data, headers=headers)


@pytest.mark.parametrize("named", [True, False])
def test_the_workbook_is_filled_and_comes_back(world: World, named: bool) -> None:
    first, _, bundle = post_two(world)
    data = filled_workbook(world, bundle, 21390)
    filled = upload(world, data, f"?bundle={bundle}" if named else "")
    assert filled.status_code == 201, filled.text
    assert cells(world, first, STATISTICS) == {"人": ("21390", "")}


def test_a_workbook_of_another_township_bundle_or_period_is_refused(world: World) -> None:
    _, _, bundle = post_two(world)
    data = filled_workbook(world, bundle, 21390)
    for query, town, parameter in (
        ("", "990101002", "township"),
        (f"?bundle={bundle[:-1]}x", TOWN, "bundle"),
        ("?period=2026-11", TOWN, "period"),
    ):
        refused = upload(world, data, query, town)
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:jianfu:problem:other-template")
        assert [one["parameter"] for one in refused.json()["errors"]] == [parameter]
    assert template_of(world, bundle)["version"] == 0


def test_an_uploaded_filling_that_is_no_filled_workbook_says_so(world: World) -> None:
    post_two(world)
    book = openpyxl.Workbook()
    data = BytesIO()
    book.save(data)
    for content in (b"", b"PK\x03\x04broken", data.getvalue()):
        refused = upload(world, content)
        assert (refused.status_code, refused.json()["type"]) == (
            422,
            "urn:jianfu:problem:unreadable-workbook",
        )


def test_wrong_answers_in_a_workbook_are_named_by_their_cells(world: World) -> None:
    _, _, bundle = post_two(world)
    refused = upload(world, filled_workbook(world, bundle, "许多"))
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["sheet"], error["cell"]) == ("统一填报表", "D6")


def test_a_departments_own_workbook_is_read_shared_filled_and_given_back(world: World) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["人口基本情况表"],
        ["指标名称", "代码", "计量单位", "数值"],
        ["常住人口", "01", "人", None],
        ["总户数", "02", "户", None],
    ):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    request = world.post("/v1/requests", report(form=None), scope=STATISTICS).json()["request"]["id"]
    put = world.call(
        "PUT",
        f"/v1/requests/{request}/form?name=%E4%BA%BA%E5%8F%A3.xlsx",
        scope=STATISTICS,
        content=data.getvalue(),
        headers={"Content-Type": XLSX},
    )
    assert put.status_code == 200, put.text
    assert put.json()["form"]["input_cells"] == 2
    bundle = template_list(world)[0]["bundle"]
    template = template_of(world, bundle)
    fill(world, bundle, {field_id(template, "常住人口"): 21390})
    returned = world.get(f"/v1/requests/{request}/returns?township={TOWN}&format=xlsx", scope=STATISTICS)
    assert openpyxl.load_workbook(BytesIO(returned.content)).active["D3"].value == 21390


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_says_so(world: World, data: bytes) -> None:
    request = world.post("/v1/requests", report(form=None), scope=STATISTICS).json()["request"]["id"]
    put = world.call(
        "PUT", f"/v1/requests/{request}/form", scope=STATISTICS, content=data, headers={"Content-Type": XLSX}
    )
    assert (put.status_code, put.json()["type"]) == (422, "urn:jianfu:problem:unreadable-workbook")
    assert put.json()["errors"][0]["remedy"]
