"""A department keeps its ledger on a page; a coordinator sees which there are, and no row of them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.api.ledger_files import CIVIL, OTHER, ROWS, kept, workbook
from tests.builders import report
from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")
WIDTHS = (1280, 380)
FIELDS = [
    {"label": "户主姓名", "grain": "household"},
    {"label": "身份证号", "grain": "household"},
    {"label": "保障人数", "unit": "人", "grain": "household"},
]
ASKING = report(
    title="关于报送低保户情况的通知", form={"title": "低保户花名册", "kind": "ledger", "fields": FIELDS}
)


def file_of(folder: Path, data: bytes) -> Path:
    path = folder / "ledger.xlsx"
    path.write_bytes(data)
    return path


def send(visit: Visit, path: Path, day: str, button: str) -> None:
    visit.page.locator("input[type=file]").set_input_files(path)
    visit.page.get_by_label("数据截至").fill(day)
    visit.page.get_by_role("button", name=button, exact=True).click()


def test_a_ledger_is_sent_renewed_and_taken_back(visit: Visit, tmp_path: Path) -> None:
    page = visit.sign_in("department", CIVIL, "/pages/ledgers")
    expect(page.get_by_text("还没有台账。")).to_be_visible()
    assert visit.faults() == []
    odd = (4, "某某镇", "赵某", "110101197501010012", "三", 1, 100)
    send(visit, file_of(tmp_path, workbook((*ROWS, odd))), "2026-09-30", "上传")
    expect(page.get_by_role("heading", level=1)).to_have_text("东安县低保户台账")
    expect(page.locator(".warning").first).to_contain_text("1 行看不出属于哪个乡镇")
    expect(page.get_by_text("没有读懂的格：Sheet E6")).to_be_visible()
    expect(page.get_by_text("沿用到 2027-11-04")).to_be_visible()
    assert visit.faults() == []
    send(visit, file_of(tmp_path, workbook()), "2026-10-31", "更新")
    expect(page.get_by_text("第 2 版")).to_be_visible()
    expect(page.get_by_text("城关街道：2")).to_be_visible()
    assert page.locator("table").last.locator("tbody tr").count() == 2
    page.get_by_role("button", name="撤回台账").click()
    expect(page.locator(".warning")).to_contain_text("已撤回")
    page.goto(visit.address + "/pages/ledgers")
    expect(page.locator("tbody tr")).to_contain_text("已撤回")


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_told_what_a_ledger_answers_and_how_long_on_a_desk_and_on_a_phone(
    visit: Visit, width: int
) -> None:
    ledger = kept(visit.world)
    assert visit.world.post("/v1/requests", ASKING, scope=CIVIL).status_code == 201
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.sign_in("coordinator", "990101", "/pages/ledgers")
    expect(page.locator("tbody tr")).to_contain_text("2027-12-05")
    page.get_by_role("link", name=ledger["title"]).click()
    expect(page.get_by_role("link", name=ASKING["title"])).to_be_visible()
    assert page.locator("form[enctype]").count() == 0
    assert visit.faults() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not any(row[2] in page.content() or str(row[3]) in page.content() for row in ROWS)


def test_a_ledger_that_lapsed_asks_for_a_newer_edition(visit: Visit) -> None:
    kept(visit.world, as_of="2025-09-30")
    page = visit.sign_in("department", CIVIL, "/pages/ledgers")
    expect(page.locator("tbody tr")).to_contain_text("已过期，请更新")
    page.get_by_role("link", name="东安县低保户台账").click()
    expect(page.locator(".warning")).to_contain_text("已过期")


def test_another_department_finds_no_ledger(visit: Visit) -> None:
    ledger = kept(visit.world)
    page = visit.sign_in("department", OTHER, "/pages/ledgers")
    expect(page.get_by_text("还没有台账。")).to_be_visible()
    answer = page.goto(f"{visit.address}/pages/ledgers/{ledger['id']}")
    assert answer is not None
    assert answer.status == 404
