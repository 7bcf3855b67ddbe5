"""What a cell's style tells about its meaning: which sides have a border, how its number is shown."""

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from app.domain.merging.workbook.names import attribute, child, children, local

NumberShape = Literal["general", "text", "integer", "decimal", "percent", "date"]
_BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 49: "@",
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), "yyyy/m/d"),
}  # fmt: skip
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Style:
    """One cell format. `sides` counts nothing by itself: left, right, top, bottom, True where drawn."""

    sides: tuple[bool, bool, bool, bool] = (False, False, False, False)
    shape: NumberShape = "general"
    decimals: int = 0
    indent: int = 0


def read_styles(root: etree._Element) -> tuple[Style, ...]:
    """The workbook's cell formats in the order in which cells point to them."""
    borders = [_sides(border) for border in children(child(root, "borders"), "border")]
    codes = dict(_BUILT_IN)
    for entry in children(child(root, "numFmts"), "numFmt"):
        codes[_number(attribute(entry, "numFmtId"))] = attribute(entry, "formatCode")
    styles = []
    for xf in children(child(root, "cellXfs"), "xf"):
        border = _number(attribute(xf, "borderId"))
        alignment = child(xf, "alignment")
        code = codes.get(_number(attribute(xf, "numFmtId")), "General")
        styles.append(
            Style(
                borders[border] if border < len(borders) else (False,) * 4,
                number_shape(code),
                _decimals(code),
                0 if alignment is None else _number(attribute(alignment, "indent")),
            )
        )
    return tuple(styles)


def number_shape(code: str) -> NumberShape:
    """What a number format shows: 0.00 → decimal, yyyy-mm → date, @ → text."""
    bare = _LITERALS.sub("", code.split(";")[0]).lower()
    if not bare or bare == "general":
        return "general"
    if "@" in bare:
        return "text"
    if "%" in bare:
        return "percent"
    if re.search(r"[ymdhs]", bare):
        return "date"
    return "decimal" if "." in bare else "integer" if re.search(r"[0#]", bare) else "general"


def _decimals(code: str) -> int:
    match = re.search(r"\.(0+)", _LITERALS.sub("", code.split(";")[0]))
    return len(match[1]) if match else 0


def _sides(border: etree._Element) -> tuple[bool, bool, bool, bool]:
    drawn = {
        local(side)
        for side in border
        if isinstance(side.tag, str) and attribute(side, "style") not in ("", "none")
    }
    left, right = bool({"left", "start"} & drawn), bool({"right", "end"} & drawn)
    return left, right, "top" in drawn, "bottom" in drawn


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
