"""Tables are found where they stand: several in a sheet, one inside another, and what belongs to none."""

import pytest
from openpyxl import Workbook

from app.domain.merging import WorkbookError, read_workbook
from tests.domain.merging.office import FRAME, saved, sheet, write


def test_a_table_inside_a_record_is_a_table_of_its_own():
    book = sheet(
        [
            ["贫困户登记表"],
            ["户主姓名", None, "联系电话", None],
            ["家庭成员", "姓名", "与户主关系", "年龄（岁）"],
            [None, None, None, None],
            [None, None, None, None],
            ["备注", None, None, None],
        ],
        merges=["A1:D1", "A3:A5", "B6:D6"],
        frame="A2:D6",
    )
    tables = read_workbook(saved(book), "form.xlsx").tables

    assert [table.kind for table in tables] == ["record", "ledger", "record"]
    assert tables[1].title == "家庭成员"
    assert [field.column for field in tables[1].fields] == ["B", "C", "D"]
    assert (tables[1].first_row, tables[1].last_row) == (4, 5)
    assert [field.label for table in (tables[0], tables[2]) for field in table.fields] == [
        "户主姓名",
        "联系电话",
        "备注",
    ]


def test_a_form_of_parts_is_read_part_by_part():
    book = sheet(
        [
            ["贫困户登记表"],
            ["户主姓名", None, "身份证号", None],
            ["家庭住址", None, None, None],
            ["家庭成员情况"],
            ["姓名", "性别", "健康状况", "文化程度"],
            [None] * 4,
            [None] * 4,
            ["帮扶措施"],
            ["帮扶责任人", None, "电话", None],
            ["村委会意见：", None, "乡镇意见：", None],
        ],
        merges=["A1:D1", "B3:D3", "A4:D4", "A8:D8", "A10:B10", "C10:D10"],
        frame="A2:D10",
    )
    reading = read_workbook(saved(book), "form.xlsx")

    assert [(table.kind, table.title) for table in reading.tables] == [
        ("record", "贫困户登记表"),
        ("ledger", "家庭成员情况"),
        ("record", "贫困户登记表"),
    ]
    assert [field.cell or field.column for table in reading.tables for field in table.fields] == [
        *("B2", "D2", "B3"),
        *("A", "B", "C", "D"),
        *("B9", "D9", "A10", "C10"),
    ]
    assert reading.not_understood == ()


def test_texts_beside_a_framed_table_are_told_and_blanks_in_sentences_are_fields():
    book = sheet(
        [["指标", "数值", None, "孤立的字"], ["人口（人）", None], ["共有职工____人", None]],
        merges=["A3:B3"],
        frame="A1:B3",
    )
    reading = read_workbook(saved(book), "form.xlsx")

    assert {cell for _, cell, _ in reading.not_understood} == {"D1"}
    assert [(field.cell, field.label, field.unit) for table in reading.tables for field in table.fields] == [
        ("B2", "人口", "人"),
        ("A3#1", "职工", "人"),
    ]
    assert reading.to_json()["tables"][1]["fields"][0]["blank"] == 1


def test_several_tables_and_sheets_in_one_file():
    book = sheet(
        [
            ["表一 人口"],
            ["指标", "单位", "数值"],
            ["户籍人口", "人", None],
            [],
            ["表二 土地"],
            ["指标", "单位", "数值"],
            ["耕地面积", "亩", None],
        ],
        frame="A2:C3",
    )
    for row in book.active["A6:C7"]:
        for cell in row:
            cell.border = FRAME
    write(book.create_sheet("台账"), [["企业名称", "联系人"], [None, None]], frame="A1:B2")
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "不是表"
    tables = read_workbook(saved(book), "form.xlsx").tables

    assert [(table.sheet, table.kind) for table in tables] == [
        ("表1", "indicators"),
        ("表1", "indicators"),
        ("台账", "ledger"),
    ]
    assert [table.title for table in tables] == ["表一人口", "表二土地", "台账"]
    assert tables[1].fields[0].cell == "C7"


def test_what_no_rule_can_place_is_listed_with_its_cell():
    book = sheet(
        [["户数（户）", None, "孤零零的话", "另一句话"], ["人口（人）", None, None, None]], frame="A1:D2"
    )
    reading = read_workbook(saved(book), "form.xlsx")

    assert ("表1", "D1", "另一句话") in reading.not_understood or (
        "表1",
        "C1",
        "孤零零的话",
    ) in reading.not_understood


def test_a_workbook_without_a_table_says_so():
    with pytest.raises(WorkbookError) as caught:
        read_workbook(saved(Workbook()), "empty.xlsx")
    assert caught.value.reason == "no_table"
    assert caught.value.remedy
