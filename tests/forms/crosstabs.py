"""Cross-tables: what is counted down the side, and by what across the top."""

from tests.forms.notation import Page, Read, Sample


def _cells(row: str, columns: str) -> str:
    """The blanks of one row: `row` is its path, `columns` the specs of its columns."""
    return "|".join(f"?{row}>{column}" for column in columns.split("|"))


def _grid(rows: str, columns: str, before: str = "") -> str:
    """One line a row; `before` stands between name and values."""
    return "\n".join(f"{row}|{before}{_cells(row.strip('　'), columns)}" for row in rows.split("|"))


VILLAGES = "东村|西村|南村"
CROSSTABS = (
    Sample(
        "villages_population",
        "villages down, figures across, a computed total",
        (
            Page(
                "汇总表",
                f"""
各村人口情况汇总表|<|<|<
村名|户数（户）|人口（人）|其中：女（人）
{_grid(VILLAGES, "户数 [户]|人口 [人]|人口>女 [人]")}
合计|=SUM(B3:B5)?合计>户数 [户] ~township|=SUM(C3:C5)?合计>人口 [人] ~township|=SUM(D3:D5)?合计>人口>女 [人] ~township
""",
                ("A2:D6",),
                (Read("crosstab", "各村人口情况汇总表", (3, 6), "village"),),
            ),
        ),
    ),
    Sample(
        "ages_by_sex",
        "two header rows, men and women below each age",
        (
            Page(
                "表1",
                f"""
分年龄常住人口统计表（2026年6月末）|<|<|<|<|<|<
地区|0—14岁（人）|<|15—59岁（人）|<|60岁及以上（人）|<
^|男|女|男|女|男|女
{_grid("城镇|乡村", "0—14岁>男 [人]|0—14岁>女 [人]|15—59岁>男 [人]|15—59岁>女 [人]|60岁及以上>男 [人]|60岁及以上>女 [人]")}
""",
                ("A2:G5",),
                (Read("crosstab", "分年龄常住人口统计表（2026年6月末）", (4, 5), "township", "2026-06-30"),),
            ),
        ),
    ),
    Sample(
        "relief_by_kind",
        "a printed row of units and a row of numbers below the header",
        (
            Page(
                "低保",
                f"""
农村居民最低生活保障统计表（2026年1月）|<|<|<|<
地区|低保户数|低保人数|当月资金支出|<
^|^|^|低保金|物价补贴
|户|人|万元|万元
序号|1|2|3|4
{_grid("青山村|绿水村", "低保户数 [户]|低保人数 [人]|当月资金支出>低保金 [万元]|当月资金支出>物价补贴 [万元]")}
""",
                ("A2:E7",),
                (Read("crosstab", "农村居民最低生活保障统计表（2026年1月）", (6, 7), "village", "2026-01"),),
            ),
        ),
    ),
    Sample(
        "wheat_area",
        "a row of column formulas such as 5=4-2, two years across",
        (
            Page(
                "面积",
                """
小麦种植面积核定情况表|<|<|<|<|<
单位：亩、户|<|<|<|<|<
乡镇|2025年|<|<|2026年|<
^|核定面积|补贴面积|补贴户数|核定面积|较上年增减
栏次|1|2|3|4|5=4-1
唐山镇|?唐山镇>核定面积 [亩] @2025|?唐山镇>补贴面积 [亩] @2025|?唐山镇>补贴户数 [户] @2025|?唐山镇>核定面积 [亩] @2026|=E6-B6?唐山镇>较上年增减 @2026
果里镇|?果里镇>核定面积 [亩] @2025|?果里镇>补贴面积 [亩] @2025|?果里镇>补贴户数 [户] @2025|?果里镇>核定面积 [亩] @2026|=E7-B7?果里镇>较上年增减 @2026
""",
                ("A3:F7",),
                (Read("crosstab", "小麦种植面积核定情况表", (6, 7), "township"),),
            ),
        ),
    ),
    Sample(
        "schools_matrix",
        "groups upright at the left, a unit column, three measures",
        (
            Page(
                "教育",
                """
学生资助情况统计表|<|<|<|<|<
学段|项目|单位|公办|民办|合计
学前教育|在园幼儿|人|?学前教育>在园幼儿>公办 [人]|?学前教育>在园幼儿>民办 [人]|=D3+E3?学前教育>在园幼儿>合计 [人]
^|资助金额|元|?学前教育>资助金额>公办 [元]|?学前教育>资助金额>民办 [元]|=D4+E4?学前教育>资助金额>合计 [元]
义务教育|在校学生|人|?义务教育>在校学生>公办 [人]|?义务教育>在校学生>民办 [人]|=D5+E5?义务教育>在校学生>合计 [人]
^|资助金额|元|?义务教育>资助金额>公办 [元]|?义务教育>资助金额>民办 [元]|=D6+E6?义务教育>资助金额>合计 [元]
""",
                ("A2:F6",),
                (Read("indicators", "学生资助情况统计表", (3, 6)),),
            ),
        ),
    ),
    Sample(
        "fire_by_month",
        "months across, closed cells, no frames",
        (
            Page(
                "Sheet1",
                """
森林火灾月度统计表|||
指标|10月|11月|12月
火灾次数（次）|?火灾次数>10月 [次]|?火灾次数>11月 [次]|?火灾次数>12月 [次]
过火面积（公顷）|?过火面积>10月 [公顷]|?过火面积>11月 [公顷]|?过火面积>12月 [公顷]
""",
                (),
                (Read("crosstab", "森林火灾月度统计表", (3, 4)),),
            ),
        ),
    ),
    Sample(
        "crops",
        "sub-items by blanks under 其中, area, yield and output across, a cell crossed out",
        (
            Page(
                "农作物",
                """
农作物播种面积和产量表|<|<|<
2026年|<|<|<
作物名称|播种面积（亩）|单产（公斤/亩）|总产量（吨）
一、粮食作物|?粮食作物>播种面积 [亩]|—|?粮食作物>总产量 [吨]
（一）谷物|?谷物>播种面积 [亩]|?谷物>单产 [公斤/亩]|?谷物>总产量 [吨]
　　其中：水稻|?谷物>水稻>播种面积 [亩]|?谷物>水稻>单产 [公斤/亩]|?谷物>水稻>总产量 [吨]
　　　　　玉米|?谷物>玉米>播种面积 [亩]|?谷物>玉米>单产 [公斤/亩]|?谷物>玉米>总产量 [吨]
（二）豆类|?豆类>播种面积 [亩]|?豆类>单产 [公斤/亩]|?豆类>总产量 [吨]
""",
                ("A3:D8",),
                (Read("crosstab", "农作物播种面积和产量表", (4, 8), "township", "2026"),),
            ),
        ),
    ),
    Sample(
        "teams",
        "upright groups across three rows of header, hidden row",
        (
            Page(
                "队伍",
                """
应急救援队伍情况统计表|<|<|<|<|<
队伍类型|队伍数量（支）|队员情况|<|<|经费（万元）
^|^|人数（人）|其中|<|^
^|^|^|专职（人）|兼职（人）|^
综合性救援队|?综合性救援队>队伍数量 [支]|?综合性救援队>队员情况>人数 [人]|?综合性救援队>队员情况>人数>专职 [人]|?综合性救援队>队员情况>人数>兼职 [人]|?综合性救援队>经费 [万元]
民兵应急队|?民兵应急队>队伍数量 [支]|?民兵应急队>队员情况>人数 [人]|?民兵应急队>队员情况>人数>专职 [人]|?民兵应急队>队员情况>人数>兼职 [人]|?民兵应急队>经费 [万元]
（旧）巡防队|||||
""",
                ("A2:F7",),
                (Read("crosstab", "应急救援队伍情况统计表", (5, 6)),),
                hidden_rows=(7,),
            ),
        ),
    ),
    Sample(
        "balance_panels",
        "assets and liabilities side by side, opening and closing figures",
        (
            Page(
                "资产负债表",
                """
村集体资产负债表|<|<|<|<|<
2025年12月31日|<|<|<|单位：元|<
资　　产|年初数|期末数|负债及权益|年初数|期末数
货币资金|?货币资金 [元] @2025-12-31 年初|?货币资金 [元] @2025-12-31|短期借款|?短期借款 [元] @2025-12-31 年初|?短期借款 [元] @2025-12-31
应收款项|?应收款项 [元] @2025-12-31 年初|?应收款项 [元] @2025-12-31|应付款项|?应付款项 [元] @2025-12-31 年初|?应付款项 [元] @2025-12-31
资产总计|=SUM(B4:B5)?资产总计 [元] @2025-12-31 年初|=SUM(C4:C5)?资产总计 [元] @2025-12-31|负债及权益总计|=SUM(E4:E5)?负债及权益总计 [元] @2025-12-31 年初|=SUM(F4:F5)?负债及权益总计 [元] @2025-12-31
""",
                ("A3:F6",),
                (Read("indicators", "村集体资产负债表", (4, 6)),),
            ),
        ),
    ),
    Sample(
        "work_by_department",
        "empty corner cut by a slash, percent column",
        (
            Page(
                "Sheet1",
                f"""
附表2：社会救助工作调度表|<|<|<
项目\\\\单位|应保（人）|已保（人）|比例（%）
{_grid("低保|特困|临时救助", "应保 [人]|已保 [人]|比例 [%]")}
""",
                ("A2:D5",),
                (Read("crosstab", "社会救助工作调度表", (3, 5)),),
            ),
        ),
    ),
)
