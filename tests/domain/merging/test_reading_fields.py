"""Forms in the layouts of offices are read field by field as a person reads them."""

import pytest

from app.domain.merging import read_workbook
from tests.domain.merging.layouts import layouts
from tests.domain.merging.office import FRAME, saved, sheet

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


def test_the_json_has_the_fixed_names():
    document = read_workbook(LAYOUTS[7].data, "form.xlsx").to_json()

    (table,) = document["tables"]
    assert set(document) == {"tables", "not_understood"}
    assert {"sheet", "title", "kind", "notes", "fields", "first_row"} <= set(table)
    assert {"column", "path", "label", "unit", "type", "role", "period", "grain"} <= set(table["fields"][0])
    assert "cell" not in table["fields"][0]
