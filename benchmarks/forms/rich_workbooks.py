"""Workbooks with what openpyxl loses on saving: text boxes, check boxes, pictures, rich text, data bars."""

import io
import struct
import zlib

import xlsxwriter


def rich_workbooks() -> dict[str, bytes]:
    """A list and a ledger, each by its name."""
    return {"rich_list.xlsx": _list(), "rich_ledger.xlsx": _ledger()}


def _picture() -> io.BytesIO:
    """A red dot as PNG."""
    rows = zlib.compress(b"\x00\xff\x00\x00")
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def _list() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("统计表")
    frame = book.add_format({"border": 1})
    bold, money = book.add_format({"bold": True}), book.add_format({"border": 1, "num_format": "#,##0.00"})
    page.merge_range("A1:D1", "公益林补偿资金统计表", bold)
    page.write_row("A2", ["指标名称", "计量单位", "数值", "说明"], frame)
    for row, (name, unit) in enumerate(
        (("公益林面积", "亩"), ("补偿标准", "元/亩"), ("补偿资金", "万元"), ("涉及农户", "户")), 3
    ):
        page.write_row(f"A{row}", [name, unit], frame)
        page.write_blank(f"C{row}", None, money)
        page.write_blank(f"D{row}", None, frame)
    page.write_formula("C5", "=ROUND(C3*C4/10000,2)", money, 0)
    page.write_rich_string("A8", "注：", bold, "补偿资金", "由面积和标准计算")
    page.insert_textbox("F2", "填表说明：如实填写")
    page.insert_checkbox("F9", True)
    page.insert_image("H2", "dot.png", {"image_data": _picture()})
    page.write_comment("A5", "口径见说明")
    page.conditional_format("C3:C6", {"type": "data_bar", "data_bar_2010": True})
    page.conditional_format("C3:C6", {"type": "icon_set", "icon_style": "3_arrows"})
    page.data_validation("C3:C6", {"validate": "decimal", "criteria": ">=", "value": 0})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.set_header("&C公益林补偿")
    page.print_area("A1:D8")
    page.protect("", {"format_cells": True})
    book.define_name("补偿标准", "=统计表!$C$4")
    book.set_properties({"title": "公益林", "author": "林业局"})
    page.insert_chart("F12", _chart(book))
    book.close()
    return out.getvalue()


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=统计表!$C$3:$C$6"})
    return chart


def _ledger() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("台账")
    frame = book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "0.0%"})
    page.merge_range("A1:F1", "林下经济经营主体台账", book.add_format({"bold": True}))
    page.write_row(
        "A2", ["序号", "经营主体名称", "经营面积（亩）", "产值（万元）", "亩均产值", "是否挂牌"], frame
    )
    for row in range(3, 8):
        page.write_number(f"A{row}", row - 2, frame)
        for column in "BCDF":
            page.write_blank(f"{column}{row}", None, frame)
        page.write_formula(f"E{row}", f"=IF(C{row}=0,0,D{row}/C{row})", money, 0)
    page.write_row("A8", ["合计", ""], frame)
    page.write_formula("C8", "=SUM(C3:C7)", frame, 0)
    page.write_formula("D8", "=SUM(D3:D7)", frame, 0)
    page.data_validation("F3:F7", {"validate": "list", "source": ["是", "否"]})
    page.conditional_format("D3:D7", {"type": "data_bar"})
    page.insert_textbox("H2", "每个经营主体一行")
    page.insert_checkbox("H10", False)
    page.write_comment("B2", "营业执照上的名称")
    page.freeze_panes(2, 0)
    page.autofilter("A2:F7")
    page.set_h_pagebreaks([20])
    other = book.add_worksheet("汇总")
    other.write_formula("A1", "=台账!C8", frame, 0)
    other.write_formula("A2", "=SUM(台账!D3:D7)", frame, 0)
    book.close()
    return out.getvalue()
