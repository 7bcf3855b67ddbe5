"""A saved total whose month is corrected stays as it was accepted, and what would be right is offered."""

from datetime import UTC, datetime
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.domain.merging import Earlier, Heading, Memory, merge_answers, merge_forms, write_shared_workbook
from app.domain.merging.sharing.revised import revisions
from tests.domain.merging.small_forms import field, form

SAVED = datetime(2026, 12, 3, tzinfo=UTC)
TITLE = "安全生产检查月报表"


def monthly(month):
    cells = (
        field("检查家次", "D1", "家次", period=month),
        field("检查家次", "E1", "家次", period=f"{month} 本年累计"),
    )
    return merge_forms([form("a", *cells, title=TITLE)])


OCTOBER, NOVEMBER = monthly("2026-10"), monthly("2026-11")
MONTH, TOTAL = (one.id for one in NOVEMBER.cells)


def october(month="3", total="40"):
    values = {OCTOBER.cells[0].id: month, OCTOBER.cells[1].id: total}
    return Earlier("bun_1", "2026-10", SAVED, OCTOBER, {"values": values})


def carried(answers, earlier=None):
    return Memory([earlier or october()]).carry(NOVEMBER, "2026-11", {"values": answers})


def test_a_total_that_equals_its_parts_is_left_alone():
    assert carried({MONTH: "5", TOTAL: "45"}).revised == {}
    assert carried({MONTH: "5", TOTAL: "45.0"}).revised == {}
    assert carried({TOTAL: "45"}).revised == {}  # this month's figure is not known


def test_a_correction_of_the_month_offers_the_total_that_would_be_right():
    saved = {MONTH: "7", TOTAL: "45"}
    found = carried(saved)
    [one] = revisions(NOVEMBER, found.revised, {"values": saved})
    assert (one.field, one.beside, one.answer, one.value) == (TOTAL, MONTH, "45", "47")
    assert "[S!E1]=45家次" in one.text
    assert "[S!D1]=7家次" in one.text
    assert found.values == {}
    assert found.sure() == {"values": {}, "rows": {}}  # nothing that was accepted is overwritten
    taken = merge_answers(NOVEMBER, {"values": saved}, found.confirmed([one.code], saved))
    assert taken["values"] == {MONTH: "7", TOTAL: "47"}
    assert carried(taken["values"]).revised == {}


def test_a_correction_of_an_earlier_month_is_told_in_the_later_one():
    saved = {MONTH: "5", TOTAL: "45"}
    [one] = revisions(NOVEMBER, carried(saved, october("4", "41")).revised, {"values": saved})
    assert one.value == "46"


def test_a_quarter_follows_its_months():
    quarter = merge_forms([form("q", field("生猪出栏", "D1", "头", period="2026-Q4"))])
    months = []
    for month, value in (("2026-10", "3"), ("2026-11", "4"), ("2026-12", "5")):
        shared = merge_forms([form("a", field("生猪出栏", "D1", "头", period=month))])
        months.append(Earlier(month, month, SAVED, shared, {"values": {shared.cells[0].id: value}}))
    [key] = (one.id for one in quarter.cells)
    memory = Memory(months)
    assert memory.carry(quarter, "2026-Q4", {"values": {key: "12"}}).revised == {}
    revised = memory.carry(quarter, "2026-Q4", {"values": {key: "11"}}).revised
    [one] = revisions(quarter, revised, {"values": {key: "11"}})
    assert (one.value, one.beside) == ("12", "")
    assert "3 次填报" in one.text


def test_the_workbook_keeps_the_answer_and_says_what_it_would_be():
    saved = {"values": {MONTH: "7", TOTAL: "45"}}
    found = carried(saved["values"])
    book = load_workbook(BytesIO(write_shared_workbook(NOVEMBER, Heading("x"), saved, found)))
    page = book["统一填报表"]
    assert [page.cell(row, 4).value for row in (6, 7)] == [7, 45]
    told = [page.cell(7, column).value for column in range(1, 9)]
    assert "应为 47\n（各期数有更正）" in told


numbers = st.integers(0, 10**6)


@settings(max_examples=80, deadline=None)
@given(numbers, numbers, numbers, numbers)
def test_nothing_accepted_is_lost_and_every_fresh_offer_is_the_sum(before, month, corrected, total):
    saved = {"values": {MONTH: str(month), TOTAL: str(total)}}
    then = merge_answers(NOVEMBER, saved, {"values": {MONTH: str(corrected)}})
    found = Memory([october("1", str(before))]).carry(NOVEMBER, "2026-11", then)
    assert then["values"][TOTAL] == str(total)
    if total == before + corrected:
        assert found.revised == {}
    else:
        assert found.revised[TOTAL].total(then["values"]) == str(before + corrected)
