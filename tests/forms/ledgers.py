"""Ledgers: one row a firm, a place or a case, however many there are."""

from tests.forms.notation import Page, Read, Sample

LEDGERS = (
    Sample(
        "hazard_ledger",
        "a header of two rows, merged, and a total below",
        (
            Page(
                "台账",
                """
附件2|<|<|<|<|<|<|<
安全生产隐患排查整治台账|<|<|<|<|<|<|<
填报单位（盖章）：||||填报时间：|||
序号|企业名称|隐患情况|<|<|整改情况|<|备注
^|^|隐患部位|隐患描述|隐患等级|整改时限|整改资金（万元）|^
1|||||||
2|||||||
3|||||||
4|||||||
合计|<|<|<|<|<|=SUM(G6:G9)|
填表人：||联系电话：|||||
""",
                ("A4:H10",),
                (
                    Read(
                        "ledger",
                        "安全生产隐患排查整治台账",
                        (6, 9),
                        "enterprise",
                        columns="B:企业名称; C:隐患情况>隐患部位; D:隐患情况>隐患描述; E:隐患情况>隐患等级 {一般,重大}; "
                        "F:整改情况>整改时限; G:整改情况>整改资金 [万元]; H:备注",
                    ),
                ),
                lists=(("E6:E9", "一般,重大"),),
            ),
        ),
    ),
    Sample(
        "farmland_duty",
        "three header rows and a row that numbers the columns",
        (
            Page(
                "一览表",
                """
基本农田保护责任一览表（表四）|<|<|<|<|<|<|<|<
填表单位：|||||||计量单位：亩|
序号|行政区域（村）|基本农田保护片（块）|<|<|<|基本农田保护责任|<|备注
^|^|编号|四至范围|面积|质量等级|涉及组|<|^
^|^|^|^|^|^|组|组责任人|^
1|2|3|4|5|6|7|8|9
||||||||
||||||||
||||||||
审核人：||审核日期：|||填表人：|||
""",
                ("A3:I9",),
                (
                    Read(
                        "ledger",
                        "基本农田保护责任一览表（表四）",
                        (7, 9),
                        "village",
                        columns="B:行政区域（村）; C:基本农田保护片>编号; D:基本农田保护片>四至范围; E:基本农田保护片>面积 [亩]; "
                        "F:基本农田保护片>质量等级; G:基本农田保护责任>涉及组>组; H:基本农田保护责任>涉及组>组责任人; I:备注",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "project_list",
        "units in a row of their own below the names",
        (
            Page(
                "项目库",
                """
衔接资金项目库一览表|<|<|<|<|<|<
序号|项目名称|建设地点|建设规模|总投资|其中：财政资金|受益户数
^|^|^|亩|万元|万元|户
1||||||
2||||||
3||||||
""",
                ("A2:G6",),
                (
                    Read(
                        "ledger",
                        "衔接资金项目库一览表",
                        (4, 6),
                        "site",
                        columns="B:项目名称; C:建设地点; D:建设规模 [亩]; E:总投资 [万元]; F:总投资>财政资金 [万元]; G:受益户数 [户]",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "dispute_ledger",
        "open rows only, a formula in each row, unit line",
        (
            Page(
                "台账",
                """
矛盾纠纷排查化解台账|<|<|<|<|<
单位：元|<|<|<|<|<
序号|纠纷类型|涉及人数|涉及金额|化解金额|未化解金额
1|||||=D4-E4
2|||||=D5-E5
3|||||=D6-E6
""",
                ("A3:F6",),
                (
                    Read(
                        "ledger",
                        "矛盾纠纷排查化解台账",
                        (4, 6),
                        "",
                        columns="B:纠纷类型 {婚姻家庭,邻里,土地,其他}; C:涉及人数; D:涉及金额 [元]; E:化解金额 [元]; F:未化解金额 [元] !",
                    ),
                ),
                lists=(("B4:B6", "婚姻家庭,邻里,土地,其他"),),
            ),
        ),
    ),
    Sample(
        "vaccination_records",
        "a title inside the frame, the total above the rows",
        (
            Page(
                "防疫",
                """
动物防疫免疫登记台账|<|<|<|<|<|<
序号|养殖场（户）名称|畜禽种类|存栏数|应免数|实免数|免疫日期
合计|<|<||||
1||||||
2||||||
3||||||
说明：存栏数按头（只、羽）填写|<|<|<|<|<|<
""",
                ("A1:G7",),
                (
                    Read(
                        "ledger",
                        "动物防疫免疫登记台账",
                        (4, 6),
                        "enterprise",
                        columns="B:养殖场（户）名称; C:畜禽种类; D:存栏数; E:应免数; F:实免数; G:免疫日期 #date",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "long_header",
        "a header with line breaks, brackets that are no units, a hidden column",
        (
            Page(
                "排查表",
                """
经营性自建房排查表|<|<|<|<|<|<
序号|房屋地址\\n（门牌号）|产权人|经营业态\\n（餐饮/住宿/商超/其他）|建筑面积\\n（㎡）|层数\\n（层）|内部编码
1||||||A
2||||||B
""",
                ("A2:G4",),
                (
                    Read(
                        "ledger",
                        "经营性自建房排查表",
                        (3, 4),
                        "",
                        columns="B:房屋地址（门牌号）; C:产权人; D:经营业态 {餐饮,住宿,商超,其他}; E:建筑面积 [㎡]; F:层数 [层]",
                    ),
                ),
                hidden_columns=("G",),
            ),
        ),
    ),
    Sample(
        "continued_ledger",
        "two halves of one ledger on two sheets, the second a 续表",
        (
            Page(
                "表3",
                """
表3　规模养殖场粪污处理情况台账|<|<|<
序号|养殖场名称|法人代表|联系电话
1|||
2|||
""",
                ("A2:D4",),
                (
                    Read(
                        "ledger",
                        "规模养殖场粪污处理情况台账",
                        (3, 4),
                        "enterprise",
                        columns="B:养殖场名称; C:法人代表; D:联系电话",
                    ),
                ),
            ),
            Page(
                "表3续",
                """
续表3|<|<|<
序号|养殖场名称|粪污产生量（吨/年）|处理方式
1|||
2|||
""",
                ("A2:D4",),
                (
                    Read(
                        "ledger",
                        "续表3",
                        (3, 4),
                        "enterprise",
                        columns="B:养殖场名称; C:粪污产生量 [吨/年]; D:处理方式",
                    ),
                ),
            ),
        ),
    ),
)
