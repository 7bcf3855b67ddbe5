"""A person sees how the form was understood and sets right what was not, without a program."""

import pytest
from playwright.sync_api import expect

from tests.api.test_forms import STATISTICS
from tests.api.test_forms_corrections import fields, posted, upload
from tests.conftest import World
from tests.domain.merging.office import saved, sheet
from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")


def shown_form(visit: Visit) -> str:
    """A form with a field, a title and a text that nothing could be made of; its request's id."""
    rows = [
        ["2026年11月户籍人口情况登记表"],
        ["户籍人口", None, "迁入", None, None, "孤立的字"],
        ["死亡", None, "迁出", None],
    ]
    request = posted(visit.world)
    upload(visit.world, request, saved(sheet(rows, merges=["A1:D1"], frame="A2:D3")))
    return request


def read(world: World, request: str) -> dict:
    answer = world.get(f"/v1/requests/{request}/form", scope=STATISTICS)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_field_is_set_right_on_the_page(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("department", STATISTICS)
    page.get_by_role("link", name="关于报送人口基本情况的通知").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2026年11月户籍人口情况登记表")
    row = page.locator("tr", has=page.get_by_role("cell", name="B2", exact=True))
    row.get_by_text("更正 户籍人口").click()
    row.get_by_label("指标").fill("常住人口")
    row.get_by_label("单位").fill("人")
    row.get_by_label("填报对象").select_option("village")
    assert visit.faults() == []
    row.get_by_role("button", name="保存更正").click()
    page.get_by_role("heading", name="已更正").wait_for()
    stored = fields(read(visit.world, request))["B2"]
    assert (stored["label"], stored["unit"], stored["grain"]) == ("常住人口", "人", "village")
    assert visit.faults() == []


def test_a_field_that_asks_for_nothing_is_taken_out(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("department", STATISTICS, f"/pages/requests/{request}/form")
    row = page.locator("tr", has=page.get_by_role("cell", name="D2", exact=True))
    row.get_by_text("更正 迁入").click()
    row.get_by_role("button", name="这一格不用填").click()
    page.get_by_role("heading", name="已更正").wait_for()
    assert set(fields(read(visit.world, request))) == {"B2", "B3", "D3"}


def test_a_text_that_nothing_was_made_of_becomes_a_field(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("department", STATISTICS, f"/pages/requests/{request}/form")
    row = page.locator("tr", has=page.get_by_role("cell", name="孤立的字", exact=True))
    row.get_by_text("是要填的指标").click()
    row.get_by_label("填在哪一格").fill("G2")
    row.get_by_label("指标").fill("出生人数")
    row.get_by_label("单位").fill("人")
    assert visit.faults() == []
    row.get_by_role("button", name="加入表格").click()
    page.get_by_role("heading", name="已更正").wait_for()
    added = fields(read(visit.world, request))["G2"]
    assert (added["label"], added["unit"]) == ("出生人数", "人")


def test_a_text_that_only_explains_is_set_aside(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("department", STATISTICS, f"/pages/requests/{request}/form")
    page.get_by_role("button", name="不用填，忽略").click()
    page.get_by_role("heading", name="已更正").wait_for()
    assert page.get_by_role("heading", name="没有读懂的地方").count() == 0
    assert read(visit.world, request)["not_understood"] == []


def test_whoever_comes_second_is_told_and_overwrites_nothing(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("department", STATISTICS, f"/pages/requests/{request}/form")
    row = page.locator("tr", has=page.get_by_role("cell", name="B2", exact=True))
    row.get_by_text("更正 户籍人口").click()
    row.get_by_label("单位").fill("户")
    etag = visit.world.get(f"/v1/requests/{request}/form", scope=STATISTICS).headers["etag"]
    body = {"corrections": [{"sheet": "表1", "cell": "B2", "unit": "人"}]}
    path = f"/v1/requests/{request}/form"
    other = visit.world.call("PATCH", path, scope=STATISTICS, json=body, headers={"If-Match": etag})
    assert other.status_code == 200
    row.get_by_role("button", name="保存更正").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("内容已被他人修改，本次没有保存")
    assert fields(read(visit.world, request))["B2"]["unit"] == "人"
    assert visit.faults() == []


def test_a_coordinator_looks_and_cannot_correct(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("coordinator", "990101", f"/pages/requests/{request}/form")
    assert page.get_by_role("cell", name="户籍人口").count() == 1
    assert page.get_by_role("button", name="保存更正").count() == 0
    assert visit.faults() == []


def test_another_department_does_not_find_it(visit: Visit) -> None:
    request = shown_form(visit)
    page = visit.sign_in("department", "990101-07", f"/pages/requests/{request}/form")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有找到")
