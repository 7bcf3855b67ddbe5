"""A township's schedule as an .xlsx to print and pin up: one sheet a month, A4 landscape."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import east_asian_width

import xlsxwriter

from app.schedules.township.dues import DueDay
from app.schedules.township.view import TownshipView, hours_of
from app.schedules.township.visits import ShownVisit

COLUMNS = (
    ("日期", 8), ("星期", 6), ("时段", 16), ("牵头部门", 18), ("参加部门", 24),
    ("检查事项", 44), ("备注", 24),
)  # fmt: skip
WEEKDAYS = "一二三四五六日"
A4 = 9
HEADER_ROW = 1
LINE_HEIGHT = 15
_FIXED = datetime(2026, 1, 1)  # noqa: DTZ001  the file's own date is fixed: the same schedule, the same bytes


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the sheet: its date and the texts of the other columns but the weekday."""

    date: date
    hours: str
    lead: str
    others: str
    work: str
    note: str
    report: bool = False


def write_sheet(view: TownshipView) -> bytes:
    """The schedule as a workbook. Every text is written as a text, so that no title becomes a formula."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"title": f"{view.township.name}检查统筹日程", "created": _FIXED})
    styles = _styles(workbook)
    lines = sorted((*_visit_lines(view), *_due_lines(view)), key=lambda line: line.date)
    for year, month in _months(view.first, view.last):
        sheet = workbook.add_worksheet(f"{year}年{month}月")
        _set_page(sheet)
        title = f"{view.township.name}{year}年{month}月检查与报表统筹日程"
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, title, styles["title"])
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADER_ROW, column, name, styles["header"])
        here = [line for line in lines if (line.date.year, line.date.month) == (year, month)]
        for row, line in enumerate(here, start=HEADER_ROW + 1):
            _write_line(sheet, row, line, styles)
        last = max(len(here), 1) + HEADER_ROW + 1
        if not here:
            sheet.merge_range(last - 1, 0, last - 1, len(COLUMNS) - 1, "本月无安排", styles["middle"])
        sheet.write_string(last, 0, _sum(here), styles["note"])
        if year in view.unknown_years:
            note = f"{year}年节假日安排尚未公布，本月日期为暂定。"
            sheet.write_string(last + 1, 0, note, styles["note"])
    workbook.close()
    return buffer.getvalue()


def _styles(workbook: xlsxwriter.Workbook) -> dict[str, object]:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 11}
    return {
        "title": workbook.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "font_name": "黑体", "font_size": 16}
        ),
        "header": workbook.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E7E6E6"}),
        "middle": workbook.add_format({**cell, "align": "center"}),
        "text": workbook.add_format(cell),
        # reports are told from visits on a black-and-white print too
        "middle of a report": workbook.add_format({**cell, "align": "center", "bg_color": "#F2F2F2"}),
        "text of a report": workbook.add_format({**cell, "bg_color": "#F2F2F2"}),
        "note": workbook.add_format({"font_name": "宋体", "font_size": 10}),
    }


def _set_page(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.set_row(0, 30)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_line(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, line: _Line, styles: dict[str, object]
) -> None:
    day = f"{line.date.month}月{line.date.day}日"
    texts = (day, WEEKDAYS[line.date.weekday()], line.hours, line.lead, line.others, line.work, line.note)
    kind = " of a report" if line.report else ""
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, styles[("middle" if column < 3 else "text") + kind])
    # a row grows by itself only where somebody opens the file: a printed one needs its height
    tallest = max(_lines(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True))
    sheet.set_row(row, LINE_HEIGHT * tallest + 4)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many narrow characters; a Chinese one is two wide."""
    wide = ((2 if east_asian_width(sign) in "WF" else 1 for sign in part) for part in text.split("\n"))
    return sum(max(1, -(-sum(signs) // (width - 1))) for signs in wide)


def _sum(lines: Sequence[_Line]) -> str:
    visits = [line for line in lines if not line.report]
    days = len({line.date for line in visits})
    return f"本月检查 {len(visits)} 次，共 {days} 天；报表 {len(lines) - len(visits)} 次。"


def _visit_lines(view: TownshipView) -> Iterator[_Line]:
    for visit in view.visits:
        hours = hours_of(visit)
        yield _Line(
            visit.row.date,
            f"{hours.name}\n{hours.begins}–{hours.ends}",
            visit.lead,
            "、".join(visit.departments[1:]) or "—",
            _numbered(visit.titles),
            _note(visit),
        )


def _note(visit: ShownVisit) -> str:
    text: str = visit.row.reason["text"]
    return text


def _due_lines(view: TownshipView) -> Iterator[_Line]:
    for day in view.due_days:
        titles = list(dict.fromkeys(one.request.title for one in day.dues))
        yield _Line(day.date, _deadline(day), "—", "—", _numbered(titles), _due_note(day), report=True)


def _deadline(day: DueDay) -> str:
    return f"{day.time} 前" if day.time else "当日内"


def _due_note(day: DueDay) -> str:
    latest = f"（最迟{day.latest.month}月{day.latest.day}日）" if day.latest != day.date else ""
    return f"报表上报{latest}，一次填报，各部门共用"


def _numbered(titles: list[str]) -> str:
    if len(titles) == 1:
        return titles[0]
    return "\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1))


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1
