"""What was said before is an answer only once somebody has confirmed it, cell by cell or all at once."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from app.domain.merging import (
    NOTHING,
    Carried,
    CarriedRows,
    CarriedValue,
    Earlier,
    Heading,
    Memory,
    WorkbookError,
    check_answers,
    merge_answers,
    merge_forms,
    read_shared_workbook,
    write_shared_workbook,
)
from app.domain.merging.sharing.filled_workbook import read_answers, unplaced_answers
from app.domain.merging.sharing.opened_workbook import open_shared_workbook
from tests.domain.merging.small_forms import column, field, form, ledger

AT = datetime(2026, 11, 3, tzinfo=UTC)
SHARED = merge_forms(
    [
        form("a", field("耕地面积", "D1", "亩", type="decimal"), field("检查家次", "D2", "家次")),
        ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人", "integer")),
    ]
)
AREA, VISITS = (item.id for item in SHARED.cells)
[ROSTER] = (item.id for item in SHARED.rosters)
NAME, STAFF = (item.id for item in SHARED.columns(ROSTER))
ROWS = ({NAME: "甲厂", STAFF: "10"}, {NAME: "乙厂", STAFF: "20"}, {NAME: "丙厂", STAFF: "30"})
OFFERED = Carried(
    {AREA: CarriedValue("1200", "bun_1", AT, "unchanged", "2026-10-31")},
    {ROSTER: CarriedRows(ROWS, "bun_1", AT, "2026-10", frozenset({NAME, STAFF}))},
)


def book(carried=OFFERED, answers=None):
    heading = Heading("统一填报表", "白石镇", marks={"bundle": "bun_1", "version": "0"})
    return load_workbook(io.BytesIO(write_shared_workbook(SHARED, heading, answers, carried)))


def read(edited, shared=SHARED):
    data = io.BytesIO()
    edited.save(data)
    answers, faults = read_shared_workbook(data.getvalue(), shared)
    assert faults == ()
    return answers


def test_what_nobody_confirmed_is_no_answer():
    opened = book()
    page = opened["统一填报表"]
    assert [page["D6"].value, page["E6"].value, page["F6"].value] == [None, "1200\n（2026年10月31日）", None]
    assert [cell.value for cell in opened["名册1"][4]] == [1, "甲厂", 10, None]
    assert read(opened) == {"values": {}, "rows": {ROSTER: []}}


def test_a_mark_confirms_a_single_answer_and_what_is_typed_stands_before_it():
    opened = book()
    opened["统一填报表"]["F6"] = "无变化"
    assert read(opened)["values"] == {AREA: "1200"}
    opened["统一填报表"]["D6"] = 1300
    assert read(opened)["values"] == {AREA: "1300"}


def test_rows_are_confirmed_one_by_one_or_all_that_remain():
    opened = book()
    page = opened["名册1"]
    page["D4"], page["C5"] = "无变化", 21
    assert read(opened)["rows"] == {ROSTER: [dict(ROWS[0]), {NAME: "乙厂", STAFF: "21"}]}
    page["D2"] = "其余各行均无变化"
    page["B7"], page["C7"] = "丁厂", 4
    everything = [dict(ROWS[0]), {NAME: "乙厂", STAFF: "21"}, dict(ROWS[2]), {NAME: "丁厂", STAFF: "4"}]
    assert read(opened)["rows"] == {ROSTER: everything}


def test_of_a_changed_row_without_a_mark_only_the_change_is_an_answer():
    shared = merge_forms(
        [
            ledger(
                "b",
                "企业台账",
                column("企业名称", "B"),
                column("用工人数", "C", "人"),
                column("床位数", "D", "张"),
            )
        ]
    )
    roster = shared.rosters[0].id
    name, staff, beds = (item.id for item in shared.fields)
    offered = Carried(
        {}, {roster: CarriedRows(({name: "甲厂", staff: "10", beds: "3"},), "b", AT, "", frozenset({name}))}
    )
    data = write_shared_workbook(shared, Heading("表"), None, offered)
    opened = load_workbook(io.BytesIO(data))
    opened["名册1"]["C4"] = 11
    assert read(opened, shared)["rows"] == {roster: [{name: "甲厂", staff: "11"}]}


def test_sorted_rows_are_still_known_by_name_and_struck_off_ones_leave():
    opened = book()
    page = opened["名册1"]
    for at, (name, staff) in enumerate((("丙厂", 30), ("甲厂", 10), ("乙厂", 20)), 4):
        page[f"B{at}"], page[f"C{at}"] = name, staff
    page["D2"], page["D5"] = "其余各行均无变化", "已退出"
    rows = read(opened)["rows"][ROSTER]
    assert rows == [dict(ROWS[2]), {**ROWS[0], "_removed": True}, dict(ROWS[1])]
    assert check_answers(SHARED, {"values": {}, "rows": {ROSTER: rows}}) == ()


def test_facts_are_filled_in_and_a_running_total_is_a_formula_that_may_be_overwritten():
    facts = Carried(
        {AREA: CarriedValue("1200", "b", AT), VISITS: CarriedValue("40", "b", AT, "rolled_up", plus=AREA)},
        {ROSTER: CarriedRows(ROWS, "b", AT, "2026-11")},
    )
    opened = book(facts)
    page = opened["统一填报表"]
    assert [page["D6"].value, page["D7"].value] == [1200, '=IF(D6="","",40+D6)']
    assert not page["D7"].protection.locked
    assert page["E5"].value != "上次填报"
    page["D7"] = 1240
    assert read(opened) == {"values": {AREA: "1200", VISITS: "1240"}, "rows": {ROSTER: [*map(dict, ROWS)]}}


def test_a_file_of_an_earlier_edition_answers_what_is_still_asked_and_names_the_rest():
    opened = book(NOTHING, {"values": {AREA: "1", VISITS: "2"}, "rows": {ROSTER: [dict(ROWS[0])]}})
    newer = merge_forms([form("a", field("检查家次", "D2", "家次"), field("护林员", "D3"))])
    data = io.BytesIO()
    opened.save(data)
    filled = open_shared_workbook(data.getvalue())
    assert read_answers(filled, newer) == ({"values": {VISITS: "2"}, "rows": {}}, ())
    left = [(one.label, one.sheet, one.cell, one.value) for one in unplaced_answers(filled, newer)]
    assert left == [
        ("耕地面积", "统一填报表", "D6", "1"),
        ("企业名称", "名册1", "B4", "甲厂"),
        ("用工人数", "名册1", "C4", "10"),
    ]


def test_a_broken_relation_names_both_cells_with_label_place_and_value():
    shared = merge_forms(
        [form("a", field("户籍人口", "D1"), field("女", "D2", path=("户籍人口", "女")), title="人口表")]
    )
    whole, part = (item.id for item in shared.cells)
    values = {whole: "10", part: "12"}
    [fault] = check_answers(shared, {"values": values})
    assert fault.text.endswith("（12 > 10）：《人口表》“户籍人口 / 女”[S!D2]=12人，“户籍人口”[S!D1]=10人")
    opened = load_workbook(io.BytesIO(write_shared_workbook(shared, Heading("表"), {"values": values})))
    data = io.BytesIO()
    opened.save(data)
    _, [located] = read_shared_workbook(data.getvalue(), shared)
    assert (located.sheet, located.row, located.column) == ("统一填报表", 7, 4)
    assert located.text.endswith("见 统一填报表!D7、统一填报表!D6")


@pytest.mark.parametrize(
    "value", ['"text"', "[1, 2]", "{", "12", '{"f_none": [1]}', "null", '"' + "9" * 5000 + '"']
)
@pytest.mark.parametrize("place", ["F6", "5", "²", "XFD9999999", "", "-1"])
def test_a_hidden_sheet_that_was_tampered_with_gives_answers_or_a_refusal(value, place):
    opened = book()
    hidden = opened["_map"]
    for row in hidden.iter_rows():
        if str(row[0].value).startswith("?"):
            row[2].value, row[3].value = place, value
    opened["统一填报表"]["F6"] = opened["名册1"]["D4"] = "无变化"
    data = io.BytesIO()
    opened.save(data)
    try:
        answers, _ = read_shared_workbook(data.getvalue(), SHARED)
    except WorkbookError as error:
        reason = error.reason
    else:
        reason = "other_form" if set(answers) == {"values", "rows"} else "shapeless"
    assert reason == "other_form"


def test_after_a_part_was_saved_the_rest_still_waits_and_what_left_does_not_come_back():
    earlier = Earlier("bun_1", "2026-10", AT, SHARED, {"values": {}, "rows": {ROSTER: [*map(dict, ROWS)]}})
    first = {
        "values": {},
        "rows": {ROSTER: [dict(ROWS[0]), {NAME: "乙厂"}, {NAME: "丙厂", "_removed": True}, {NAME: "丁厂"}]},
    }
    kept = merge_answers(SHARED, {}, first)
    assert kept == {
        "values": {},
        "rows": {ROSTER: [dict(ROWS[0]), {NAME: "乙厂"}, {NAME: "丁厂"}]},
        "struck": {ROSTER: [{NAME: "丙厂"}]},
    }
    carried = Memory([earlier]).carry(SHARED, "2026-11", kept)
    assert [dict(row) for row in carried.rows[ROSTER].rows] == [ROWS[1]]

    opened = book(carried, kept)
    page = opened["名册1"]
    shown = [[cell.value for cell in row] for row in page["B4:C7"]]
    assert shown == [["甲厂", 10], ["丁厂", None], ["乙厂", 20], [None, None]]
    page["D6"] = "无变化"
    again = merge_answers(SHARED, kept, read(opened))
    assert again["rows"][ROSTER] == [dict(ROWS[0]), dict(ROWS[1]), {NAME: "丁厂"}]
    assert Memory([earlier]).carry(SHARED, "2026-11", again).rows == {}
    back = merge_answers(SHARED, again, {"rows": {ROSTER: [dict(ROWS[2])]}})
    assert "struck" not in back


def test_a_row_whose_name_was_wiped_out_is_still_the_one_that_was_handed_out():
    opened = book()
    page = opened["名册1"]
    page["B5"], page["C5"] = None, 21
    assert read(opened)["rows"] == {ROSTER: [{NAME: "乙厂", STAFF: "21"}]}
    page["D5"] = "已退出"
    assert read(opened)["rows"] == {ROSTER: [{NAME: "乙厂", STAFF: "21", "_removed": True}]}
