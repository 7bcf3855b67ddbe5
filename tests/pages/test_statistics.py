"""An analyst looks at a county before and after, goes down to a township, and takes the rows along."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.api.test_forms_carry import fill, monthly, one, template
from tests.builders import fire_safety_check, inspection, report
from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")
TOWN = "990101001"


def ask(visit: Visit) -> None:
    """Two inspections of the whole county that share their visits in December, and a report."""
    for scope, body in (
        ("990101-07", inspection()),
        ("990101-09", fire_safety_check()),
        ("990101-25", report()),
    ):
        assert visit.world.post("/v1/requests", body, scope=scope).status_code == 201
    order = {"division": "990101", "from": "2026-12-01", "to": "2026-12-31"}
    schedule = visit.world.post("/v1/schedules", order, "coordinator").json()["id"]
    visit.world.run_jobs()
    assert visit.world.post(f"/v1/schedules/{schedule}/publish", None, "coordinator").status_code == 200


def test_the_quarter_that_runs_is_shown_in_a_picture_and_told_by_township(visit: Visit) -> None:
    ask(visit)
    page = visit.sign_in("analyst", "990101", "/pages/statistics")
    expect(page.get_by_label("从")).to_have_value("2026-10-01")
    expect(page.get_by_label("到", exact=True)).to_have_value("2026-12-31")
    total = visit.world.get("/v1/statistics/burden?from=2026-10-01&to=2026-12-31", "analyst").json()["rows"][
        0
    ]
    assert total["visit_days_after"] < total["visit_days_before"]
    told = page.locator(".picture svg desc").text_content() or ""
    assert f"{total['visit_days_before']}, 合并后 {total['visit_days_after']:g}" in told
    assert visit.faults() == []
    page.get_by_label("分组").select_option("township")
    page.get_by_role("button", name="查看").click()
    rows = page.locator("table.cards tbody tr")
    expect(rows.first).to_contain_text("→")
    assert visit.faults() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="下载表格").first.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == rows.count()


def test_a_township_is_looked_at_and_an_empty_time_says_so(visit: Visit) -> None:
    ask(visit)
    page = visit.sign_in("coordinator", "990101", "/pages/statistics")
    page.get_by_label("地方").select_option(TOWN)
    page.get_by_label("从").fill("")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("城关街道")
    page.get_by_label("到", exact=True).fill("2020-01-31")
    page.get_by_label("分组").select_option("department")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("table.cards tbody")).to_contain_text("这段时间没有任务")


def test_on_a_phone_nothing_is_cut_off(visit: Visit) -> None:
    ask(visit)
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.sign_in("analyst", "990101", "/pages/statistics")
    page.goto(f"{visit.address}/pages/statistics?division=990101&group_by=department")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.faults() == []


def test_what_cannot_be_counted_is_a_page_with_the_reason(visit: Visit) -> None:
    page = visit.sign_in("analyst", "990101", "/pages/statistics")
    page.goto(f"{visit.address}/pages/statistics?division=990102")
    expect(page.locator("main")).to_contain_text("990102")
    page.goto(f"{visit.address}/pages/statistics?from=2026-12-31&to=2026-12-01")
    expect(page.locator("main")).to_contain_text("to 早于 from")


def test_the_page_of_the_calls_needs_nothing_from_elsewhere(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.goto(f"{visit.address}/docs")
    expect(visit.page.locator(".opblock-summary-description").first).to_be_visible()
    assert [url for url in asked if not url.startswith((visit.address, "data:"))] == []


def test_cells_that_were_confirmed_and_not_typed_are_told(visit: Visit) -> None:
    bundle = monthly(visit.world, "record", [one("企业总数", "家", "integer", "月末")])
    october = template(visit.world, bundle, "2026-10")
    fill(visit.world, bundle, "2026-10", {"values": {field["id"]: 7 for field in october["fields"]}})
    [offer] = template(visit.world, bundle, "2026-11")["carried"].values()
    body = {"bundle": bundle, "period": "2026-11", "confirm": [offer["code"]]}
    path = f"/v1/townships/{TOWN}/submissions"
    assert visit.world.post(path, body, "township", TOWN).status_code == 201
    page = visit.sign_in("analyst", "990101", "/pages/statistics")
    page.get_by_label("地方").select_option(TOWN)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("合并后的单元格 2：填写 1、核对沿用 1、直接沿用 0")).to_be_visible()
    page.get_by_label("分组").select_option("month")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("td .soft")).to_have_text("填写 0、核对沿用 1、直接沿用 0")
    assert visit.faults() == []
