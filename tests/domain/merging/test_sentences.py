"""Blanks inside sentences ask for what a person reads there, and are filled where they stand."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.merging import CellValue, fan_out, fill_workbook, merge_forms, read_workbook
from app.domain.merging.reading.sentences import fill_gap, find_gaps
from app.domain.merging.workbook.prewritten import into_existing
from tests.domain.merging.office import saved, sheet


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("全村共____户，其中脱贫户____户、____人", [("", "户"), ("脱贫户", "户"), ("脱贫户人数", "人")]),
        (
            "全镇共有行政村____个，已完成整治____个，完成率____%；",
            [("行政村", "个"), ("已完成整治", "个"), ("完成率", "%")],
        ),
        ("辖____个行政村、____个自然村", [("行政村", "个"), ("自然村", "个")]),
        ("耕地面积：____亩。", [("耕地面积", "亩")]),
        ("共　　层，地下　　层", [("", "层"), ("地下", "层")]),
        ("姓名____", [("姓名", "")]),
        ("拟于____年____月____日前完成", [("完成日期", "")]),
        ("姓　　名", []),
        ("单　　位", []),
        ("户　　数", []),
        ("合　　计", []),
        ("男　　人", []),
    ],
)
def test_each_blank_of_a_sentence_has_a_name_and_a_unit(text: str, asked: list[tuple[str, str]]) -> None:
    assert [(gap.name, gap.unit) for gap in find_gaps(text)] == asked


def test_a_blank_is_filled_and_the_others_stay() -> None:
    assert fill_gap("共____户，其中脱贫户____户", 2, "12") == "共____户，其中脱贫户12户"
    assert fill_gap("于____年____月____日前", 1, "2026-11-05") == "于2026年11月5日前"
    assert fill_gap("共____户", 3, "12") == "共____户"


def test_an_opinion_stands_above_the_stamp_and_the_date_that_are_printed_for_it() -> None:
    room = "经办人：　　负责人：　　（公章）　年　月　日"
    assert fill_gap(room, 1, "同意上报") == f"同意上报\n{room}"


def test_a_date_behind_its_label_is_written_as_the_form_writes_dates() -> None:
    assert into_existing("享受时间：　　年　　月", "2026-11-30") == "享受时间：2026年11月"
    assert into_existing("姓名：____", "张三") == "姓名：张三"


ROWS = [
    ["农房安全登记表"],
    ["层数", "共____层，地下____层", "建成时间", "　　年　　月"],
    ["宅基地面积", "平方米", "人口（人）：", None],
    ["是否鉴定", "□是　□否", "备注", None],
]


def form() -> bytes:
    return saved(sheet(ROWS, merges=["A1:D1", "C3:D3"], frame="A2:D4"))


def test_what_is_printed_in_a_blank_stays_beside_the_answer() -> None:
    reading = read_workbook(form(), "form.xlsx")
    asked = {field.cell: (field.label, field.unit, field.type) for field in reading.tables[0].fields}
    assert asked == {
        "B2#1": ("层数", "层", "decimal"), "B2#2": ("地下", "层", "decimal"), "D2": ("建成时间", "", "date"),
        "B3": ("宅基地面积", "平方米", "decimal"), "C3": ("人口", "人", "integer"),
        "B4": ("是否鉴定", "", "boolean"), "D4": ("备注", "", "text"),
    }  # fmt: skip
    shared = merge_forms([reading.to_form("form.xlsx")])
    answers = {
        "B2#1": "3", "B2#2": "1", "D2": "2019-05-01", "B3": "120.5", "C3": "4", "B4": "是", "D4": "=无",
    }  # fmt: skip
    values = {item.id: answers[source.cell] for item in shared.fields for source in item.sources}
    cells = fan_out(shared, {"values": values, "rows": {}})["form.xlsx"]
    page = load_workbook(_stream(fill_workbook(form(), cells))).active
    assert [page[cell].value for cell in ("B2", "D2", "B3", "C3", "B4", "D4")] == [
        "共3层，地下1层", "2019年5月", "120.5平方米", "人口（人）：4", "☑是　□否", "=无",
    ]  # fmt: skip
    assert page["D4"].data_type == "s"


def test_one_blank_alone_leaves_the_others_open() -> None:
    filled = fill_workbook(form(), [CellValue("表1", "B2#2", Decimal(1))])
    assert load_workbook(_stream(filled)).active["B2"].value == "共____层，地下1层"


def _stream(data: bytes) -> BytesIO:
    return BytesIO(data)
