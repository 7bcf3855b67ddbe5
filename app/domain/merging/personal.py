"""Cells that ask for personal data, so that a form can be questioned and its answers masked.

Source: 个人信息保护法 art. 6 (minimum necessary), art. 28 (sensitive: biometrics, religion, specific
identity, health, financial accounts, whereabouts, minors under 14), art. 29 (separate consent).
"""

import re
from dataclasses import dataclass
from typing import Literal

from app.domain.merging.field import Field, Form, Table
from app.domain.merging.reading.labels import plain

PersonalKind = Literal["identity", "contact", "name", "health", "finance", "location", "special"]


@dataclass(frozen=True, slots=True)
class PersonalDataCell:
    """A field that asks for personal data. `sensitive` is True for the kinds that art. 28 protects most."""

    field: Field
    kind: PersonalKind
    sensitive: bool
    text: str
    text_en: str


_WORDS: tuple[tuple[PersonalKind, bool, str, str], ...] = (
    (
        "identity",
        True,
        "身份证件号码",
        "身份证 公民身份号码 证件号 护照号 社保卡号 残疾证号 户口簿号 学籍号 军官证",
    ),
    (
        "health",
        True,
        "健康状况",
        "健康 病史 疾病 病种 病名 患病 残疾等级 残疾类别 残疾类型 血型 怀孕 孕产 精神障碍 传染病 诊断 "
        "疫苗 体检",
    ),
    (
        "finance",
        True,
        "收入或账户",
        "银行卡 银行账号 银行账户 开户行 卡号 一卡通 收入 工资 存款 低保金 负债 欠款",
    ),
    (
        "special",
        True,
        "特定身份或信仰",
        "宗教信仰 信教 刑满 社区矫正 吸毒 戒毒 涉邪 上访人 指纹 人脸 照片 生物识别",
    ),
    ("contact", False, "联系方式", "电话 手机 联系方式 微信 QQ 邮箱 电子邮件"),
    ("location", False, "家庭住址", "家庭住址 家庭地址 住址 居住地址 现居住地 户籍地 门牌号"),
    ("name", False, "姓名", "姓名 户主 产权人"),
)
_KINDS = tuple(
    (kind, level, name, re.compile("|".join(words.split()))) for kind, level, name, words in _WORDS
)
_OF_OFFICE = re.compile(
    r"单位|企业|村委|机构|公司|学校|部门|填表|审核|制表|经办|负责人|书记|主任|站长|校长|值班|办公|"
    r"村民人均|全镇|人数|户数|人口|总数|面积|个数"
)
_INDIVIDUAL = ("person", "household")


def find_personal_data(form: Form) -> tuple[PersonalDataCell, ...]:
    """The fields of a form that ask for data on single persons, in reading order.

    A name alone is a name; beside health or income it becomes sensitive. Totals over people (患病人数) and
    the contacts of an office (填表人电话) are not personal data of those whom the form is about.
    """
    found: list[PersonalDataCell] = []
    for table in form.tables:
        found += _of_table(table)
    return tuple(found)


def _of_table(table: Table) -> list[PersonalDataCell]:
    hits = [(field, *hit) for field in table.fields if (hit := _recognise(field, table)) is not None]
    kinds = {kind for _, kind, _, _ in hits}
    beside = bool(kinds & {"health", "finance", "special", "identity"})
    cells = []
    for field, kind, sensitive, name in hits:
        raised = sensitive or (kind == "name" and beside)
        level, asked = (
            ("敏感个人信息", "sensitive personal data") if raised else ("个人信息", "personal data")
        )
        cells.append(
            PersonalDataCell(
                field,
                kind,
                raised,
                f"“{field.label}”属于{level}（{name}），请确认确有必要收集（个人信息保护法第六条、第二十八条）",
                f"{field.label!r} asks for {asked} ({kind}): only where necessary (PIPL art. 6, 28)",
            )
        )
    return cells


def _recognise(field: Field, table: Table) -> tuple[PersonalKind, bool, str] | None:
    words = plain("".join(field.path[-2:]) or field.label)
    individual = field.grain in _INDIVIDUAL or table.kind in ("ledger", "record")
    for kind, sensitive, name, pattern in _KINDS:
        if not pattern.search(words) or (kind != "identity" and _OF_OFFICE.search(words)):
            continue
        counted = field.type in ("integer", "decimal", "percent") and kind in (
            "health",
            "special",
            "name",
            "location",
        )
        whole = kind in ("finance", "health") and field.grain not in _INDIVIDUAL
        if individual and not counted and not whole:
            return kind, sensitive, name
    return None
