"""A township's schedule as an .xlsx to print and pin up: one sheet a month, A4 landscape."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

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
        if not here:
            sheet.merge_range(2, 0, 2, len(COLUMNS) - 1, "本月无安排", styles["middle"])
        if year in view.unknown_years:
            note = f"{year}年节假日安排尚未公布，本月日期为暂定。"
            sheet.write_string(max(len(here), 1) + 2, 0, note, styles["note"])
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
        "note": workbook.add_format({"font_name": "宋体", "font_size": 10}),
    }


def _set_page(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
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
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, styles["middle" if column < 3 else "text"])
    sheet.set_row(row, 18 * max(1, line.work.count("\n") + 1, len(line.work) // 22 + 1))


def _visit_lines(view: TownshipView) -> Iterator[_Line]:
    for visit in view.visits:
        hours = hours_of(visit)
        yield _Line(
            visit.row.date,
            f"{hours.name}\n{hours.begins}–{hours.ends}",
            visit.lead,
            "、".join(visit.departments[1:]) or "—",
            _numbered([request.title for request in visit.requests]),
            _note(visit),
        )


def _note(visit: ShownVisit) -> str:
    text: str = visit.row.reason["text"]
    return text


def _due_lines(view: TownshipView) -> Iterator[_Line]:
    for day in view.due_days:
        titles = list(dict.fromkeys(one.request.title for one in day.dues))
        yield _Line(day.date, _deadline(day), "—", "—", _numbered(titles), _due_note(day))


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
