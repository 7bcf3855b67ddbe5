"""Reads one field of a form as it is written in the sources: 标签(单位)=fact{口径}[选项/选项]."""

import re
from dataclasses import dataclass

SHAPE = re.compile(
    r"^(?P<label>[^=({\[]+?)(?:\((?P<unit>[^)]+)\))?(?:=(?P<fact>[\w.]+))?"
    r"(?:\{(?P<note>[^}]*)\})?(?:\[(?P<options>[^\]]*)\])?$"
)
DECIMAL = {
    "亩",
    "万亩",
    "公顷",
    "吨",
    "万吨",
    "元",
    "万元",
    "平方米",
    "公里",
    "米",
    "万人",
    "万只",
    "千克",
    "平方公里",
    "万平方米",
    "万千瓦时",
}


@dataclass(frozen=True, slots=True)
class FieldText:
    """One asked value: what the label says, and which fact of the township answers it."""

    label: str
    unit: str
    fact: str
    note: str
    options: tuple[str, ...]

    @property
    def type(self) -> str:
        """The field type of the contract that the label and the unit imply."""
        if self.options:
            return "choice"
        if "是否" in self.label:
            return "boolean"
        if self.label.endswith(("日期", "时间")):
            return "date"
        if not self.unit:
            return "text"
        return "percent" if self.unit == "%" else "decimal" if self.unit in DECIMAL else "integer"


def read_field(text: str, scope: str) -> FieldText:
    """The field; where no fact is named, the fact is the label within `scope` (a work, a form, a roster)."""
    match = SHAPE.match(text.strip())
    if match is None:
        raise ValueError(f"not a field: {text!r}")
    label = match["label"].strip()
    fact = match["fact"] or f"{scope}.{label.replace(' ', '').replace('　', '')}"
    if fact.startswith("."):
        fact = scope + fact
    options = tuple(match["options"].split("/")) if match["options"] else ()
    return FieldText(label, match["unit"] or "", fact, match["note"] or "", options)
