"""Further layouts, typed after the reader was finished for the others: they tell how it does on new ones."""

from tests.forms.notation import Page, Read, Sample

MORE = (
    Sample(
        "offset_table",
        "the table begins at column B, blank rows above, words broken over lines",
        (
            Page(
                "Sheet1",
                """
|||||
|2026年度农村厕所改造任务完成情况表|<|<|<|
||||单位：户、座|
|村（社区）|农户总数|改厕任务|完\\n成\\n数|备\\n注
|王庄村|?王庄村>农户总数 [户]|?王庄村>改厕任务|?王庄村>完成数|
|李庄村|?李庄村>农户总数 [户]|?李庄村>改厕任务|?李庄村>完成数|
""",
                ("B4:F6",),
                (Read("crosstab", "2026年度农村厕所改造任务完成情况表", (5, 6), "village", "2026"),),
            ),
        ),
    ),
    Sample(
        "quarters",
        "quarters below the year, a row total, unit in brackets at the title",
        (
            Page(
                "用电",
                """
农村用电量季度统计表（万千瓦时）|<|<|<|<|<
用电类别|2026年|<|<|<|全年合计
^|一季度|二季度|三季度|四季度|^
生活用电|?生活用电>一季度 @2026-Q1|?生活用电>二季度 @2026-Q2|?生活用电>三季度 @2026-Q3|?生活用电>四季度 @2026-Q4|=SUM(B4:E4)?生活用电>全年合计
生产用电|?生产用电>一季度 @2026-Q1|?生产用电>二季度 @2026-Q2|?生产用电>三季度 @2026-Q3|?生产用电>四季度 @2026-Q4|=SUM(B5:E5)?生产用电>全年合计
""",
                ("A2:F5",),
                (Read("crosstab", "农村用电量季度统计表（万千瓦时）", (4, 5)),),
            ),
        ),
    ),
    Sample(
        "years_across",
        "one figure in three years, a unit column",
        (
            Page(
                "Sheet1",
                """
附件5
农民专业合作社发展情况表|<|<|<|<
指标名称|单位|2024年|2025年|2026年1-9月
合作社数量|家|?合作社数量 [家] @2024|?合作社数量 [家] @2025|?合作社数量 [家] @2026-09 本年累计
成员数|户|?成员数 [户] @2024|?成员数 [户] @2025|?成员数 [户] @2026-09 本年累计
经营收入|万元|?经营收入 [万元] @2024|?经营收入 [万元] @2025|?经营收入 [万元] @2026-09 本年累计
""",
                ("A3:E6",),
                (Read("indicators", "农民专业合作社发展情况表", (4, 6)),),
            ),
        ),
    ),
    Sample(
        "sexes_in_columns",
        "all, men, women of each row, numbered columns with a sum",
        (
            Page(
                "残疾人",
                """
持证残疾人基本情况统计表|<|<|<|<
残疾类别|合计|男|女|其中：重度
栏次|1=2+3|2|3|4
视力残疾|=C4+D4?视力残疾>合计|?视力残疾>男|?视力残疾>女|?视力残疾>女>重度
听力残疾|=C5+D5?听力残疾>合计|?听力残疾>男|?听力残疾>女|?听力残疾>女>重度
""",
                ("A2:E5",),
                (Read("crosstab", "持证残疾人基本情况统计表", (4, 5)),),
            ),
        ),
    ),
    Sample(
        "unit_in_header",
        "the value column's header carries the unit for all rows",
        (
            Page(
                "Sheet1",
                """
表二 村级组织活动场所情况
项目|面积（平方米）
办公用房|?办公用房 [平方米]
文化活动室|?文化活动室 [平方米]
卫生室|?卫生室 [平方米]
老年活动中心|?老年活动中心 [平方米]
""",
                ("A2:B6",),
                (Read("indicators", "村级组织活动场所情况", (3, 6)),),
            ),
        ),
    ),
    Sample(
        "header_only_framed",
        "only the header is framed, rows to write in are bare",
        (
            Page(
                "Sheet1",
                """
外出务工人员信息登记台账|<|<|<|<|<
序号|姓 名|身份证号码|务工地点|月收入（元）|联系电话
""",
                ("A2:F2",),
                (
                    Read(
                        "ledger",
                        "外出务工人员信息登记台账",
                        (3, 3),
                        "person",
                        columns="B:姓名; C:身份证号码; D:务工地点; E:月收入 [元]; F:联系电话",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "signatures_inside",
        "the signatures stand inside the frame",
        (
            Page(
                "Sheet1",
                """
秸秆综合利用情况统计表|<|<|<
指标|单位|数量|备注
秸秆产生量|吨|?秸秆产生量 [吨]|
秸秆利用量|吨|?秸秆利用量 [吨]|
其中：还田|吨|?秸秆利用量>还田 [吨]|
填表人：|<|审核人：|<
""",
                ("A2:D6",),
                (Read("indicators", "秸秆综合利用情况统计表", (3, 5)),),
            ),
        ),
    ),
    Sample(
        "merged_blanks",
        "blanks of a ledger run over two columns",
        (
            Page(
                "Sheet1",
                """
地质灾害隐患点巡查记录表|<|<|<|<|<
序号|隐患点名称|<|巡查情况|<|巡查人
1||<||<|
2||<||<|
3||<||<|
""",
                ("A2:F5",),
                (
                    Read(
                        "ledger",
                        "地质灾害隐患点巡查记录表",
                        (3, 5),
                        "site",
                        columns="B:隐患点名称; D:巡查情况; F:巡查人",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "boxes_and_other",
        "several choices and 其他____ behind them, a question with numbers",
        (
            Page(
                "问卷",
                """
农村留守儿童情况登记表|<|<|<
儿童姓名|?儿童姓名|性别1男2女|?性别 {男,女}
监护类型|□祖父母　□外祖父母　□亲属　□其他?监护类型 {祖父母,外祖父母,亲属,其他}|<|<
父母务工情况|□父亲外出　□母亲外出　□父母均外出?父母务工情况 {父亲外出,母亲外出,父母均外出}|<|<
是否在校|□是□否?是否在校 {是,否} #boolean|就读学校|?就读学校
家庭年收入|____元?家庭年收入 [元]|住房面积|____平方米?住房面积 [平方米]
""",
                ("A2:D6",),
                (Read("record", "农村留守儿童情况登记表", (2, 6), "person"),),
            ),
        ),
    ),
    Sample(
        "three_levels",
        "group, sub-group and name at the left, one value column",
        (
            Page(
                "基础设施",
                """
乡镇基础设施统计表（2025年末）|<|<|<|<
类别|<|指标|单位|数值
交通|公路|通车里程|公里|?交通>公路>通车里程 [公里]
^|^|其中：硬化|公里|?交通>公路>通车里程>硬化 [公里]
^|客运|客运站|个|?交通>客运>客运站 [个]
水利|灌溉|有效灌溉面积|亩|?水利>灌溉>有效灌溉面积 [亩]
^|^|机电井|眼|?水利>灌溉>机电井 [眼]
""",
                ("A2:E7",),
                (Read("indicators", "乡镇基础设施统计表（2025年末）", (3, 7), "township", "2025-12-31"),),
            ),
        ),
    ),
    Sample(
        "grand_total_first",
        "the total stands in the first row, villages below, formulas down",
        (
            Page(
                "Sheet1",
                """
粮食生产情况汇总表|<|<|<|<
填报单位：|||单位：亩、吨|
村别|小麦|<|玉米|<
^|面积|产量|面积|产量
合计|=SUM(B6:B7)?合计>小麦>面积 [亩] ~township|=SUM(C6:C7)?合计>小麦>产量 [吨] ~township|=SUM(D6:D7)?合计>玉米>面积 [亩] ~township|=SUM(E6:E7)?合计>玉米>产量 [吨] ~township
东关村|?东关村>小麦>面积 [亩]|?东关村>小麦>产量 [吨]|?东关村>玉米>面积 [亩]|?东关村>玉米>产量 [吨]
西关村|?西关村>小麦>面积 [亩]|?西关村>小麦>产量 [吨]|?西关村>玉米>面积 [亩]|?西关村>玉米>产量 [吨]
""",
                ("A3:E7",),
                (Read("crosstab", "粮食生产情况汇总表", (5, 7), "village"),),
            ),
        ),
    ),
    Sample(
        "long_notes",
        "definitions in numbered notes below, the as-of date among them",
        (
            Page(
                "Sheet1",
                """
高龄老人津贴发放情况统计表|<|<
年龄段|人数（人）|金额（元）
80—89周岁|?80—89周岁>人数 [人]|?80—89周岁>金额 [元]
90—99周岁|?90—99周岁>人数 [人]|?90—99周岁>金额 [元]
100周岁及以上|?100周岁及以上>人数 [人]|?100周岁及以上>金额 [元]
填表说明：|<|<
1.统计时点为2026年10月31日。|<|<
2.人数：指当月实际发放津贴的人数。|<|<
""",
                ("A2:C5",),
                (Read("crosstab", "高龄老人津贴发放情况统计表", (3, 5), "township", "2026-10-31"),),
            ),
        ),
    ),
    Sample(
        "contact_sheet",
        "an unframed record in four columns with spread labels",
        (
            Page(
                "Sheet1",
                """
乡镇应急值守信息表|||
乡镇名称|?乡镇名称|值班电话|?值班电话
带班领导|?带班领导|手机号码|?手机号码
值 班 员|?值班员|传　　真|?传真
""",
                (),
                (Read("record", "乡镇应急值守信息表", (2, 4)),),
            ),
        ),
    ),
    Sample(
        "weekly",
        "a weekly return: this week and so far, boxes none, text column",
        (
            Page(
                "周报",
                """
根治欠薪工作周报表|<|<|<|<
填报时间：2026年12月4日|<|<|<|<
序号|工作内容|单位|本周|累计
1|检查用人单位|户|?检查用人单位 [户] @本周|?检查用人单位 [户] @累计
2|追发工资|万元|?追发工资 [万元] @本周|?追发工资 [万元] @累计
""",
                ("A3:E5",),
                (Read("indicators", "根治欠薪工作周报表", (4, 5)),),
            ),
        ),
    ),
)
