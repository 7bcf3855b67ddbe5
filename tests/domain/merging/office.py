"""Office forms as clerks meet them, built with openpyxl; beside each stands what it must be read as."""

import io
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.datavalidation import DataValidation

_LINE = Side(style="thin")
FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Layout:
    """A workbook, its kind, and per cell (or column) the label and the unit that a person reads there."""

    name: str
    data: bytes
    kind: str
    fields: dict[str, tuple[str, str]]
    first_row: int = 0


def sheet(rows, merges=(), frame="", lists=(), formats=(), title="表1"):
    """A workbook of one sheet; `lists` are (area, options), `formats` (area, number format)."""
    book = Workbook()
    page = book.active
    page.title = title
    write(page, rows, merges, frame, lists, formats)
    return book


def write(page, rows, merges=(), frame="", lists=(), formats=()):
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            page.cell(row, column, value) if value is not None else None
    for area in merges:
        page.merge_cells(area)
    for cell in cells_of(page, frame):
        cell.border = FRAME
    for area, options in lists:
        rule = DataValidation(type="list", formula1=f'"{options}"', allow_blank=True)
        rule.add(area)
        page.add_data_validation(rule)
    for area, code in formats:
        for cell in cells_of(page, area):
            cell.number_format = code


def cells_of(page, area):
    return [cell for row in page[area] for cell in row] if area else []


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ = None


