"""Signing in: with a valid key only, to a page of ours only, and gone when signed out."""

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Visit

pytestmark = pytest.mark.needs("chromium")


def test_a_person_signs_in_sees_the_requests_and_signs_out(visit: Visit) -> None:
    page = visit.sign_in("department", "990101-07")
    expect(page.get_by_role("heading", level=1)).to_have_text("任务和表格")
    assert visit.faults() == []
    page.get_by_role("button", name="退出").click()
    page.get_by_role("heading", name="登录").wait_for()
    page.goto(visit.address + "/pages/requests")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert visit.faults() == []


def test_a_wrong_key_is_told_and_remembers_nothing(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.address + "/pages/sign-in")
    page.get_by_label("密钥").fill("jianfu_wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("密钥无效")
    assert page.context.cookies() == []
    assert visit.faults() == []


def test_scripts_and_other_sites_do_not_get_at_the_key(visit: Visit) -> None:
    page = visit.sign_in("department", "990101-07")
    [cookie] = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/pages")
    assert page.evaluate("document.cookie") == ""
