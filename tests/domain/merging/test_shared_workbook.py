"""The township's workbook: written, filled by hand, read back."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from app.domain.merging import (
    Heading,
    WorkbookError,
    check_answers,
    fan_out,
    fill_workbook,
    merge_forms,
    open_shared_workbook_guarded,
    read_shared_workbook,
    read_workbook,
    write_form_workbook,
    write_shared_workbook,
)
from app.domain.merging.field import Form, Table
from app.domain.merging.sharing.appearance import shown_period
from tests.domain.merging.layouts import layouts
from tests.domain.merging.small_forms import by_label, column, field, form, ledger, small

ORIGINALS = {f"{number}.xlsx": layout.data for number, layout in enumerate(layouts())}


def merged():
    return merge_forms([read_workbook(data, key).to_form(key) for key, data in ORIGINALS.items()])


def sample_answer(item, number):
    if item.options:
        return item.options[0]
    return {"boolean": "是", "date": "2026-11-30", "text": f"=文字{number}"}.get(
        item.type, str(1000 - number)
    )


def sample_answers(shared):
    values = {item.id: sample_answer(item, number) for number, item in enumerate(shared.cells) if item.asked}
    rows = {
        roster.id: [
            {item.id: sample_answer(item, row) for item in shared.columns(roster.id)} for row in range(1, 8)
        ]
        for roster in shared.rosters
    }
    return {"values": values, "rows": rows}


def test_every_layout_comes_back_filled_with_what_was_filled_once():
    shared = merged()
    answers = sample_answers(shared)
    assert check_answers(shared, answers) == ()

    data = write_shared_workbook(shared, Heading("统一填报表", "东镇"), answers)
    back, faults = read_shared_workbook(data, shared)
    assert faults == ()
    assert back == answers

    for key, cells in fan_out(shared, back).items():
        original = {
            (f.sheet, f.cell)
            for t in read_workbook(ORIGINALS[key], key).tables
            for f in t.fields
            if f.cell and f.role == "input"
        }
        assert original <= {(cell.sheet, cell.cell) for cell in cells}
        filled = fill_workbook(ORIGINALS[key], cells)
        with zipfile.ZipFile(io.BytesIO(filled)) as new, zipfile.ZipFile(io.BytesIO(ORIGINALS[key])) as old:
            assert new.namelist() == old.namelist()
        page = load_workbook(io.BytesIO(filled))["表1"]
        for cell in cells:
            if not cell.computed and not cell.after and not isinstance(cell.value, str):
                assert float(page[cell.cell].value) == pytest.approx(float(cell.value))


def test_the_workbook_is_an_office_form():
    shared = small()
    book = load_workbook(io.BytesIO(write_shared_workbook(shared, Heading("统一填报表", "东镇"))))
    page = book["统一填报表"]
    row = {page.cell(number, 2).value: number for number in range(1, 20)}

    assert page.freeze_panes == "C6"
    assert page.protection.sheet
    assert page.cell(row["户籍人口"], 4).value.startswith("=")
    assert page.cell(row["户籍人口"], 4).protection.locked
    assert not page.cell(row["户籍人口 / 男"], 4).protection.locked
    assert "S!D2" in page.cell(row["户籍人口 / 男"], 4).comment.text
    lists = [rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert sorted(lists) == ['"A,B"', '"是,否"']
    assert book["_map"].sheet_state == "veryHidden"


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2026-11-30", "2026年11月30日"),
        ("2026-11", "2026年11月"),
        ("2026-11 本年累计", "2026年11月 本年累计"),
        ("2026-Q4", "2026年第4季度"),
        ("2026-W05", "2026年第5周"),
        ("2026-07/2026-12", "2026年7月至2026年12月"),
        ("2026", "2026年"),
        ("当月", "当月"),
    ],
)
def test_periods_are_shown_as_forms_print_them(period, shown):
    assert shown_period(period) == shown


def test_a_long_text_makes_its_row_higher_and_the_header_names_whose_forms_it_answers():
    note = "指在本乡镇行政区域内居住半年以上的人口。" * 5
    shared = merge_forms(
        [form("a", field("常住人口", "D1", note=note)), form("b", field("改厕户数", "D1", "户"))]
    )
    heading = Heading("统一填报表", "白石镇", {"a": "县统计局", "b": "县住建局"}, {"bundle": "bun_1"})
    data = write_shared_workbook(shared, heading)
    page = load_workbook(io.BytesIO(data))["统一填报表"]
    height = {page.cell(row, 2).value: page.row_dimensions[row].height for row in range(6, 8)}

    assert page["A2"].value == "填报单位：白石镇"
    assert "县统计局《" in page["A3"].value
    assert "县住建局《" in page["A3"].value
    assert height["常住人口"] >= 4 * 15 > height["改厕户数"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.page_setup.fitToHeight == 0
    assert open_shared_workbook_guarded(data).marks == {"bundle": "bun_1"}


def test_a_form_of_rosters_alone_opens_on_its_roster():
    shared = merge_forms([ledger("b", "企业台账", column("企业名称", "B"))])
    book = load_workbook(io.BytesIO(write_shared_workbook(shared, Heading("x", "白石镇"))))
    assert book.sheetnames == ["名册1", "_map"]
    assert "填报单位：白石镇" in book["名册1"]["A2"].value


def test_a_computed_cell_stays_blank_until_all_its_parts_are_filled():
    shared = small()
    page = load_workbook(io.BytesIO(write_shared_workbook(shared, Heading("x"))))["统一填报表"]
    row = next(row for row in range(6, 20) if page.cell(row, 2).value == "户籍人口")
    assert page.cell(row, 4).value == f'=IF(COUNT(D{row + 1},D{row + 2})<2,"",D{row + 1}+D{row + 2})'


def test_faults_name_sheet_row_and_column():
    shared = small()
    ids = by_label(shared)
    book = load_workbook(io.BytesIO(write_shared_workbook(shared, Heading("统一填报表"))))
    page = book["统一填报表"]
    rows = {page.cell(number, 2).value: number for number in range(1, 20)}
    page.cell(rows["户籍人口 / 男"], 4).value = "很多"
    page.cell(rows["等级"], 4).value = "C"
    book["名册1"]["C4"] = 1.5
    out = io.BytesIO()
    book.save(out)
    _, faults = read_shared_workbook(out.getvalue(), shared)

    places = {fault.field: (fault.sheet, fault.row, fault.column) for fault in faults}
    assert places == {
        ids["男"]: ("统一填报表", rows["户籍人口 / 男"], 4),
        ids["等级"]: ("统一填报表", rows["等级"], 4),
        ids["用工人数"]: ("名册1", 4, 3),
    }
    assert all(fault.text and fault.text_en and fault.pointer for fault in faults)


def test_a_file_of_another_form_is_refused():
    with pytest.raises(WorkbookError) as caught:
        read_shared_workbook(ORIGINALS["0.xlsx"], small())
    assert caught.value.reason == "other_form"


def test_a_form_without_a_workbook_gets_one():
    fields = tuple(field(label, "", sheet="") for label in ("户籍人口", "改厕户数"))
    plain = Form(
        "a",
        "情况表",
        (Table("情况表", "record", fields), Table("企业台账", "ledger", (column("企业名称", ""),))),
    )
    shared = merge_forms([plain])
    roster = shared.rosters[0]
    answers = {
        "values": {item.id: 7 for item in shared.cells},
        "rows": {roster.id: [{item.id: "=坏公式" for item in shared.columns(roster.id)}]},
    }
    data = write_form_workbook(plain, fan_out(shared, answers)["a"])
    reading = read_workbook(data, "a.xlsx")

    assert [table.kind for table in reading.tables] == ["indicators", "ledger"]
    assert [f.label for f in reading.tables[0].fields] == ["户籍人口", "改厕户数"]
    book = load_workbook(io.BytesIO(data))
    assert book["表1"]["D4"].value == 7
    assert book["表2"]["B4"].value == "=坏公式"
    assert book["表2"]["B4"].data_type == "s"
