"""One field from its cell: name, unit, type, period, options, limits, out of label, format and validation."""

import re
from dataclasses import dataclass

from app.domain.merging.alignment.units import dimension, find_unit
from app.domain.merging.field import Field, FieldType
from app.domain.merging.reading.dates import find_period, resolve, within_year
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import Label, as_unit, read_options
from app.domain.merging.reading.sentences import is_date_blank
from app.domain.merging.reading.surroundings import Surroundings
from app.domain.merging.workbook.addresses import column_letters, parse_area

_DATE = re.compile(r"(?:日期|时间|年月|年月日|出生年月|有效期[至止]|到期日|截止日)$|^(?:时间|日期)")
_TEXT = re.compile(
    r"姓名|名称|地址|住址|备注|电话|手机|号码|证号|编号|身份证|单位$|部门|说明|原因|措施|情况$|内容|位置|地点|范围|职务|职称|民族|签名|签字|意见|负责人|联系人|责任人|联系方式|邮箱|类型|类别|性质|级别|等级|方式|来源|账号|账户|代码|性别|户主|关系|品种|照片|村$|（社区）$|所在|法人$|法定代表人|文化程度|学历|政治面貌|健康状况|婚姻"
)
_PERCENT = re.compile(r"(?:率|比例|占比|比重|百分比|增幅|增长|同比|环比|增速)(?:[（(].*)?$")
_BOOLEAN = re.compile(r"^(?:是否|有无|是不是|能否)|(?:是否)")
_COUNT = re.compile(
    r"(?:数量?|人口|总数|户数|人数|次数|个数|头数|台数|人次|劳动力|合计|年龄|年份)$|^(?:男|女)性?$|^[年月日]$|岁(?:以上|以下)?$"
)
_AMOUNT = re.compile(
    r"面积|金额|收入|产量|产值|资金|投入|支出|费用|工资|补贴|补助|价格|单价|重量|长度|里程|总额|余额|存栏量|消费量"
)
_WHOLE = {"person", "household", "person-time", "household-time", "count"}
_VALIDATED: dict[str, FieldType] = {
    "whole": "integer",
    "decimal": "decimal",
    "date": "date",
    "textLength": "text",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: its table's kind decides whether `column` or `cell` names it; `blank` counts the
    blanks of a sentence from 1, 0 is the whole cell."""

    slot: Slot
    ledger: bool = False
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """What a field is called: its path from group to leaf (units taken off), and what the labels carried.

    `numeric` tells the type of a cell that nothing else tells: numbers in lists and cross-tables, else text.
    """

    path: tuple[str, ...]
    label: Label
    unit: str = ""
    period: str = ""
    note: str = ""
    numeric: bool = False


def build_field(grid: Grid, place: Place, heading: Heading, around: Surroundings, grain: str) -> Field:
    """The field at a place, with everything that the form says about it."""
    slot, label = place.slot, heading.label
    rule = grid.validation(slot.area.top, slot.area.left)
    options = () if place.blank else _options(grid, slot, label)
    unit = label.unit or (heading.unit if _takes(label.name, heading.unit) else "")
    kind = field_type(label.name, unit, slot, rule.type if rule else "", options)
    if not unit and slot.kind == "open":
        unit = as_unit(slot.cell.text)
    if not unit and (kind in ("integer", "decimal") or (not kind and heading.numeric)):
        unit = _inherited(label.name, around.unit, kind)
    letters = column_letters(slot.area.left)
    return Field(
        label=label.name,
        unit=unit,
        type=kind or ("decimal" if heading.numeric else "text"),
        period=_period(heading, around),
        grain=grain,
        path=heading.path,
        options=options,
        note=heading.note or _definition(heading, around),
        section=around.section,
        form_title=around.title,
        role="formula" if slot.kind == "formula" else "input",
        formula=slot.cell.formula,
        sheet=grid.sheet.name,
        cell="" if place.ledger else slot.address + (f"#{place.blank}" if place.blank else ""),
        column=letters if place.ledger else "",
        code=label.code,
        decimals=slot.cell.style.decimals if slot.cell.style.shape in ("decimal", "percent") else -1,
        low=rule.first if rule and rule.type in ("whole", "decimal") and rule.operator in _LOW else "",
        high=_high(rule.operator, rule.first, rule.second)
        if rule and rule.type in ("whole", "decimal")
        else "",
    )


def _takes(name: str, unit: str) -> bool:
    """False where a group's unit (基本农田保护片（块）) is not that of a column below it (面积, 质量等级)."""
    if not unit or _TEXT.search(name) or _DATE.search(name):
        return not unit
    found = find_unit(unit)
    counted = found is None or found.dimension in _WHOLE or found.dimension.startswith("count")
    return not (counted and (_AMOUNT.search(name) or _PERCENT.search(name)))


_LOW = ("between", "greaterThanOrEqual", "greaterThan", "equal")


def _high(operator: str, first: str, second: str) -> str:
    if operator == "between":
        return second
    return first if operator in ("lessThanOrEqual", "lessThan", "equal") else ""


def field_type(name: str, unit: str, slot: Slot, rule: str, options: tuple[str, ...]) -> FieldType:
    """The type that the form gives or implies: options, validation, unit, then number format and words."""
    if options:
        return "boolean" if set(options) in ({"是", "否"}, {"有", "无"}) else "choice"
    shaped, worded = _by_shape(slot), _by_words(name)
    measured = type_of_unit(unit, shaped)
    if slot.kind == "open" and is_date_blank(slot.cell.text):
        return "date"
    if measured == "percent" or (rule == "decimal" and worded == "percent"):
        return "percent"
    if rule in _VALIDATED:
        return _VALIDATED[rule]
    if shaped in ("percent", "date"):
        return shaped
    return measured or worded or shaped


def _by_shape(slot: Slot) -> FieldType:
    shape = slot.cell.style.shape
    return "" if shape == "general" else shape


def type_of_unit(unit: str, shaped: FieldType = "") -> FieldType:
    """The type that a unit implies, empty without one.

    Persons, households and pieces come whole, whatever format the cell has (`shaped`); amounts have decimals
    unless the cell shows none.
    """
    if not unit:
        return ""
    found = find_unit(unit.partition("、")[0])
    if found is not None and found.name in ("%", "％", "‰"):
        return "percent"
    counted = found is not None and (found.dimension in _WHOLE or found.dimension.startswith("count"))
    if counted and found is not None and found.factor == 1:
        return "integer"
    return shaped if shaped in ("integer", "decimal") else "decimal"


def _by_words(name: str) -> FieldType:
    for pattern, kind in _WORDS:
        if pattern.search(name):
            return kind
    return ""


_WORDS: tuple[tuple[re.Pattern[str], FieldType], ...] = (
    (_BOOLEAN, "boolean"),
    (_DATE, "date"),
    (_PERCENT, "percent"),
    (_COUNT, "integer"),
    (_AMOUNT, "decimal"),
    (_TEXT, "text"),
)


def _options(grid: Grid, slot: Slot, label: Label) -> tuple[str, ...]:
    if slot.kind == "options":
        return read_options(slot.text) or label.options
    if label.options:
        return label.options
    rule = grid.validation(slot.area.top, slot.area.left)
    if rule is None or rule.type != "list":
        return ()
    return rule.options or list_options(grid, rule.first)


def list_options(grid: Grid, source: str) -> tuple[str, ...]:
    """The choices of a list rule: quoted words, or the texts of a range on the same sheet."""
    if source.startswith('"'):
        return tuple(word.strip() for word in source.strip('"').replace('""', '"').split(",") if word.strip())
    try:
        area = parse_area(source.lstrip("=").rpartition("!")[2])
    except ValueError:
        return ()
    if area.size > 1000:
        return ()
    texts = (
        grid.slot(row, column).text
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )
    return tuple(text for text in texts if text)


def _inherited(name: str, unit: str, kind: FieldType) -> str:
    """The table's 单位： line holds for amounts; a count of persons below 单位：万元 keeps none."""
    unit = _fitting(name, unit) if "、" in unit else unit
    found = find_unit(unit) if unit else None
    if found is None or _BOOLEAN.search(name):
        return ""
    counted = found.dimension in _WHOLE or found.dimension.startswith("count")
    if (
        not counted
        and kind == "integer"
        and _COUNT.search(name)
        and not _AMOUNT.search(name)
        and name not in ("合计", "总数", "总计")
    ):
        return ""
    return unit


def _fitting(name: str, units: str) -> str:
    """Of several units in one line (单位：亩、户) the one that the name speaks of; empty where none."""
    for unit in units.split("、"):
        measure = dimension(unit)
        words = _MEASURED.get(measure, re.escape(unit.lstrip("百千万亿")) + "数?$")
        if re.search(words, name):
            return unit
    return ""


_MEASURED = {
    "area": "面积|耕地|林地|播种",
    "money": "金额|资金|收入|支出|经费|投入|产值|补贴|补助|成本|利润|余额",
    "mass": "产量|重量|总产|收购量|销售?量|用量|储量",
    "person": "人数|人口|劳动力|人员|人$",
    "household": "户数|户$|农户",
    "length": "里程|长度",
}


def _period(heading: Heading, around: Surroundings) -> str:
    """The label's own date; else its column's words, seen from the table's date; else the table's date."""
    own = find_period(heading.label.name) or find_period(heading.period)
    period = own or resolve(heading.period, around.period)
    if len(period) != len("2026"):
        return period
    # a row or column that is nothing but a month of the year is that month's
    return next((part for name in heading.path if (part := within_year(name, period))), period)


def _definition(heading: Heading, around: Surroundings) -> str:
    definitions = around.definitions
    names = (heading.label.name, "".join(heading.path), heading.label.code)
    return next((definitions[name] for name in names if name and name in definitions), "")
