"""What one value of a form describes, as its section and title tell: a household, a place, an object."""

import re

from app.domain.merging.alignment.dictionary import concept_groups
from app.domain.merging.alignment.reading import Reading

_TOTALS = re.compile(r"统计|汇总|年报")
_HOUSEHOLD = re.compile(
    r"家庭|贫困户|农户|入户|样本户|困难户|户信息|户主|[低五]保.*(?:流程|录入|变更|复查|申请|名册)"
    r"|搬迁审批|明白卡|(?<!村)建档立卡[表卡]|拆除协议"
)
_PERSON = re.compile(r"成员(?:基本)?信息|人员(?:基[本础])?信息|人员名[册单]|花名册|个人信息|义务人员")
#: A form that only counts, and one that has a row or a page for every single object.
_COUNTING = re.compile(r"统计|汇总|年报|月报|季报|指标|人口情况表")
_NAMING = re.compile(r"登记|名册|名单|台[账帐]|申请|审批|录入|明细|信息(?!化)|档案")
_DIVISION = re.compile(r"基本情况(?!登记)|村情|概况|基本信息/|(?:人口|自然|资产)状况|年鉴")


def stated_grain(around: str) -> str:
    """member (of a household or group), household or division (a village and up); "" where nothing tells."""
    if _TOTALS.search(around):
        return "division"
    if _PERSON.search(around):
        return "member"
    if _HOUSEHOLD.search(around):
        return "household"
    return "division" if _DIVISION.search(around) else ""


def kind_in_form(read: Reading, around: str) -> tuple[str, str] | None:
    """What a bare noun asks for, as the kind of form tells: statistics count it, a register names it."""
    if read.dimension or read.measure or not read.head:
        return None
    if _COUNTING.search(around) and read.head in ("person", "household"):
        return "", read.head
    return ("title", "text") if _NAMING.search(around) and read.head in ("object", "place") else None


def own_object(concepts: tuple[str, ...], grain: str) -> tuple[str, ...]:
    """In a household's form 人口 are its members; in a row about an enterprise 企业 and 单位 are that one."""
    if grain == "household" and concepts == ("人口",):
        return ("家庭人口",)
    if grain == "enterprise" and len(concepts) == 1 and concepts[0] in concept_groups()["enterprise"]:
        return ("单位",)
    return concepts