def layouts():
    """At least three layouts of every kind, with and without frames, merged and not."""
    return [
        Layout(
            "indicators with codes, unit column and counters",
            saved(
                sheet(
                    [
                        ["附件1：2026年人口基本情况统计表"],
                        ["填报单位（盖章）：", _, _, "2026年11月30日"],
                        ["指标名称", "代码", "计量单位", "数　量"],
                        ["甲", "乙", "丙", 1],
                        ["一、人口", _, _, _],
                        ["户籍人口", "01", "人", _],
                        ["　　其中：女", "02", "人", _],
                        ["常住人口", "03", "万人", _],
                        ["人口合计", "04", "人", "=D6+D7"],
                        ["注：常住人口：指在本地居住半年以上的人口。"],
                    ],
                    merges=["A1:D1", "A10:D10"],
                    frame="A3:D9",
                )
            ),
            "indicators",
            {
                "D6": ("户籍人口", "人"),
                "D7": ("女", "人"),
                "D8": ("常住人口", "万人"),
                "D9": ("人口合计", "人"),
            },
        ),
        Layout(
            "indicators in two panels",
            saved(
                sheet(
                    [
                        ["农业生产情况表"],
                        ["指标", "单位", "数值", "指标", "单位", "数值"],
                        ["耕地面积", "亩", _, "生猪存栏", "头", _],
                        ["粮食产量", "吨", _, "家禽存栏", "只", _],
                    ],
                    merges=["A1:F1"],
                    frame="A2:F4",
                )
            ),
            "indicators",
            {
                "C3": ("耕地面积", "亩"),
                "F3": ("生猪存栏", "头"),
                "C4": ("粮食产量", "吨"),
                "F4": ("家禽存栏", "只"),
            },
        ),
        Layout(
            "indicators without frames, coded labels with units in brackets",
            saved(
                sheet(
                    [
                        ["饮水情况"],
                        ["指标", "数值"],
                        ["B26饮用自来水户数（户）", _],
                        ["B31-1其中：人均容积在5立方米以下（人）", _],
                        ["1.年收入/元", _],
                    ],
                    merges=["A1:B1"],
                )
            ),
            "indicators",
            {
                "B3": ("饮用自来水户数", "户"),
                "B4": ("人均容积在5立方米以下", "人"),
                "B5": ("年收入", "元"),
            },
        ),
        Layout(
            "indicators for this period and the year so far",
            saved(
                sheet(
                    [
                        ["财政资金进度表（2026年11月）"],
                        ["指标名称", "计量单位", "数量", _],
                        [_, _, "本期", "本年累计"],
                        ["安排项目", "个", _, _],
                        ["安排资金", "万元", _, _],
                    ],
                    merges=["A2:A3", "B2:B3", "C2:D2"],
                    frame="A2:D5",
                )
            ),
            "indicators",
            {
                "C4": ("安排项目", "个"),
                "D4": ("安排项目", "个"),
                "C5": ("安排资金", "万元"),
                "D5": ("安排资金", "万元"),
            },
        ),
        Layout(
            "record with groups and boxes",
            saved(
                sheet(
                    [
                        ["农户登记表"],
                        ["户主姓　　名", _, "性　　别", "□男　□女"],
                        ["家庭情况", "人口（人）", _, _],
                        [_, "耕地面积（亩）", _, _],
                        ["是否低保户", _, "联系电话", _],
                        ["备注", _, _, _],
                    ],
                    merges=["A1:D1", "A3:A4", "C3:D3", "C4:D4", "B6:D6"],
                    frame="A2:D6",
                    lists=[("B5", "是,否")],
                )
            ),
            "record",
            {
                "B2": ("户主姓名", ""),
                "D2": ("性别", ""),
                "C3": ("人口", "人"),
                "C4": ("耕地面积", "亩"),
                "B5": ("是否低保户", ""),
                "D5": ("联系电话", ""),
                "B6": ("备注", ""),
            },
        ),
        Layout(
            "record without frames",
            saved(sheet([["村基本情况表"], ["村名", _, "书记姓名"], ["户数（户）", _, "人口（人）"]])),
            "record",
            {"B2": ("村名", ""), "D2": ("书记姓名", ""), "B3": ("户数", "户"), "D3": ("人口", "人")},
        ),
        Layout(
            "record in sections with the title inside the frame",
            saved(
                sheet(
                    [
                        ["森林防火准备检查表"],
                        ["一、队伍"],
                        ["护林员（人）", _, "扑火队伍（支）", _],
                        ["二、物资"],
                        ["风力灭火机（台）", _, "消防水泵（台）", _],
                    ],
                    merges=["A1:D1", "A2:D2", "A4:D4"],
                    frame="A1:D5",
                )
            ),
            "record",
            {
                "B3": ("护林员", "人"),
                "D3": ("扑火队伍", "支"),
                "B5": ("风力灭火机", "台"),
                "D5": ("消防水泵", "台"),
            },
        ),
        Layout(
            "ledger with merged header, numbered rows and a total",
            saved(
                sheet(
                    [
                        ["安全隐患排查台账"],
                        ["序号", "企业名称", "隐患情况", _, "是否整改", "备注"],
                        [_, _, "隐患描述", "整改金额（万元）", _, _],
                        [1],
                        [2],
                        [3],
                        ["合计", _, _, "=SUM(D4:D6)"],
                        ["注：如实填写"],
                    ],
                    merges=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3"],
                    frame="A2:F7",
                    lists=[("E4:E6", "是,否")],
                )
            ),
            "ledger",
            {
                "B": ("企业名称", ""),
                "C": ("隐患描述", ""),
                "D": ("整改金额", "万元"),
                "E": ("是否整改", ""),
                "F": ("备注", ""),
            },
            4,
        ),
        Layout(
            "ledger with unmerged groups and a sample row",
            saved(
                sheet(
                    [
                        ["低保对象花名册"],
                        ["序号", "姓名", "身份证号", "家庭情况", _, "备注"],
                        [_, _, _, "人口", "收入（元）", _],
                        ["示例", "张三", "510101199001011234", 3, 2000, "无"],
                        [1],
                        [2],
                    ],
                    merges=["A1:F1"],
                    frame="A2:F6",
                )
            ),
            "ledger",
            {
                "B": ("姓名", ""),
                "C": ("身份证号", ""),
                "D": ("人口", ""),
                "E": ("收入", "元"),
                "F": ("备注", ""),
            },
            5,
        ),
        Layout(
            "ledger without frames",
            saved(
                sheet([["企业基础数据采集表"], ["企业名称", "所属行业", "用工人数（人）"]], merges=["A1:C1"])
            ),
            "ledger",
            {"A": ("企业名称", ""), "B": ("所属行业", ""), "C": ("用工人数", "人")},
            3,
        ),
        Layout(
            "cross-table with sub-items under a bare 其中 and a unit line",
            saved(
                sheet(
                    [
                        ["留守儿童汇总表"],
                        [_, _, _, "单位：人"],
                        ["年龄段", "合计", "其中", _],
                        [_, _, "男", "女"],
                        ["0—5周岁", _, _, _],
                        ["6—13周岁", _, _, _],
                        ["合　计", "=SUM(B5:B6)", "=SUM(C5:C6)", "=SUM(D5:D6)"],
                    ],
                    merges=["A1:D1", "A3:A4", "B3:B4", "C3:D3"],
                    frame="A3:D7",
                )
            ),
            "crosstab",
            {
                f"{column}{row}": (label, "人")
                for row in (5, 6, 7)
                for column, label in (("B", "合计"), ("C", "男"), ("D", "女"))
            },
        ),
        Layout(
            "cross-table with grouped rows and units in the header",
            saved(
                sheet(
                    [
                        ["农作物生产情况"],
                        ["作物", _, "播种面积（亩）", "产量（吨）", "备注"],
                        ["粮食", "水稻", _, _, _],
                        [_, "玉米", _, _, _],
                        ["经济作物", "油菜", _, _, _],
                    ],
                    merges=["A1:E1", "A2:B2", "A3:A4"],
                    frame="A2:E5",
                )
            ),
            "crosstab",
            {
                f"{column}{row}": (label, unit)
                for row in (3, 4, 5)
                for column, label, unit in (("C", "播种面积", "亩"), ("D", "产量", "吨"))
            },
        ),
        Layout(
            "cross-table of villages",
            saved(
                sheet(
                    [
                        ["各村户厕改造进度"],
                        ["村名", "改厕户数（户）", "投入资金（万元）"],
                        ["东风村", _, _],
                        ["红旗村", _, _],
                    ],
                    frame="A2:C4",
                )
            ),
            "crosstab",
            {
                f"{column}{row}": (label, unit)
                for row in (3, 4)
                for column, label, unit in (("B", "改厕户数", "户"), ("C", "投入资金", "万元"))
            },
        ),
    ]
