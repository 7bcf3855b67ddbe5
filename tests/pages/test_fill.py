"""A clerk fetches the form as a workbook, fills it in, sends it back, and is told what came of it."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.builders import report
from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")
TOWN = "990101001"


def fetched(visit: Visit, folder: Path) -> Path:
    """The workbook of a report of three cells, as the browser saves it."""
    assert visit.world.post("/v1/requests", report(), scope="990101-25").status_code == 201
    page = visit.sign_in("township", TOWN, "/pages/forms")
    expect(page.locator("tbody tr")).to_contain_text("0 / 3 格")
    assert visit.faults() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def filled(path: Path, value: object) -> Path:
    """The workbook with `value` in the cell right of each label."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    unlocked = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked
    for cell in unlocked:
        cell.value = value
    book.save(path)
    return path


def test_a_form_goes_out_and_comes_back_filled(visit: Visit, tmp_path: Path) -> None:
    path = filled(fetched(visit, tmp_path), 21)
    page = visit.page
    page.get_by_label("上传填好的表").set_input_files(path)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已填 3 格")
    assert visit.faults() == []
    request = visit.world.get("/v1/requests", scope="990101-25").json()["items"][0]["id"]
    [back] = visit.world.get(f"/v1/requests/{request}/returns?township={TOWN}", scope="990101-25").json()[
        "items"
    ]
    assert {cell["value"] for cell in back["cells"]} == {"21"}
    expect(page.locator("main")).to_contain_text("要填的表都填齐了")  # what is done is out of the way, folded
    expect(page.get_by_role("link", name="Excel")).to_be_hidden()
    page.get_by_text("已填齐（1）").click()
    expect(page.get_by_role("link", name="Excel")).to_be_visible()
    assert visit.faults() == []


def test_what_cannot_stand_is_told_by_cell_and_nothing_is_stored(visit: Visit, tmp_path: Path) -> None:
    path = filled(fetched(visit, tmp_path), "很多")
    page = visit.page
    page.get_by_label("上传填好的表").set_input_files(path)
    page.get_by_role("button", name="上传", exact=True).click()
    page.locator(".faults li").first.wait_for()
    assert visit.faults() == []
    page.goto(visit.address + "/pages/forms")
    expect(page.locator("tbody tr")).to_contain_text("0 / 3 格")


def test_a_file_that_is_no_workbook_is_told(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"not a workbook")
    page = visit.sign_in("township", TOWN, "/pages/forms")
    page.get_by_label("上传填好的表").set_input_files(path)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("表格文件无法读懂，没有保存")
