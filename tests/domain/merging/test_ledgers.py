"""A filled ledger is read as columns and rows, and each row falls to the township that it surely is of."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from app.domain.merging import WorkbookError, read_ledger_guarded
from app.domain.merging.field import Field
from app.domain.merging.ledgers.placing import townships_of
from app.domain.merging.ledgers.reading import read_ledger

PEOPLE = (("王某", "男", "1960-01-02", "白石村"), ("李某", "女", "1970-02-03", "石桥村"))


def book(rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), frame: str = "") -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "台账"
    for row in rows:
        page.append(row)
    line = Side(style="thin")
    for row in page[frame] if frame else ():
        for cell in row:
            cell.border = Border(line, line, line, line)
    for area in merges:
        page.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "merges", "frame"),
    [
        ([("人员花名册",), ("姓名", "性别", "出生日期", "所在村"), *PEOPLE], (), ""),
        ([("人员花名册",), ("姓名", "性别", "出生日期", "所在村"), *PEOPLE], ("A1:D1",), "A2:D4"),
        (
            [("人员花名册",), ("姓名", "基本情况", None, "所在村"), (None, "性别", "出生日期"), *PEOPLE],
            ("A1:D1", "A2:A3", "B2:C2", "D2:D3"),
            "A2:D5",
        ),
        ([("人员花名册",), ("姓名", "性别", "出生日期", "所在村"), *PEOPLE, ("填表人：赵某",)], (), ""),
    ],
)
def test_the_rows_below_any_header_are_the_objects(rows, merges, frame):
    reading = read_ledger(book(rows, merges, frame), "x.xlsx")
    assert reading.table.title == "人员花名册"
    assert [one.label for one in reading.table.fields] == ["姓名", "性别", "出生日期", "所在村"]
    assert [tuple(row.values.values()) for row in reading.rows] == list(PEOPLE)
    assert reading.not_understood == ()


def test_a_row_of_units_belongs_to_the_header_and_a_total_is_no_object():
    rows = [
        ("项目库一览表",), ("项目名称", "建设规模", "总投资"), (None, "亩", "万元"),
        ("桥", 3, 200.5), ("路", "很多", 100), (), ("合计", 3, 300.5),
    ]  # fmt: skip
    reading = read_ledger_guarded(book(rows, (), "A2:C5"), "x.xlsx")
    assert [(one.label, one.unit) for one in reading.table.fields] == [
        ("项目名称", ""), ("建设规模", "亩"), ("总投资", "万元"),
    ]  # fmt: skip
    assert [(row.row, row.values) for row in reading.rows] == [
        (4, {"A": "桥", "B": "3", "C": "200.5"}), (5, {"A": "路", "C": "100"}),
    ]  # fmt: skip
    assert reading.not_understood == (("台账", "B5", "很多"),)


def test_an_identity_number_is_repeated_with_its_ends_only():
    rows = [("低保户台账",), ("户主姓名", "保障人数（人）"), ("王某", "110101196001010015")]
    rows += [("李某", 2), ("赵某", 1)]
    reading = read_ledger(book(rows), "x.xlsx")
    assert [row.values.get("B") for row in reading.rows][1:] == ["2", "1"]
    assert all("19600101" not in text for _, _, text in reading.not_understood)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (book([("说明",), ("本表不用填写",)]), "no_rows"),
        (book([("人员花名册",), ("姓名", "性别")]), "no_rows"),
        (b"x", "not_a_workbook"),
    ],
)
def test_a_file_without_a_filled_list_is_refused(data, reason):
    with pytest.raises(WorkbookError) as caught:
        read_ledger_guarded(data, "x.xlsx")
    assert caught.value.reason in (reason, "not_a_zip", "broken")
    assert caught.value.text
    assert caught.value.remedy


def test_one_file_holds_one_list():
    made = openpyxl.load_workbook(
        io.BytesIO(book([("人员花名册",), ("姓名", "性别", "出生日期", "村"), *PEOPLE]))
    )
    made.copy_worksheet(made.active).title = "二"
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(WorkbookError) as caught:
        read_ledger(out.getvalue(), "x.xlsx")
    assert (caught.value.reason, "二" in caught.value.text) == ("several_lists", True)


NAMES = {
    "990101001": "城关街道", "990101001001": "东门社区", "990101001002": "新华村",
    "990101100": "白石镇", "990101100200": "白石村", "990101100201": "新华村",
    "990101101": "白石坝镇",
}  # fmt: skip


def place(value: str, label: str, home: str = "990101", **more: str) -> str:
    columns = [Field(label, column="A"), *(Field(name, column=name) for name in more)]
    [found] = townships_of(columns, [{"A": value, **more}], NAMES, home)
    return found


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("所在乡镇", "白石镇", "990101100"),
        ("所属镇（街道）", "城关", "990101001"),
        ("所在乡镇", "白石", "990101100"),
        ("所在乡镇", "红石镇", ""),
        ("行政村", "东门社区", "990101001"),
        ("行政村", "新华村", ""),  # two townships have one
        ("家庭住址", "东安县白石镇白石村3组", "990101100"),
        ("家庭住址", "白石村3组", ""),
        ("区划代码", "990101100200", "990101100"),
        ("备注", "白石镇", ""),
    ],
)
def test_a_row_is_of_the_township_that_its_columns_say(label, value, found):
    assert place(value, label) == found


def test_two_columns_that_disagree_place_nothing_and_an_own_ledger_holds_its_own():
    assert place("白石镇", "所在乡镇", 行政村="东门社区") == ""
    assert place("白石镇", "所在乡镇", 行政村="白石村") == "990101100"
    assert place("谁知道", "姓名", "990101001") == "990101001"
    assert place("白石镇", "所在乡镇", "990101001") == ""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*NAMES.values(), "别处", ""]), max_size=20))
def test_every_row_is_placed_once_or_not_at_all_and_only_where_its_name_is(values):
    columns = [Field("所在乡镇", column="A"), Field("行政村", column="B")]
    rows = [{"A": one, "B": other} for one, other in zip(values, values[::-1], strict=True)]
    found = townships_of(columns, rows, NAMES, "990101")
    assert len(found) == len(rows)
    for row, code in zip(rows, found, strict=True):
        own = {NAMES[key] for key in NAMES if code and key.startswith(code)}
        assert not code or row["A"] in own or row["B"] in own
