"""A department's workbook comes back filled, with nothing else in it changed."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from openpyxl import load_workbook

from app.domain.merging import CellValue, WorkbookError, fill_workbook
from app.domain.merging.workbook.formulas import NotComputable, compute, shift_formula
from app.domain.merging.workbook.package import pack
from tests.domain.merging.layouts import layouts
from tests.domain.merging.office import saved, sheet

SHEET_1 = "xl/worksheets/sheet1.xml"
BY_NAME = {layout.name: layout.data for layout in layouts()}
LEDGER = BY_NAME["ledger with merged header, numbered rows and a total"]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data, name="表1"):
    return load_workbook(io.BytesIO(data))[name]


def rich_workbook():
    """What openpyxl would lose: a text box, rich text, a 2010 data bar; and a comment and a rule."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("表1")
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": "0.00", "border": 1, "bg_color": "#FFEE00"})
    page.write_rich_string("A1", "单位：", bold, "万元")
    page.write("A2", "合计")
    page.write_blank("B2", None, money)
    page.write_formula("B3", "=B2*2", money, 0)
    page.insert_textbox("D2", "填表说明：如实填写")
    page.write_comment("A2", "口径见说明")
    page.conditional_format("B2:B9", {"type": "data_bar", "data_bar_2010": True})
    page.data_validation("B2", {"validate": "decimal", "criteria": ">=", "value": 0})
    page.set_landscape()
    page.repeat_rows(0)
    book.add_worksheet("附表").write("A1", "不动")
    book.close()
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # openpyxl, of what it cannot keep
def test_only_the_filled_sheet_and_the_calculation_flag_change():
    before = rich_workbook()
    after = fill_workbook(before, [CellValue("表1", "B2", Decimal("12.5"), "万元")])

    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    changed = {name for name in old if old[name] != new[name]}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    assert opened(after, "附表")["A1"].value == "不动"
    assert b"fullCalcOnLoad" in new["xl/workbook.xml"]
    assert b"drawing" in new["xl/worksheets/sheet1.xml"]
    assert b"x14:dataBar" in new["xl/worksheets/sheet1.xml"]
    page = opened(after)
    assert page["B2"].value == 12.5
    assert page["B2"].number_format == "0.00"
    assert page["B3"].value == "=B2*2"
    assert page["A2"].comment.text.strip().endswith("口径见说明")


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_stale_results_are_dropped_and_computed_ones_kept():
    filled = fill_workbook(rich_workbook(), [CellValue("表1", "B2", Decimal(3))])
    assert load_workbook(io.BytesIO(filled), data_only=True)["表1"]["B3"].value is None

    computed = [CellValue("表1", "B2", Decimal(3)), CellValue("表1", "B3", Decimal(6), computed=True)]
    page = load_workbook(io.BytesIO(fill_workbook(rich_workbook(), computed)), data_only=True)["表1"]
    assert page["B3"].value == 6


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "&<>\"'", "a\nb", "\x00\x0bok"]
)
def test_text_never_becomes_a_formula(text):
    page = opened(fill_workbook(LEDGER, [CellValue("表1", "B4", text)]))

    assert page["B4"].data_type != "f"
    assert page["B4"].value == "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def test_boxes_are_ticked_and_labels_kept_before_their_answer():
    book = sheet(
        [
            ["是否整改", "□是　□否"],
            ["姓名：", None],
            ["评定", "合格□ 不合格□"],
            ["成立时间：　　年　月　日", None],
        ],
        frame="A1:B3",
    )
    page = opened(
        fill_workbook(
            saved(book),
            [
                CellValue("表1", "B1", "否"),
                CellValue("表1", "A2", "张三"),
                CellValue("表1", "B3", "不合格"),
                CellValue("表1", "A4", "2026-11-30"),
            ],
        )
    )

    assert page["B1"].value == "□是　☑否"
    assert page["A2"].value == "姓名：张三"
    assert page["A4"].value == "成立时间：2026年11月30日"
    assert page["B3"].value == "合格□ 不合格☑"


def test_dates_and_per_cents_follow_the_cells_format():
    book = sheet([["日期", None], ["占比", None]], formats=[("B1:B1", "yyyy-mm-dd"), ("B2:B2", "0.00%")])
    page = opened(
        fill_workbook(
            saved(book), [CellValue("表1", "B1", "2026-11-30"), CellValue("表1", "B2", Decimal("12.5"), "%")]
        )
    )

    assert page["B1"].value.date().isoformat() == "2026-11-30"
    assert page["B2"].value == 0.125


def test_cells_that_the_file_did_not_hold_are_made_in_order():
    book = sheet([["A"], [], [None, None, "C"]])
    page = opened(
        fill_workbook(
            saved(book),
            [CellValue("表1", "B3", Decimal(2)), CellValue("表1", "A2", "x"), CellValue("表1", "D9", "y")],
        )
    )

    assert [page["B3"].value, page["A2"].value, page["D9"].value, page["C3"].value] == [2, "x", "y", "C"]


def overflowing(count):
    return [CellValue("表1", f"B{4 + at}", f"企业{at}", after=6 if at > 2 else 0) for at in range(count)] + [
        CellValue("表1", f"D{4 + at}", Decimal(at), after=6 if at > 2 else 0) for at in range(count)
    ]


def test_ledger_rows_beyond_the_blank_ones_are_inserted_like_them():
    page = opened(fill_workbook(LEDGER, overflowing(6)))

    assert [page.cell(row, 2).value for row in range(4, 10)] == [f"企业{at}" for at in range(6)]
    assert [page.cell(row, 1).value for row in range(4, 11)] == [1, 2, 3, 4, 5, 6, "合计"]
    assert page["D10"].value == "=SUM(D4:D9)"
    assert page["A11"].value == "注：如实填写"
    assert page["C9"].border.left.style == "thin"
    assert [str(rule.sqref) for rule in page.data_validations.dataValidation] == ["E4:E9"]


