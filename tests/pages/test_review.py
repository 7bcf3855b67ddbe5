"""A coordinator decides a doubtful pair on the page, and takes the decision back."""

import pytest
from playwright.sync_api import expect

from tests.builders import inspection, report
from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")


def waiting(visit: Visit) -> dict:
    """A pair that waits: a visit and a return about one matter."""
    world = visit.world
    first = inspection(
        title="关于开展冬季森林防火检查的通知",
        description="检查各乡镇护林员上岗、防火物资储备和扑火队伍值守情况。",
    )
    second = report(
        title="关于报送森林防火基本情况统计表的通知", description="统计护林员、扑火队伍、防火物资数量。"
    )
    for body, scope in ((first, "990101-07"), (second, "990101-09")):
        assert world.post("/v1/requests", body, scope=scope).status_code == 201
    [pair] = world.get("/v1/overlaps?state=proposed", "coordinator").json()["items"]
    return pair


def state_of(visit: Visit, pair: dict) -> str:
    return visit.world.get(f"/v1/overlaps/{pair['id']}", "coordinator").json()["state"]


def test_a_pair_is_decided_and_the_decision_taken_back(visit: Visit) -> None:
    pair = waiting(visit)
    page = visit.sign_in("coordinator", "990101", "/pages/overlaps")
    picture = page.locator("img.waterfall")
    picture.scroll_into_view_if_needed()  # it is loaded when it comes into view, after the page is
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert pair["evidence"][0]["text"] in picture.get_attribute("alt")
    assert visit.faults() == []
    page.get_by_label("备注").fill("检查与报表是两件事")
    page.get_by_role("button", name="不是，分开办").click()
    page.get_by_text("这里没有了").wait_for()
    assert state_of(visit, pair) == "rejected"
    page.get_by_role("link", name="已否定").click()
    page.get_by_role("button", name="收回决定").click()
    page.get_by_text("这里没有了").wait_for()
    assert state_of(visit, pair) == "proposed"


def test_a_confirmed_pair_has_the_lead_that_was_chosen(visit: Visit) -> None:
    pair = waiting(visit)
    page = visit.sign_in("coordinator", "990101", "/pages/overlaps")
    page.get_by_label("牵头部门").select_option("990101-07")
    page.get_by_role("button", name="是同一项，并办").click()
    page.get_by_text("这里没有了").wait_for()
    decided = visit.world.get(f"/v1/overlaps/{pair['id']}", "coordinator").json()
    assert (decided["state"], decided["lead_department"]) == ("confirmed", "990101-07")


def test_of_two_coordinators_the_second_is_told(visit: Visit) -> None:
    pair = waiting(visit)
    page = visit.sign_in("coordinator", "990101", "/pages/overlaps")
    ruling = {"decision": "confirm", "note": ""}
    decided = visit.world.post(f"/v1/overlaps/{pair['id']}/decision", ruling, "coordinator")
    assert decided.status_code == 200
    page.get_by_role("button", name="不是，分开办").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这一对已有人处理")
    assert state_of(visit, pair) == "confirmed"


def test_what_another_reads_is_seen_and_left_to_him_until_it_lapses(visit: Visit) -> None:
    pair = waiting(visit)
    world = visit.world
    assert world.post(f"/v1/overlaps/{pair['id']}/claim", {}, "coordinator", "9901").status_code == 200
    page = visit.sign_in("coordinator", "990101", "/pages/overlaps")
    page.get_by_text("test 正在审，到 09:15").wait_for()
    assert page.get_by_role("button", name="是同一项，并办").count() == 0
    assert visit.faults() == []
    page.get_by_role("button", name="领取接下来的").click()
    page.get_by_text("这里没有了").wait_for()
    world.clock.forward(minutes=15)
    page.get_by_role("button", name="领取接下来的").click()
    page.get_by_text("您已领取，到 09:30").wait_for()
    page.get_by_role("button", name="不是，分开办").click()
    page.get_by_text("这里没有了").wait_for()
    assert page.get_by_role("link", name="看全部").count() == 1
    assert state_of(visit, pair) == "rejected"


def test_what_is_over_is_not_shown_until_asked_for(visit: Visit) -> None:
    pair = waiting(visit)
    visit.world.clock.forward(days=40)
    page = visit.sign_in("coordinator", "990101", "/pages/overlaps")
    page.get_by_text("这里没有了").wait_for()
    page.get_by_role("link", name="看已过时限的").click()
    page.get_by_text("时限已过").wait_for()
    assert visit.faults() == []
    page.get_by_role("button", name="不是，分开办").click()
    page.get_by_text("这里没有了").wait_for()
    assert state_of(visit, pair) == "rejected"
