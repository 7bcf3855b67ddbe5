"""Records and indicator lists as offices print them, each with what it must be read as."""

from tests.domain.merging.office import Layout, saved, sheet

_ = None


def cell_layouts():
    """Records and indicator lists, with and without frames, merged and not."""
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
    ]
