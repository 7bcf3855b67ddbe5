"""Ledgers and cross-tables as offices print them, each with what it must be read as."""

from tests.domain.merging.office import Layout, saved, sheet

_ = None


def table_layouts():
    """Ledgers and cross-tables, with and without frames, merged and not."""
    return [
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
