"""How the shared workbook looks: formats, rows high enough for their texts, dates as people read them."""

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from app.domain.merging.sharing.shape import SharedField

_LINE = 15.0
"""Points that one line of 11 point 宋体 takes."""
_WIDE = 2.1
"""Column width units that one Chinese character of that size takes; a digit takes one."""
_HIGHEST = 400.0
"""Excel allows a row 409 points."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d年-])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")

DATE_FORMAT = 'yyyy"年"m"月"d"日"'
_LOOKS: dict[str, dict[str, Any]] = {
    "number": {"num_format": "General"},
    "text": {"num_format": "@", "indent": 1},
    "choice": {"num_format": "@", "align": "center"},
    "date": {"num_format": DATE_FORMAT, "align": "center"},
}
"""How a blank shows what is typed into it."""


class Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: Any) -> None:
        frame = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
        self.label = book.add_format(frame)
        self.centre = book.add_format(frame | {"align": "center"})
        self.head = book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#DDEBF7"})
        self.section = book.add_format(frame | {"bold": True, "bg_color": "#F2F2F2"})
        self.derived = book.add_format(frame | {"bg_color": "#EDEDED", "italic": True})
        self.plain = book.add_format(plain)
        self.title = book.add_format(plain | {"bold": True, "align": "center", "font_size": 16})
        self._blanks = {
            (kind, carried): book.add_format({**frame, "locked": False, "bg_color": colour, **look})
            for kind, look in _LOOKS.items()
            for carried, colour in ((False, "#FFFBE6"), (True, "#E2F0FB"))
        }
        self.mark = book.add_format(frame | {"locked": False, "bg_color": "#FFF2B3", "align": "center"})

    def blank(self, field: SharedField, carried: bool = False) -> Any:
        """The format of a blank to fill: text stays as typed, a date shows as one; blue where it was said
        before."""
        if field.options or field.type == "boolean":
            return self._blanks["choice", carried]
        kind = "text" if field.type in ("text", "") else field.type
        return self._blanks[kind if kind in _LOOKS else "number", carried]


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs so that no text, given with its column's width, runs into the next row."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(lines * _LINE + 3, _HIGHEST)


def shown_period(text: str) -> str:
    """A period as a form prints it: 2026-11-30 is 2026年11月30日, 2026-Q4 is 2026年第4季度."""
    text = _QUARTER.sub(r"\1年第\2季度", text)
    text = _WEEK.sub(lambda found: f"{found[1]}年第{int(found[2])}周", text)
    return _DATE.sub(_shown_date, text).replace("/", "至")


def lay_out_page(sheet: Any, header: int) -> None:
    """A4 across, as wide as the page, the header frozen and printed on each; only blanks can be changed."""
    sheet.freeze_panes(header, 2)
    sheet.repeat_rows(header - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})


def _lines(text: str, width: float) -> int:
    room = max(width - 1.0, 1.0)
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))


def _width(text: str) -> float:
    return sum(_WIDE if unicodedata.east_asian_width(letter) in "WFA" else 1.1 for letter in text)


def _shown_date(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    shown = f"{year}年" + (f"{int(month)}月" if month else "")
    return shown + (f"{int(day)}日" if day else "")
