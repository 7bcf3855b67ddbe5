"""The fifth lot's cards, questionnaires and rolls."""

from tests.forms.notation import Page, Read, Sample

FIFTH_CARDS = (
    Sample(
        "visit_questions",
        "a questionnaire without frames in one column: numbered questions, boxes, blanks after colons and inside",
        (
            Page(
                "问卷",
                """
脱贫户入户走访问卷
一、家庭基本情况
1.户主姓名：____________?户主姓名
2.户籍人口____人，常住人口____人。?户籍人口 [人]?常住人口 [人]
3.是否享受低保：□是 □否?是否享受低保 {是,否}
4.享受低保时间：　　　　年　　月?享受低保时间 #date
二、住房和饮水情况
5.饮水方式：□自来水 □井水 □其他?饮水方式 {自来水,井水,其他}
6.住房安全等级：□A级 □B级 □C级 □D级?住房安全等级 {A级,B级,C级,D级}
7.家庭年总收入____元。?家庭年总收入 [元]
""",
                (),
                (Read("record", "脱贫户入户走访问卷", (2, 10), "household"),),
            ),
        ),
    ),
    Sample(
        "import_template",
        "a system's import sheet: instructions in the first row, stars on what is required, an example, no title",
        (
            Page(
                "人员信息",
                """
填写说明：1.带*的为必填项；2.日期格式为2026-01-01；3.请勿修改表头。|<|<|<|<|<
*姓名|*证件号码|*性别|*出生日期|联系电话|*是否脱贫人口
示例：张三|510000197001010018|男|1970-01-01|13800000000|是
|||||
|||||
|||||
""",
                ("A1:F6",),
                (
                    Read(
                        "ledger",
                        "人员信息",
                        (4, 6),
                        "person",
                        columns="A:姓名; B:证件号码; C:性别 {男,女}; D:出生日期 #date; E:联系电话; F:是否脱贫人口 {是,否}",
                    ),
                ),
                lists=(("C4:C6", "男,女"), ("F4:F6", "是,否")),
            ),
        ),
    ),
    Sample(
        "poor_household_card",
        "a household's card: codes before the labels, boxes behind the choices, members and years as tables inside",
        (
            Page(
                "登记表",
                """
农村低收入户登记表|<|<|<
户主姓名|?户主姓名|联系电话|?联系电话
A1识别标准|国家标准□ 省定标准□?识别标准 {国家标准,省定标准}|A2计划生育户|是□ 否□?计划生育户 {是,否}
（一）家庭成员情况|<|<|<
A4姓名|A5性别|A7与户主关系|A9文化程度
|||
|||
（二）收支情况|<|<|<
A17工资性收入（元）|?工资性收入 [元]|A18转移性收入（元）|?转移性收入 [元]
A21住房面积（平方米）|?住房面积 [平方米]|A36燃料类型|柴草□ 煤炭□ 电□ 其他□?燃料类型 {柴草,煤炭,电,其他}
""",
                ("A2:D10",),
                (
                    Read("record", "农村低收入户登记表", (2, 3), "household"),
                    Read(
                        "ledger",
                        "（一）家庭成员情况",
                        (6, 7),
                        "person",
                        columns="A:姓名; B:性别; C:与户主关系; D:文化程度",
                    ),
                    Read("record", "农村低收入户登记表", (9, 10), "household"),
                ),
            ),
        ),
    ),
    Sample(
        "temporary_relief",
        "an application: an amount in words and figures, opinions with their signatures in the same cell",
        (
            Page(
                "审批表",
                """
临时救助申请审批表|<|<|<
申请人姓名|?申请人姓名|身份证号|?身份证号
家庭人口|人?家庭人口 [人]|救助类型|□急难型 □支出型?救助类型 {急难型,支出型}
开户银行|?开户银行|银行账号|?银行账号
申请理由|申请人签字：　　　　年　月　日?申请理由|<|<
救助金额|人民币（大写）____元（￥____元）?救助金额>大写 [元]?救助金额>￥ [元]|<|<
村（居）委会意见|负责人：　　　（公章）　年　月　日?村（居）委会意见|<|<
乡镇（街道）意见|经办人：　　负责人：　　（公章）　年　月　日?乡镇（街道）意见|<|<
注：本表一式两份，乡镇、村各存一份。|<|<|<
""",
                ("A2:D8",),
                (Read("record", "临时救助申请审批表", (2, 8), "person"),),
            ),
        ),
    ),
    Sample(
        "reservoir_card",
        "a reservoir's card: coordinates, a date whose parts have cells of their own, a range of choices",
        (
            Page(
                "山塘",
                """
山塘水库基本信息登记卡|<|<|<|<|<|<
名称|?名称|<|所在村组|?所在村组|<|<
东经（°）|?东经 [°]|<|北纬（°）|?北纬 [°]|<|<
总库容（万m³）|?总库容 [万m³]|<|坝高（m）|?坝高 [m]|<|<
坝型|□均质土坝 □浆砌石坝 □其他?坝型 {均质土坝,浆砌石坝,其他}|<|是否病险|□是 □否?是否病险 {是,否}|<|<
建成时间|?建成时间>年 #integer|年|?建成时间>月 #integer|月|?建成时间>日 #integer|日
管护责任人|?管护责任人|<|联系电话|?联系电话|<|<
""",
                ("A2:G7",),
                (Read("record", "山塘水库基本信息登记卡", (2, 7), "site"),),
            ),
        ),
    ),
    Sample(
        "coded_roll",
        "a roll whose choices are numbers explained in the header or in the notes, and a date as a range",
        (
            Page(
                "台账",
                """
附件3：|<|<|<|<|<|<
白石镇农村劳动力转移就业台账（截至2026年9月30日）|<|<|<|<|<|<
序号|姓名|性别（1男2女）|户类型|就业地点（1县内 2县外省内 3省外）|月工资（元）|就业起止时间
1||||||
2||||||
3||||||
填表说明：“户类型”填代码：1.脱贫户；2.监测户；3.一般农户。|<|<|<|<|<|<
填表人：|<|<|<|联系电话：|<|<
""",
                ("A3:G6",),
                (
                    Read(
                        "ledger",
                        "白石镇农村劳动力转移就业台账（截至2026年9月30日）",
                        (4, 6),
                        "person",
                        "2026-09-30",
                        "B:姓名; C:性别 {男,女}; D:户类型; E:就业地点 {县内,县外省内,省外}; F:月工资 [元]; G:就业起止时间",
                    ),
                ),
            ),
        ),
    ),
    Sample(
        "site_check_sheet",
        "a check sheet: a head of the place, printed points with ticks to choose, findings and signatures at the foot",
        (
            Page(
                "检查表",
                """
“九小场所”消防安全检查记录表|<|<|<
场所名称|?场所名称|地　　址|?地址
负责人|?负责人|检查时间|年　　月　　日?检查时间 #date
序号|检查项目|检查情况（√/×）|备注
1|安全出口保持畅通|?安全出口保持畅通 {√,×}|
2|配备灭火器且有效|?配备灭火器且有效 {√,×}|
3|无违规住人|?无违规住人 {√,×}|
发现的主要问题|?发现的主要问题|<|<
整改要求|?整改要求|<|<
检查人员签名：|<|场所负责人签名：|<
""",
                ("A2:D10",),
                (
                    Read("record", "“九小场所”消防安全检查记录表", (2, 3), "site"),
                    Read("indicators", "“九小场所”消防安全检查记录表", (5, 7), "site"),
                    Read("record", "“九小场所”消防安全检查记录表", (8, 9), "site"),
                ),
            ),
        ),
    ),
    Sample(
        "grid_staff",
        "a roll whose first column is merged over the rows of a grid, two rows of header, a phone at the end",
        (
            Page(
                "网格",
                """
网格员信息台账（20__年__月）|<|<|<|<|<
填报乡镇：|<|<|<|报送时间：　年　月　日|<
序号|网格名称|网格员|<|<|管辖户数/户
^|^|姓名|身份（专职、兼职）|手机号码|^
1|||||
2|||||
3|||||
合计|<|<|<|<|=SUM(F5:F7)
""",
                ("A3:F8",),
                (
                    Read(
                        "ledger",
                        "网格员信息台账（20__年__月）",
                        (5, 7),
                        "",
                        columns="B:网格名称; C:网格员>姓名; D:网格员>身份 {专职,兼职}; E:网格员>手机号码; F:管辖户数 [户]",
                    ),
                ),
            ),
        ),
    ),
)