def test_what_lies_below_inserted_rows_moves_along():
    book = sheet(
        [
            ["台账"],
            ["名称", "数量", "备注"],
            [None, None, None],
            ["合计", "=SUM(B3:B3)", "=B4/2"],
            ["说明", None, None],
        ],
        merges=["A5:C5", "B3:C3"],
        frame="A2:C4",
    )
    book.active.print_area = "A1:C5"
    other = book.create_sheet("汇总")
    other["A1"] = "=表1!B4"
    other["A2"] = "=SUM(表1!$B$3:$B$3)"
    cells = [CellValue("表1", f"A{3 + at}", f"物{at}", after=3 if at else 0) for at in range(3)]
    done = fill_workbook(saved(book), cells)
    page, summary = opened(done), opened(done, "汇总")

    assert [page.cell(row, 1).value for row in range(3, 8)] == ["物0", "物1", "物2", "合计", "说明"]
    assert (page["B6"].value, page["C6"].value) == ("=SUM(B3:B5)", "=B6/2")
    assert {str(area) for area in page.merged_cells.ranges} == {"B3:C3", "B4:C4", "B5:C5", "A7:C7"}
    assert (summary["A1"].value, summary["A2"].value) == ("=表1!B6", "=SUM(表1!$B$3:$B$5)")
    assert page.print_area.endswith("$A$1:$C$7")


def test_a_column_that_is_computed_is_computed_in_inserted_rows_too():
    book = sheet([["名称", "数量", "单价", "金额"], [None, None, None, "=B2*$C$2"]], frame="A1:D2")
    cells = [CellValue("表1", f"A{2 + at}", f"物{at}", after=2 if at else 0) for at in range(3)]
    page = opened(fill_workbook(saved(book), cells))

    assert [page.cell(row, 4).value for row in (2, 3, 4)] == ["=B2*$C$2", "=B3*$C$2", "=B4*$C$2"]


def test_an_unknown_sheet_or_cell_is_refused():
    for cell in (CellValue("没有", "A1", "x"), CellValue("表1", "ZZZZ9", "x")):
        with pytest.raises(WorkbookError) as caught:
            fill_workbook(LEDGER, [cell])
        assert caught.value.text
        assert caught.value.text_en


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(A1,A2)", 3),
        ("=(A1+A2)*2-1", 5),
        ("=A2/A1*100", 200),
        ("=ROUND(A2/3,2)", "0.67"),
        ("=IFERROR(A2/A1,0)", 2),
        ("=-A1+10%", "-0.9"),
        ("=AVERAGE(A1,A2)", "1.5"),
        ("=MAX(A1,A2)-MIN(A1,A2)", 1),
    ],
)
def test_plain_arithmetic_is_computed(formula, value):
    known = {"A1": [Decimal(1)], "A2": [Decimal(2)]}
    assert compute(formula, known.__getitem__) == Decimal(str(value))


@pytest.mark.parametrize("formula", ["=VLOOKUP(A1,B:C,2)", "=A1/0", '="a"&A1', "=A1:A9", "=SUM(", ""])
def test_everything_else_is_left_to_the_office_program(formula):
    with pytest.raises(NotComputable):
        compute(formula, lambda name: [Decimal(1), Decimal(2)] if ":" in name else [Decimal(1)])


@pytest.mark.parametrize(
    ("formula", "shifted"),
    [
        ("=SUM(D4:D6)", "=SUM(D4:D8)"),
        ("=D6", "=D6"),
        ("=$D$7+D3", "=$D$9+D3"),
        ("='表 1'!D7", "='表 1'!D7"),
        ("=SUM(A:A)", "=SUM(A:A)"),
    ],
)
def test_references_follow_inserted_rows(formula, shifted):
    assert shift_formula(formula, True, "表1", 6, 2) == shifted


def test_formulas_that_were_dragged_down_are_in_the_inserted_rows_too():
    book = sheet(
        [
            ["矛盾纠纷化解台账"],
            ["序号", "类型", "涉及金额", "化解金额", "未化解金额"],
            [1, None, None, None, "=C3-D3"],
            [2, None, None, None, "=C4-D4"],
            ["合计", None, None, None, "=SUM(E3:E4)"],
            [None, None, None, None, "=C3*2"],
            [None, None, None, None, "=C4*2"],
        ],
        frame="A2:E5",
    )
    data = saved(book)
    shared = parts(data)[SHEET_1]
    for plain, dragged in (
        (b"<f>C3-D3</f>", b'<f t="shared" ref="E3:E4" si="0">C3-D3</f>'),
        (b"<f>C4-D4</f>", b'<f t="shared" si="0"/>'),
        (b"<f>C3*2</f>", b'<f t="shared" ref="E6:E7" si="1">C3*2</f>'),
        (b"<f>C4*2</f>", b'<f t="shared" si="1"/>'),
    ):
        assert plain in shared
        shared = shared.replace(plain, dragged)
    filled = fill_workbook(
        pack(data, {SHEET_1: shared}),
        [CellValue("表1", f"C{3 + at}", Decimal(10 + at), after=4 if at > 1 else 0) for at in range(4)],
    )
    page = opened(filled)
    assert [page[f"E{row}"].value for row in range(3, 10)] == [
        "=C3-D3", "=C4-D4", "=C5-D5", "=C6-D6", "=SUM(E3:E6)", "=C3*2", "=C4*2",
    ]  # fmt: skip
