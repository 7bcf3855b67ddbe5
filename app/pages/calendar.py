"""Draws a plan as a calendar: a row a township, a column a day, darker where more departments come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from app.kit.words import Words

ROW, COLUMN, LABEL, TOP = 20, 13, 130, 46
SHADES = ("#9cc3ea", "#4f8fd0", "#14559e", "#0b3566")  # one, two, three, four and more departments
REST, FRAME = "#eceff3", "#ffffff"
MONTH = Words("{month}月", "{month}")
TOLD = Words("{place} {day}：{who}", "{place} {day}: {who}")
WORDS = Words("各乡镇检查日历", "Visits by township and day")


@dataclass(frozen=True, slots=True)
class Day:
    """One visit-day: where, when, and which departments come."""

    township: str
    date: date
    departments: tuple[str, ...]


def draw_calendar(
    days: Sequence[Day], names: Mapping[str, str], span: tuple[date, date], english: bool
) -> str:
    """An SVG picture; every mark tells its place, day and departments to readers of the screen too."""
    townships = sorted(names)
    columns = [span[0] + timedelta(days=one) for one in range((span[1] - span[0]).days + 1)]
    wide, high = LABEL + COLUMN * len(columns) + 8, TOP + ROW * len(townships) + 6
    row_of = {code: TOP + ROW * row for row, code in enumerate(townships)}
    marks = [_mark(one, names, row_of, span[0], english) for one in days if one.township in row_of]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="img" aria-labelledby="calendar-title" font-size="12" '
        f"font-family=\"'Microsoft YaHei','Noto Sans CJK SC',sans-serif\">"
        f'<title id="calendar-title">{WORDS[english]}</title>'
        f"{''.join(_head(columns, high, english))}"
        f"{''.join(_names(names, row_of))}{''.join(marks)}</svg>"
    )


def _head(columns: Sequence[date], high: int, english: bool) -> list[str]:
    parts = []
    for place, day in enumerate(columns):
        x = LABEL + COLUMN * place
        if day.weekday() >= 5:
            parts.append(
                f'<rect x="{x}" y="{TOP - 4}" width="{COLUMN}" height="{high - TOP}" fill="{REST}"/>'
            )
        if day.day == 1 or place == 0:
            parts.append(
                f'<text x="{x}" y="16" font-weight="bold">{MONTH.format(month=day.month)[english]}</text>'
            )
        if day.weekday() == 0:
            parts.append(f'<text x="{x}" y="34" fill="#5a6675">{day.day}</text>')
    return parts


def _names(names: Mapping[str, str], row_of: Mapping[str, int]) -> list[str]:
    return [
        f'<text x="{LABEL - 8}" y="{y + 14}" text-anchor="end">{escape(names[code][:9])}</text>'
        for code, y in row_of.items()
    ]


def _mark(one: Day, names: Mapping[str, str], row_of: Mapping[str, int], first: date, english: bool) -> str:
    shade = SHADES[min(len(one.departments), len(SHADES)) - 1]
    told = TOLD.format(place=names[one.township], day=one.date, who="、".join(one.departments))
    x, y = LABEL + COLUMN * (one.date - first).days, row_of[one.township]
    return (
        f'<rect x="{x + 1}" y="{y}" width="{COLUMN - 2}" height="{ROW - 4}" rx="2" fill="{shade}">'
        f"<title>{escape(told[english])}</title></rect>"
    )
