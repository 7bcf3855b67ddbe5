"""Files with several tables: on one sheet, on several sheets, of several kinds."""

from tests.forms.notation import Page, Read, Sample

BOOKS = (
    Sample(
        "three_sheets",
        "a list, a ledger and a cross-table, a sheet of 填表说明 between",
        (
            Page(
                "填表说明",
                """
填表说明
一、本套表由各乡镇填报。
二、数据时点为2026年9月30日。
""",
                (),
                (),
            ),
            Page(
                "表1",
                """
表1：乡村振兴基本情况表|<|<
指标|单位|数值
行政村数|个|?行政村数 [个]
脱贫户数|户|?脱贫户数 [户]
""",
                ("A2:C4",),
                (Read("indicators", "乡村振兴基本情况表", (3, 4)),),
            ),
            Page(
                "表2",
                """
表2：监测对象花名册|<|<|<
序号|户主姓名|监测类别|家庭人口（人）
1|||
2|||
""",
                ("A2:D4",),
                (
                    Read(
                        "ledger",
                        "监测对象花名册",
                        (3, 4),
                        "household",
                        columns="B:户主姓名; C:监测类别; D:家庭人口 [人]",
                    ),
                ),
            ),
            Page(
                "表3",
                """
表3：帮扶资金统计表|<|<
村名|财政资金（万元）|社会资金（万元）
甲村|?甲村>财政资金 [万元]|?甲村>社会资金 [万元]
乙村|?乙村>财政资金 [万元]|?乙村>社会资金 [万元]
""",
                ("A2:C4",),
                (Read("crosstab", "帮扶资金统计表", (3, 4), "village"),),
            ),
        ),
    ),
    Sample(
        "two_on_a_sheet",
        "two framed tables on one sheet, each with a title",
        (
            Page(
                "Sheet1",
                """
一、人员情况表|<|<
类别|人数（人）|其中：党员（人）
干部|?干部>人数 [人]|?干部>人数>党员 [人]
职工|?职工>人数 [人]|?职工>人数>党员 [人]
||
二、设备情况表|<|<
序号|设备名称|数量（台）
1||
2||
""",
                ("A2:C4", "A7:C9"),
                (
                    Read("crosstab", "一、人员情况表", (3, 4)),
                    Read("ledger", "二、设备情况表", (8, 9), "", columns="B:设备名称; C:数量 [台]"),
                ),
            ),
        ),
    ),
    Sample(
        "record_and_list",
        "a head of the reporting unit above an indicator list, in one frame",
        (
            Page(
                "报表",
                """
乡镇综合减灾能力调查表|<|<|<
填报乡镇|?填报乡镇|负责人|?负责人
指标名称|代码|计量单位|数值
应急避难场所|01|个|?应急避难场所 [个]
应急物资库|02|个|?应急物资库 [个]
灾害信息员|03|人|?灾害信息员 [人]
""",
                ("A2:D6",),
                (
                    Read("record", "乡镇综合减灾能力调查表", (2, 2)),
                    Read("indicators", "乡镇综合减灾能力调查表", (4, 6)),
                ),
            ),
        ),
    ),
    Sample(
        "side_by_side",
        "two framed tables beside each other",
        (
            Page(
                "Sheet1",
                """
镇村干部与车辆统计表|<|<|<|<|<|<
职务|人数（人）|||车型|数量（辆）|
书记|?书记 [人]|||轿车|?轿车 [辆]|
主任|?主任 [人]|||越野车|?越野车 [辆]|
""",
                ("A2:B4", "E2:F4"),
                (
                    Read("indicators", "镇村干部与车辆统计表", (3, 4), right=2),
                    Read("indicators", "镇村干部与车辆统计表", (3, 4), left=5),
                ),
            ),
        ),
    ),
    Sample(
        "opinion_book",
        "an unframed sentence sheet beside a table",
        (
            Page(
                "统计",
                """
“五小”安全整治统计表|<|<
场所类型|摸排数（家）|整改数（家）
小餐饮|?小餐饮>摸排数 [家]|?小餐饮>整改数 [家]
小旅馆|?小旅馆>摸排数 [家]|?小旅馆>整改数 [家]
""",
                ("A2:C4",),
                (Read("crosstab", "“五小”安全整治统计表", (3, 4)),),
            ),
            Page(
                "小结",
                """
工作小结
本月共出动检查人员____人次，发现隐患____处，已整改____处。?出动检查人员 [人次]?发现隐患 [处]?已整改 [处]
""",
                (),
                (Read("record", "工作小结", (2, 2)),),
            ),
        ),
    ),
)
