"""Rolls: one row a person or a household, whose number and birth are asked."""

from tests.forms.notation import Page, Read, Sample

ROLLS = (
    Sample(
        "low_income_roll",
        "a roll with a sample row and choices in the header",
        (
            Page(
                "花名册",
                """
2026年11月农村低保对象花名册|<|<|<|<|<|<|<
序号|户主姓名|身份证号码|家庭人口（人）|保障人数（人）|月保障金额（元）|是否分类施保（是/否）|备注
例|张三|510000196001010011|3|2|680|是|
1|||||||
2|||||||
3|||||||
""",
                ("A2:H6",),
                (
                    Read(
                        "ledger",
                        "2026年11月农村低保对象花名册",
                        (4, 6),
                        "household",
                        "2026-11",
                        "B:户主姓名; C:身份证号码; D:家庭人口 [人]; E:保障人数 [人]; F:月保障金额 [元]; G:是否分类施保 {是,否}; H:备注",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "students_roll",
        "no number column, no frames, date of birth and dates as formats",
        (
            Page(
                "名册",
                """
适龄儿童少年入学名册||||||
姓名|性别|出生年月|户籍所在村|监护人姓名|联系电话|就读学校
||||||
||||||
""",
                (),
                (
                    Read(
                        "ledger",
                        "适龄儿童少年入学名册",
                        (3, 4),
                        "person",
                        columns="A:姓名; B:性别; C:出生年月 #date; D:户籍所在村; E:监护人姓名; F:联系电话; G:就读学校",
                    ),
                ),
                formats=(("C3:C4", "yyyy-mm"),),
            ),
        ),
    ),
    Sample(
        "elderly_subsidy",
        "boxes in the rows, choices on a hidden sheet",
        (
            Page(
                "发放表",
                """
附件1：高龄津贴发放登记表|<|<|<|<|<
制表日期：　　年　月　日|<|<|<|<|<
序号|姓名|年龄段|村（社区）|月标准（元）|是否在世
1|||||□是　□否
2|||||□是　□否
""",
                ("A3:F5",),
                (
                    Read(
                        "ledger",
                        "高龄津贴发放登记表",
                        (4, 5),
                        "person",
                        columns="B:姓名; C:年龄段 {80-89岁,90-99岁,100岁以上}; D:村（社区）; E:月标准 [元]; F:是否在世 {是,否} #boolean",
                    ),
                ),
                lists=(("C4:C5", "=选项!$A$1:$A$3"),),
            ),
            Page("选项", "80-89岁\n90-99岁\n100岁以上", (), (), hidden=True),
        ),
    ),
    Sample(
        "wage_ledger",
        "bare 其中 over columns, percent formats",
        (
            Page(
                "Sheet1",
                """
公益性岗位人员台账|<|<|<|<|<|<
序号|姓名|岗位|月工资（元）|其中|<|出勤率
^|^|^|^|财政补贴|单位承担|^
1||||||
2||||||
3||||||
""",
                ("A2:G6",),
                (
                    Read(
                        "ledger",
                        "公益性岗位人员台账",
                        (4, 6),
                        "person",
                        columns="B:姓名; C:岗位; D:月工资 [元]; E:月工资>财政补贴; F:月工资>单位承担; G:出勤率 #percent",
                    ),
                ),
                formats=(("G4:G6", "0.0%"),),
            ),
        ),
    ),
)
