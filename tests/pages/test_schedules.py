"""A coordinator plans a month on the page, watches it, publishes it; the township sees its month."""

import pytest
from playwright.sync_api import expect

from tests.builders import fire_safety_check, inspection, report
from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")
TOWN = "990101001"


def ask(visit: Visit) -> None:
    """Two inspections of the whole county, an unannounced one, and a report."""
    hidden = inspection(title="关于暗访电动自行车停放场所的通知", unannounced=True, targets=[TOWN])
    bodies = (("990101-07", inspection()), ("990101-09", fire_safety_check()), ("990101-25", hidden))
    for scope, body in (*bodies, ("990101-25", report())):
        assert visit.world.post("/v1/requests", body, scope=scope).status_code == 201


def ordered(visit: Visit):
    """The page of an order for December, before anything is planned."""
    page = visit.sign_in("coordinator", "990101", "/pages/schedules")
    page.get_by_label("从").fill("2026-12-01")
    page.get_by_label("到", exact=True).fill("2026-12-31")
    page.get_by_label("最多改期几项").fill("2")
    page.get_by_label("此日及以前不动").fill("2026-12-05")
    assert visit.faults() == []
    page.get_by_role("button", name="编排").click()
    page.get_by_role("progressbar").wait_for()
    return page


def test_a_plan_is_watched_looked_at_and_published(visit: Visit) -> None:
    ask(visit)
    page = ordered(visit)
    assert visit.faults() == []
    visit.world.run_jobs()
    page.get_by_role("button", name="发布").wait_for()  # the page renews itself
    assert visit.faults() == []
    marks = page.locator("svg[aria-labelledby='calendar-title'] rect title")
    told = [marks.nth(one).text_content() for one in range(marks.count())]
    assert any("白石镇" in one and "东安县林业局" in one for one in told), told[:3]
    page.get_by_text("白石镇（1）").click()
    expect(page.locator("details[open] tbody tr")).to_contain_text("关于开展冬春火灾防控检查的通知")
    expect(page.locator("#plan")).to_contain_text("允许改期 2 项，实际改期 0 项；2026-12-05 及以前的日期不动")
    assert visit.faults() == []
    page.get_by_role("button", name="发布").click()
    page.get_by_text("已发布", exact=True).wait_for()
    [row] = visit.world.get("/v1/schedules", "coordinator").json()["items"]
    assert row["state"] == "published"
    page.get_by_text("撤回这份日程").click()
    page.get_by_role("button", name="撤回").click()
    page.get_by_text("已撤回", exact=True).wait_for()


def test_a_plan_is_called_off(visit: Visit) -> None:
    ask(visit)
    page = ordered(visit)
    page.get_by_role("button", name="取消编排").click()
    page.get_by_text("已取消", exact=True).wait_for()
    [row] = visit.world.get("/v1/schedules", "coordinator").json()["items"]
    assert row["state"] == "cancelled"


def test_the_township_sees_its_month_and_nothing_of_the_unannounced(visit: Visit) -> None:
    ask(visit)
    order = {"division": "990101", "from": "2026-12-01", "to": "2026-12-31"}
    schedule = visit.world.post("/v1/schedules", order, "coordinator").json()["id"]
    visit.world.run_jobs()
    assert visit.world.post(f"/v1/schedules/{schedule}/publish", None, "coordinator").status_code == 200
    page = visit.sign_in("township", TOWN, "/pages/township")
    page.goto(f"{visit.address}/pages/township?month=2026-12")
    assert visit.faults() == []
    expect(page.locator(".visit").first).to_contain_text("关于开展冬春火灾防控检查的通知")
    expect(page.locator(".due").first).to_contain_text("关于报送人口基本情况的通知")
    assert "暗访" not in page.content()
    page.get_by_role("link", name="2027-01").click()
    expect(page.locator(".warning")).to_contain_text("尚未公布")
