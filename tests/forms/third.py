"""A third lot of layouts, typed after the reader was finished for the first two."""

from tests.forms.notation import Page, Read, Sample

THIRD = (
    Sample(
        "no_title",
        "no title but the sheet's name, the header in the first row",
        (
            Page(
                "公益岗位台账",
                """
序号|姓名|性别|身份证号|岗位名称|月补贴（元）|上岗时间
1||||||
2||||||
""",
                ("A1:G3",),
                (
                    Read(
                        "ledger",
                        "公益岗位台账",
                        (2, 3),
                        "person",
                        columns="B:姓名; C:性别; D:身份证号; E:岗位名称; F:月补贴 [元]; G:上岗时间 #date",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "subtotals_between",
        "subtotals between groups of villages",
        (
            Page(
                "Sheet1",
                """
2026年烤烟种植收购情况表|<|<|<
单位：亩、担、万元|<|<|<
村名|种植面积|收购量|收入
河东片|<|<|<
张村|?张村>种植面积 [亩]|?张村>收购量 [担]|?张村>收入 [万元]
王村|?王村>种植面积 [亩]|?王村>收购量 [担]|?王村>收入 [万元]
小计|=SUM(B5:B6)?小计>种植面积 [亩] ~township|=SUM(C5:C6)?小计>收购量 [担] ~township|=SUM(D5:D6)?小计>收入 [万元] ~township
""",
                ("A3:D7",),
                (Read("crosstab", "2026年烤烟种植收购情况表", (5, 7), "village", "2026"),),
            ),
        ),
    ),
    Sample(
        "score_sheet",
        "a scoring sheet: item, standard, points, score, reason",
        (
            Page(
                "考核表",
                """
农村生活垃圾治理检查评分表|<|<|<|<
被检查村：|<|<|检查日期：|<
检查项目|评分标准|分值|得分|扣分原因
村内道路|无积存垃圾，发现一处扣1分|20|?村内道路>得分|?村内道路>扣分原因
河道沟渠|水面无漂浮物，发现一处扣2分|30|?河道沟渠>得分|?河道沟渠>扣分原因
农户庭院|物品堆放整齐，发现一户扣1分|50|?农户庭院>得分|?农户庭院>扣分原因
合　计|<|100|=SUM(D4:D6)?合计>得分|?合计>扣分原因
""",
                ("A3:E7",),
                (Read("crosstab", "农村生活垃圾治理检查评分表", (4, 7)),),
            ),
        ),
    ),
    Sample(
        "two_units_header",
        "number and amount below each programme, units in brackets in the second row",
        (
            Page(
                "Sheet1",
                """
附件2：|<|<|<|<
惠民惠农补贴资金发放情况统计表|<|<|<|<
补贴项目|应发|<|实发|<
^|户数（户）|金额（万元）|户数（户）|金额（万元）
耕地地力保护补贴|?耕地地力保护补贴>应发>户数 [户]|?耕地地力保护补贴>应发>金额 [万元]|?耕地地力保护补贴>实发>户数 [户]|?耕地地力保护补贴>实发>金额 [万元]
农机购置补贴|?农机购置补贴>应发>户数 [户]|?农机购置补贴>应发>金额 [万元]|?农机购置补贴>实发>户数 [户]|?农机购置补贴>实发>金额 [万元]
""",
                ("A3:E6",),
                (Read("crosstab", "惠民惠农补贴资金发放情况统计表", (5, 6)),),
            ),
        ),
    ),
    Sample(
        "record_with_list",
        "a record whose lower half is a list with units",
        (
            Page(
                "Sheet1",
                """
小型水库安全度汛检查表|<|<|<
水库名称|?水库名称|所在乡镇|?所在乡镇
总库容（万立方米）|?总库容 [万立方米]|坝高（米）|?坝高 [米]
行政责任人|?行政责任人|联系电话|?联系电话
检查项目|<|检查结果|<
大坝有无裂缝、渗漏|<|□有　□无?大坝有无裂缝、渗漏 {有,无}|<
溢洪道是否畅通|<|□是　□否?溢洪道是否畅通 {是,否}|<
检查人员：|<|检查时间：　　年　月　日|<
""",
                ("A2:D8",),
                (
                    Read("record", "小型水库安全度汛检查表", (2, 4)),
                    Read("indicators", "小型水库安全度汛检查表", (6, 7)),
                ),
            ),
        ),
    ),
    Sample(
        "numbers_and_letters",
        "numbered indicators with letters, units after a comma",
        (
            Page(
                "Sheet1",
                """
A101 农村人居环境统计年报|<|<
指标名称|计量单位|本年实际
甲|乙|1
A01 行政村个数|个|?行政村个数 [个]
A02 　其中：完成整治的|个|?行政村个数>完成整治的 [个]
A03 卫生厕所普及率|%|?卫生厕所普及率 [%] #percent
A04 生活污水处理量|万吨|?生活污水处理量 [万吨]
""",
                ("A2:C7",),
                (Read("indicators", "A101 农村人居环境统计年报", (4, 7), "township", "本年"),),
            ),
        ),
    ),
    Sample(
        "ledger_with_units_line",
        "a ledger under a unit line, widths, a text column of unknown kind",
        (
            Page(
                "明细",
                """
村级债务化解台账|<|<|<|<|<
填报单位：　　　　　　　单位：万元|<|<|<|<|<
序号|债权人|形成原因|债务总额|已化解|化解措施
|||||
|||||
|||||
|||||
合计|<|<|=SUM(D4:D7)|=SUM(E4:E7)|
""",
                ("A3:F8",),
                (
                    Read(
                        "ledger",
                        "村级债务化解台账",
                        (4, 7),
                        "",
                        columns="B:债权人; C:形成原因; D:债务总额 [万元]; E:已化解 [万元]; F:化解措施",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "upright_words",
        "upright letters with line breaks, merged group at the left of a record",
        (
            Page(
                "Sheet1",
                """
就业困难人员登记表|<|<|<|<
基\\n本\\n信\\n息|姓名|?基本信息>姓名|出生年月|?基本信息>出生年月 #date
^|文化程度|?基本信息>文化程度|技能特长|?基本信息>技能特长
就\\n业\\n意\\n向|意向岗位|?就业意向>意向岗位|期望月薪（元）|?就业意向>期望月薪 [元]
^|意向地点|?就业意向>意向地点|是否参加培训|□是　□否?就业意向>是否参加培训 {是,否}
""",
                ("A2:E5",),
                (Read("record", "就业困难人员登记表", (2, 5), "person"),),
            ),
        ),
    ),
    Sample(
        "three_blocks",
        "three ledgers on one sheet, numbered headings between them, no frames",
        (
            Page(
                "Sheet1",
                """
乡镇应急资源调查表|||
一、应急队伍|||
队伍名称|人数（人）|负责人|联系电话
|||
|||
二、应急物资|||
物资名称|数量|单位|存放地点
|||
|||
""",
                (),
                (
                    Read(
                        "ledger",
                        "乡镇应急资源调查表",
                        (4, 5),
                        "",
                        columns="A:队伍名称; B:人数 [人]; C:负责人; D:联系电话",
                    ),
                    Read(
                        "ledger", "二、应急物资", (8, 9), "", columns="A:物资名称; B:数量; C:单位; D:存放地点"
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "percent_and_rank",
        "rates computed, growth, fixed year columns",
        (
            Page(
                "Sheet1",
                """
2026年前三季度主要经济指标完成情况表|<|<|<|<
指标|单位|完成数|同比增长（%）|占年计划（%）
固定资产投资|万元|?固定资产投资>完成数 [万元]|?固定资产投资>同比增长 [%]|=C3/10000?固定资产投资>占年计划 [%]
一般公共预算收入|万元|?一般公共预算收入>完成数 [万元]|?一般公共预算收入>同比增长 [%]|=C4/5000?一般公共预算收入>占年计划 [%]
""",
                ("A2:E4",),
                (Read("indicators", "2026年前三季度主要经济指标完成情况表", (3, 4), "township", "2026"),),
            ),
        ),
    ),
    Sample(
        "date_header",
        "the as-of date in brackets below the title, framed title",
        (
            Page(
                "Sheet1",
                """
医疗保险参保情况统计表|<|<|<
（截至2026年11月15日）|<|<|<
村（社区）|户籍人数（人）|参保人数（人）|参保率（%）
一村|?一村>户籍人数 [人]|?一村>参保人数 [人]|=C4/B4*100?一村>参保率 [%]
二村|?二村>户籍人数 [人]|?二村>参保人数 [人]|=C5/B5*100?二村>参保率 [%]
""",
                ("A1:D5",),
                (Read("crosstab", "医疗保险参保情况统计表", (4, 5), "village", "2026-11-15"),),
            ),
        ),
    ),
    Sample(
        "example_row_last",
        "an example below the header in grey, words 填写示例",
        (
            Page(
                "Sheet1",
                """
农村集体“三资”合同清理登记台账|<|<|<|<
序号|合同名称|承包人|面积（亩）|年租金（元）
填写示例|鱼塘承包合同|李四|20|8000
|||||
|||||
""",
                ("A2:E5",),
                (
                    Read(
                        "ledger",
                        "农村集体“三资”合同清理登记台账",
                        (4, 5),
                        "",
                        columns="B:合同名称; C:承包人; D:面积 [亩]; E:年租金 [元]",
                    ),
                ),
            ),
        ),
    ),
)
