"""What may still be true a month later: names and attributes of an object, and stocks that move slowly."""

import re
from dataclasses import replace

from app.domain.merging.alignment import element_of
from app.domain.merging.alignment.periods import granularity
from app.domain.merging.field import Field

_LASTING = re.compile(
    r"(?:名称|姓名|地址|住址|坐落|场址|电话|手机号码?|联系方式|统一社会信用代码|身份证号码?|代码|编号|户号|户主|产权人|负责人|联系人|"
    r"法定代表人|经营者|监测员|责任人|所在(?:行政)?村|行政村|村名|村\(社区\)|性别|民族|出生(?:日期|年月)|经度|纬度|结构形式|"
    r"建成(?:年份|时间)|所属行业)$"
)
_HAPPENS = re.compile(
    r"新增|减少|退出|净增|死亡|出生|迁[入出]|发放|支出|支付|收入|检查|巡查|巡河|巡林|巡田|排查|走访|随访|核查|抽查|隐患|问题|整改|处罚|"
    r"完成|办理|受理|化解|调处|次数|人次|家次|出栏|产量|产值|销售|销量|救助金|自付|报销|用量|[本当上]月|[本当上]季|[本当]周|当日|累计|进展|进度|变动|备注|说明"
)
_ENTITLED = re.compile(r"标准|定额|^月(?![末底份])|限额")
"""An amount that is due every month until somebody decides anew."""
_MONEY = frozenset({"元", "万元", "亿元", "千元"})


def is_lasting(asked: Field) -> bool:
    """True for what names or places an object: who, where, which number; never a figure."""
    return asked.type in ("text", "choice", "") and bool(_LASTING.search(asked.label))


def is_stock(asked: Field) -> bool:
    """True for a figure that holds at a day, as far as the dictionary or the field's own time tells."""
    return element_of(replace(asked, period="")).accrual == "stock" or element_of(asked).accrual == "stock"


def is_flow(asked: Field) -> bool:
    """True for what happens over a time (检查家次, 发放金额): another month is another figure."""
    told = element_of(replace(asked, period="")).accrual
    return told == "flow" or (told != "stock" and bool(_HAPPENS.search(asked.label)))


def may_stay(asked: Field) -> bool:
    """True for a single answer that a clerk may confirm later: what names, a stock by the dictionary
    or as of a day, a choice. Free words, flows and figures of which nothing is known are asked anew."""
    if is_lasting(asked):
        return True
    if _HAPPENS.search(asked.label) or is_flow(asked):
        return False
    if asked.type in ("choice", "boolean"):
        return True
    return asked.type in ("integer", "decimal", "percent") and (is_stock(asked) or _of_a_day(asked))


def may_stay_in_row(asked: Field) -> bool:
    """The same for a column of a roster, where the whole object stands in view: also what describes it in
    words, counts its people and things, and amounts that it is entitled to each month."""
    if may_stay(asked):
        return True
    if _HAPPENS.search(asked.label) or is_flow(asked):
        return False
    return asked.unit not in _MONEY or bool(_ENTITLED.search(asked.label))


def _of_a_day(asked: Field) -> bool:
    """True for a figure that its form asks as of a day (月末)."""
    date = element_of(asked).period.date
    return bool(date) and granularity(date) == "day"
