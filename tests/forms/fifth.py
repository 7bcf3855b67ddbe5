"""A fifth lot of layouts, written down with what a person reads before the reader had seen them: tables."""

from tests.forms.notation import Page, Read, Sample


def _across(row: str, columns: str) -> str:
    """The blanks of one printed row: its name before each column's."""
    return "|".join(f"?{row}>{column}" for column in columns.split("|"))


_PLOUGHED = "当月完成面积 [亩]|累计完成面积 [亩]"
_HEATED = "改造户数 [户]|改造户数>煤改电 [户]|改造户数>煤改气户|补助资金 [万元]"
_PLACES = "卫生室 {有,无}|快递服务点 {有,无}|文化广场 {有,无}"
_WORK = "进展情况|存在问题|下步措施"
_WATER = "用水量 [吨]|用电量 [千瓦时]|水电费 [元]"

FIFTH = (
    Sample(
        "deep_ploughing",
        "progress by village: printed tasks that are no blanks, the month in brackets below the title, a rate",
        (
            Page(
                "进度",
                f"""
附表|<|<|<|<|<|<
2026年农机深松整地作业进度汇总表|<|<|<|<|<|<
（八月）|<|<|<|<|<|<
序号|村（社区）|下达任务面积（亩）|当月完成面积（亩）|累计完成面积（亩）|任务完成量占比（%）|备注
1|石桥村|1000|{_across("石桥村", _PLOUGHED)}|=E5/C5*100?石桥村>任务完成量占比 [%]|
2|黄沙村|3000|{_across("黄沙村", _PLOUGHED)}|=E6/C6*100?黄沙村>任务完成量占比 [%]|
3|龙潭村|2000|{_across("龙潭村", _PLOUGHED)}|=E7/C7*100?龙潭村>任务完成量占比 [%]|
""",
                ("A4:G7",),
                (Read("crosstab", "2026年农机深松整地作业进度汇总表", (5, 7), "village", "2026-08"),),
            ),
        ),
    ),
    Sample(
        "months_down",
        "the months of a year as rows, a total, the year in the title",
        (
            Page(
                "水电",
                f"""
2026年村级便民服务中心水电消耗统计表|<|<|<
月份|用水量（吨）|用电量（千瓦时）|水电费（元）
1月|{_across("1月", _WATER.replace("]", "] @2026-01"))}
2月|{_across("2月", _WATER.replace("]", "] @2026-02"))}
3月|{_across("3月", _WATER.replace("]", "] @2026-03"))}
合计|=SUM(B3:B5)?合计>用水量 [吨]|=SUM(C3:C5)?合计>用电量 [千瓦时]|=SUM(D3:D5)?合计>水电费 [元]
""",
                ("A2:D6",),
                (Read("crosstab", "2026年村级便民服务中心水电消耗统计表", (3, 6), "township", "2026"),),
            ),
        ),
    ),
    Sample(
        "banners_in_frame",
        "two tables in one frame, each under a banner, each with a header of its own, no gap",
        (
            Page(
                "统计",
                """
镇级应急队伍和物资情况表|<|<|<
填报单位：（盖章）||截止日期：2026年10月31日|
一、应急队伍情况|<|<|<
队伍类型|数量（支）|人数（人）|其中：专职（人）
综合应急救援队|?综合应急救援队>数量 [支]|?综合应急救援队>人数 [人]|?综合应急救援队>人数>专职 [人]
村级应急分队|?村级应急分队>数量 [支]|?村级应急分队>人数 [人]|?村级应急分队>人数>专职 [人]
二、应急物资情况|<|<|<
物资名称|计量单位|现有数量|缺口数量
帐篷|顶|?帐篷>现有数量 [顶]|?帐篷>缺口数量 [顶]
棉被|床|?棉被>现有数量 [床]|?棉被>缺口数量 [床]
""",
                ("A3:D10",),
                (
                    Read("crosstab", "镇级应急队伍和物资情况表", (5, 6), "township", "2026-10-31"),
                    Read("indicators", "二、应急物资情况", (9, 10), "township", "2026-10-31"),
                ),
            ),
        ),
    ),
    Sample(
        "village_construction",
        "a survey's list: organs at the right, numbered questions with numbered choices, a unit merged over rows",
        (
            Page(
                "村庄建设",
                """
村庄基本信息调查表|<|<|<
||表　　号：村建1表|<
||有效期至：2027年12月|<
行政村名称：||2025年|<
指标|代码|计量单位|填报内容
一、村庄概况|—|—|—
地形地貌（1.平原 2.丘陵 3.山区）|001|—|?地形地貌 {平原,丘陵,山区}
村民小组|002|个|?村民小组 [个]
二、人口情况|—|—|—
户籍户数|003|户|?户籍户数 [户]
常住户数|004|^|?常住户数 [户]
#外来户|005|^|?常住户数>外来户 [户]
三、是否有集中供水（是/否）|006|—|?是否有集中供水 {是,否}
说明：1.统计时点为2025年12月31日。2.“常住户数”指一年中居住6个月以上的户数。|<|<|<
""",
                ("A5:D13",),
                (Read("indicators", "村庄基本信息调查表", (7, 13), "village", "2025-12-31"),),
            ),
        ),
    ),
    Sample(
        "household_income",
        "a household's quarter: three depths of numbering, computed sums, boxes for codes in the head",
        (
            Page(
                "收支",
                """
监测户可支配收入调查表|<|<
行政区划代码：□□□□□□□□□□□□|<|户编码：□□□
2026年第三季度|<|单位：元
项　　目|代码|金　额
可支配收入|1|=C6+C9+C10?可支配收入 [元]
一、工资性收入|2|=C7+C8?工资性收入 [元]
　（一）本地务工|3|?本地务工 [元]
　（二）外出务工|4|?外出务工 [元]
二、经营净收入|5|?经营净收入 [元]
三、转移净收入|6|=C11+C12?转移净收入 [元]
　（一）养老金|7|?养老金 [元]
　（二）政策性补贴|8|?政策性补贴 [元]
户主签字：||调查员：
""",
                ("A4:C12",),
                (Read("indicators", "监测户可支配收入调查表", (5, 12), "household", "2026-Q3"),),
            ),
        ),
    ),
    Sample(
        "natural_villages",
        "merged villages: the new village upright, its old ones beside it, a subtotal each, a total at the end",
        (
            Page(
                "合并村",
                """
合并村基本情况统计表|<|<|<
合并后村名|原村名|户数（户）|人口数（人）
新民村|民主村|?新民村>民主村>户数 [户]|?新民村>民主村>人口数 [人]
^|民生村|?新民村>民生村>户数 [户]|?新民村>民生村>人口数 [人]
^|小计|=SUM(C3:C4)?新民村>小计>户数 [户]|=SUM(D3:D4)?新民村>小计>人口数 [人]
双河村|上河村|?双河村>上河村>户数 [户]|?双河村>上河村>人口数 [人]
^|下河村|?双河村>下河村>户数 [户]|?双河村>下河村>人口数 [人]
^|小计|=SUM(C6:C7)?双河村>小计>户数 [户]|=SUM(D6:D7)?双河村>小计>人口数 [人]
合计|<|=C5+C8?合计>户数 [户] ~township|=D5+D8?合计>人口数 [人] ~township
""",
                ("A2:D9",),
                (Read("crosstab", "合并村基本情况统计表", (3, 9), "village"),),
            ),
        ),
    ),
    Sample(
        "facilities_matrix",
        "villages down, facilities across, the choice 有/无 in a header over them all and as a rule of the cells",
        (
            Page(
                "设施",
                f"""
农村公共服务设施情况摸底表|<|<|<
村名|公共服务设施（有/无）|<|<
^|卫生室|快递服务点|文化广场
前进村|{_across("前进村", "|".join(f"公共服务设施>{one}" for one in _PLACES.split("|")))}
胜利村|{_across("胜利村", "|".join(f"公共服务设施>{one}" for one in _PLACES.split("|")))}
""",
                ("A2:D5",),
                (Read("crosstab", "农村公共服务设施情况摸底表", (4, 5), "village"),),
                lists=(("B4:D5", "有,无"),),
            ),
        ),
    ),
    Sample(
        "task_list",
        "a list of printed tasks with who and by when printed, free texts to fill in",
        (
            Page(
                "清单",
                f"""
附件2|<|<|<|<|<|<
2026年乡村振兴重点工作任务推进情况表|<|<|<|<|<|<
填报单位：|<|<|填报日期：　　年　月　日|<|<|<
序号|工作任务|牵头单位|完成时限|进展情况|存在问题|下步措施
1|完成高标准农田建设5000亩|农业农村局|2026年10月底|{_across("完成高标准农田建设5000亩", _WORK)}
2|新建改建农村公路12公里|交通运输局|2026年11月底|{_across("新建改建农村公路12公里", _WORK)}
3|培育家庭农场示范户8家|农业农村局|2026年12月底|{_across("培育家庭农场示范户8家", _WORK)}
""",
                ("A4:G7",),
                (Read("crosstab", "2026年乡村振兴重点工作任务推进情况表", (5, 7), "township", "2026"),),
            ),
        ),
    ),
    Sample(
        "clean_heating",
        "units below the names in the same cell, by line, slash and half-width bracket; parts under a bare 其中",
        (
            Page(
                "清洁取暖",
                f"""
冬季清洁取暖改造进度统计表|<|<|<|<
村名|改造户数\\n（户）|其中|<|补助资金(万元)
^|^|煤改电/户|煤改气\\n户|^
东庄村|{_across("东庄村", _HEATED)}
西庄村|{_across("西庄村", _HEATED)}
合计|=SUM(B4:B5)?合计>改造户数 [户] ~township|=SUM(C4:C5)?合计>改造户数>煤改电 [户] ~township|=SUM(D4:D5)?合计>改造户数>煤改气户 ~township|=SUM(E4:E5)?合计>补助资金 [万元] ~township
审核人：|<|填表人：|<|年　　月　　日
""",
                ("A2:E6",),
                (Read("crosstab", "冬季清洁取暖改造进度统计表", (4, 6), "village"),),
            ),
        ),
    ),
    Sample(
        "income_and_spending",
        "income at the left and spending at the right under names of their own, a balance at the end",
        (
            Page(
                "收支公示",
                """
村级财务收支情况公示表|<|<|<
公示期间：2026年1月至9月|<|单位：元|<
收入项目|金额|支出项目|金额
上级补助收入|?上级补助收入 [元]|管理费支出|?管理费支出 [元]
发包及上交收入|?发包及上交收入 [元]|公益事业支出|?公益事业支出 [元]
其他收入|?其他收入 [元]|其他支出|?其他支出 [元]
收入合计|=SUM(B4:B6)?收入合计 [元]|支出合计|=SUM(D4:D6)?支出合计 [元]
村务监督委员会主任：|<|报账员：|<
""",
                ("A3:D7",),
                (Read("indicators", "村级财务收支情况公示表", (4, 7), "village", "2026-09 本年累计"),),
            ),
        ),
    ),
)
