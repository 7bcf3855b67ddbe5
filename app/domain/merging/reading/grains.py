"""What one value of a table describes: the township, a village, household, person, enterprise or site."""

import re

_FROM_COLUMNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:户主|户主姓名|户号|家庭编号|户编号)$"), "household"),
    (
        re.compile(
            r"^(?:企业|企业名称|单位名称|公司名称|经营主体名称|生产经营单位|经营单位|店铺名称|合作社名称)$"
            r"|(?:养殖场|养殖户|农场|经营主体|商户|门店|作坊|厂家|企业|公司|合作社)(?:（户）)?名称$"
        ),
        "enterprise",
    ),
    (
        re.compile(
            r"^(?:隐患|隐患点|隐患部位|场所|项目|点位|地块|水库|工程|设施|建筑|房屋|河段|机井)"
            r"(?:坐落|名称|位置|编号|地点|内容|描述)?$"
            r"|(?:场所|隐患|项目|点位|设施|工程|学校|场地|建筑物|水库|桥梁|电站|泵站|水闸|山塘|渡口|码头|矿山|路段)名称$"
        ),
        "site",
    ),
    (
        re.compile(
            r"^(?:[\u4e00-\u9fff]{0,6}(?:人员|成员|学生|老人|老年人|儿童|患者|党员|残疾人|对象|申请人|死者|妇女|军人|员))?"
            r"姓名$|^(?:身份证号码?|公民身份号码)$"
        ),
        "person",
    ),
    (
        re.compile(r"^(?:行政区域（村）|(?:行政村|村|社区|村（社区）|村\(社区\)|村（居）)(?:名称?|别)?)$"),
        "village",
    ),
)
_PAPER = "(?:登记表|调查表|信息表|登记卡|明白卡|档案表?|情况表|检查表)"
_FROM_TITLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?:农户|贫困户|脱贫户|家庭|住户|(?<!入)户)(?:基本情况|基本信息|信息)?{_PAPER}"
            r"|(?:农户|困户|贫户|监测户|低保户|住户|收入户|家庭)[^人数厕]{0,8}(?:调查表|问卷)"
        ),
        "household",
    ),
    (re.compile(rf"(?:企业|经营主体|合作社|公司)(?:基本|安全|生产|情况|信息|隐患)*{_PAPER}"), "enterprise"),
    (
        re.compile(
            r"(?:个人|人员|党员|干部|残疾人|老年人|儿童)(?:基本|情况|信息|入户|走访|摸底)*"
            r"(?:登记表|信息表|审批表|申请表|走访表|摸底表)"
            r"|(?:个人|残疾人|老年人|儿童)(?:基本|情况|状况|信息|入户|走访|摸底|需求|服务|和|及|与)*调查表"
        ),
        "person",
    ),
    (
        re.compile(
            r"(?:行政村|村级|村情|村庄|村（社区）|村委会|社区)(?:基本|情况|信息|概况|主要|基础)*[^人户]{0,8}表"
        ),
        "village",
    ),
    (
        re.compile(
            r"(?:场所|水库|山塘|塘坝|桥梁|渡口|学校|工地|站点|机井)[”\"]?(?:基本|安全|消防|情况|信息|隐患|排查)*"
            r"(?:登记表|登记卡|信息表|检查表|检查记录表)"
        ),
        "site",
    ),
)


_IN_CHARGE = re.compile(r"责任|负责|联系人|法人|法定代表人|监护|网格员|包保|帮扶|管护")


def ledger_grain(paths: list[tuple[str, ...]]) -> str:
    """The object class of a ledger's rows, told by its naming column; empty where no column names one.

    姓名 beside 户主 or 企业名称 means that each row is a person of that household or enterprise, but not
    the 姓名 of who is in charge (责任人 / 姓名).
    """
    labels = [path[-1] for path in paths if not _IN_CHARGE.search("".join(path[:-1]))]
    if "姓名" in labels:
        return "person"
    for pattern, grain in _FROM_COLUMNS:
        if any(pattern.search(label) for label in labels):
            return grain
    return ""


def is_village(name: str) -> bool:
    """True for a row that is a village by its name."""
    return name.endswith(("村", "社区", "居委会"))


def stub_grain(header: str, title: str, rows: list[str]) -> str:
    """What the rows of a cross-table are: villages where its header or most of its rows say so, else what
    the title says."""
    villages = sum(is_village(row) for row in rows)
    if _FROM_COLUMNS[-1][0].search(header) or villages * 2 > len(rows):
        return "village"
    return title_grain(title, [])


def title_grain(title: str, labels: list[str]) -> str:
    """What a table of single values describes, told by its title, its naming field or the name it opens
    with; else the township."""
    for pattern, grain in _FROM_TITLE:
        if pattern.search(title):
            return grain
    named = [
        label
        for label in labels
        if label in ("户主姓名", "企业名称", "单位名称", "村名", "村（社区）名称", "姓名")
    ] or [label for label in labels[:1] if label.endswith(("姓名", "场所名称"))]
    return ledger_grain([(label,) for label in named]) or "township"
