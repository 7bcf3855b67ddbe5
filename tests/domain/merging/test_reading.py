"""Forms in the layouts of offices are read as a person reads them."""

import pytest
from openpyxl import Workbook

from app.domain.merging import WorkbookError, read_workbook
from app.domain.merging.reading.dates import find_period, resolve
from app.domain.merging.reading.labels import read_label, read_options
from tests.domain.merging.office import FRAME, layouts, saved, sheet, write

LAYOUTS = layouts()


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_every_field_of_a_layout_is_found_and_nothing_else(layout):
    reading = read_workbook(layout.data, "form.xlsx")

    (table,) = reading.tables
    assert table.kind == layout.kind
    assert {field.cell or field.column: (field.label, field.unit) for field in table.fields} == layout.fields
    assert table.first_row == layout.first_row
    assert reading.not_understood == ()


def _fields(name):
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    (table,) = read_workbook(layout.data, "form.xlsx").tables
    return {field.cell or field.column: field for field in table.fields}, table


def test_codes_parts_dates_definitions_and_formulas_are_kept():
    fields, table = _fields("indicators with codes, unit column and counters")

    assert table.title == "2026年人口基本情况统计表"
    assert fields["D7"].path == ("户籍人口", "女")
    assert fields["D7"].code == "02"
    assert fields["D8"].note == "指在本地居住半年以上的人口"
    assert {field.period for field in fields.values()} == {"2026-11-30"}
    assert fields["D9"].role == "formula"
    assert fields["D9"].formula == "=D6+D7"
    assert fields["D6"].section == "人口"


def test_relative_periods_are_seen_from_the_forms_own_date():
    fields, _ = _fields("indicators for this period and the year so far")

    assert fields["C4"].period == "2026-11"
    assert fields["D4"].period == "2026-11 本年累计"


def test_groups_options_and_grain_of_a_household_record():
    fields, _ = _fields("record with groups and boxes")

    assert fields["C3"].path == ("家庭情况", "人口")
    assert fields["D2"].options == ("男", "女")
    assert (fields["B5"].type, fields["B5"].options) == ("boolean", ("是", "否"))
    assert {field.grain for field in fields.values()} == {"household"}


def test_a_bare_part_heading_means_the_whole_to_its_left():
    fields, _ = _fields("cross-table with sub-items under a bare 其中 and a unit line")

    assert fields["C5"].path == ("0—5周岁", "合计", "男")


def test_a_total_over_villages_is_the_townships():
    book = sheet(
        [["各村人口"], ["村名", "人口（人）", "户数（户）"], ["东村", None], ["西村", None], ["合计", None]],
        frame="A2:C5",
    )
    (table,) = read_workbook(saved(book), "form.xlsx").tables

    assert {field.cell: field.grain for field in table.fields}["B3"] == "village"
    assert {field.cell: field.grain for field in table.fields}["B5"] == "township"


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


def test_years_as_headers_are_periods():
    book = sheet([["项目", "单位", 2024, "2025年"], ["户数", "户", None, None]], frame="A1:D2")
    (table,) = read_workbook(saved(book), "form.xlsx").tables

    assert [(field.label, field.period) for field in table.fields] == [("户数", "2024"), ("户数", "2025")]


def test_numbering_makes_parts():
    rows = [
        ["指标名称", "数值"],
        ["1.户籍人口（人）", None],
        ["（1）男", None],
        ["（2）女", None],
        ["2.耕地（亩）", None],
    ]
    (table,) = read_workbook(saved(sheet(rows, frame="A1:B5")), "form.xlsx").tables

    assert [field.path for field in table.fields] == [
        ("户籍人口",),
        ("户籍人口", "男"),
        ("户籍人口", "女"),
        ("耕地",),
    ]


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


def test_choices_may_stand_on_another_sheet():
    from openpyxl.worksheet.datavalidation import DataValidation

    book = sheet([["结构", None]], frame="A1:B1")
    words = book.create_sheet("字典")
    words.sheet_state = "hidden"
    for row, word in enumerate(("砖混", "框架"), 1):
        words.cell(row, 1, word)
    book.active["A2"] = "用途"
    book.active["A2"].border = book.active["B2"].border = FRAME
    rule = DataValidation(type="list", formula1="字典!$A$1:$A$2")
    rule.add("B1")
    book.active.add_data_validation(rule)
    (table,) = read_workbook(saved(book), "form.xlsx").tables

    assert table.fields[0].options == ("砖混", "框架")
    assert table.fields[0].type == "choice"


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


def test_the_json_has_the_fixed_names():
    document = read_workbook(LAYOUTS[7].data, "form.xlsx").to_json()

    (table,) = document["tables"]
    assert set(document) == {"tables", "not_understood"}
    assert {"sheet", "title", "kind", "notes", "fields", "first_row"} <= set(table)
    assert {"column", "path", "label", "unit", "type", "role", "period", "grain"} <= set(table["fields"][0])
    assert "cell" not in table["fields"][0]


def test_a_workbook_without_a_table_says_so():
    with pytest.raises(WorkbookError) as caught:
        read_workbook(saved(Workbook()), "empty.xlsx")
    assert caught.value.reason == "no_table"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "name", "unit", "code", "part"),
    [
        ("姓　　名", "姓名", "", "", False),
        ("B31-1其中：人均容积在5立方米以下（人）", "人均容积在5立方米以下", "人", "B31-1", True),
        ("其中：C85a中央资金投入（万元）", "中央资金投入", "万元", "C85a", True),
        ("01 耕地面积", "耕地面积", "", "01", False),
        ("60岁以上人口", "60岁以上人口", "", "", False),
        ("2026年末户籍人口（人）", "2026年末户籍人口", "人", "", False),
        ("自然村（屯）数（个）", "自然村（屯）数", "个", "", False),
        ("年收入/元", "年收入", "元", "", False),
        ("面积（单位：亩）", "面积", "亩", "", False),
        ("（一）户数", "户数", "", "", False),
        ("单位面积产量（公斤/亩）", "单位面积产量", "公斤/亩", "", False),
        ("层数（层）", "层数", "层", "", False),
    ],
)
def test_labels_are_taken_apart(text, name, unit, code, part):
    label = read_label(text)
    assert (label.name, label.unit, label.code, label.part) == (name, unit, code, part)


def test_boxes_are_choices_before_or_behind_the_words():
    assert read_options("□是　□否") == ("是", "否")
    assert read_options("是□ 否□") == ("是", "否")
    assert read_label("是否危房 □是 □否").options == ("是", "否")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("截至2026年11月30日", "2026-11-30"),
        ("2026年11月", "2026-11"),
        ("2026年11月末", "2026-11-30"),
        ("2026年1—10月", "2026-10 本年累计"),
        ("2026年第三季度", "2026-Q3"),
        ("2026年上半年", "2026-01/2026-06"),
        ("2025年末", "2025-12-31"),
        ("2026年度", "2026"),
        ("2026年13月", "2026"),
        ("没有日期", ""),
    ],
)
def test_dates_are_read_in_iso(text, period):
    assert find_period(text) == period


def test_relative_words_keep_two_periods_apart():
    assert resolve("本月", "2026-11") == "2026-11"
    assert resolve("上年同期", "2026-11") == "2025-11"
    assert resolve("本旬", "2026-11") != resolve("本旬", "2026-10")
