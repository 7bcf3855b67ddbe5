"""The shared form as an office workbook to fill: lists, units, whom each answer serves, nothing to break."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as defaulted
from datetime import date
from typing import Any

import xlsxwriter

from app.domain.merging.sharing.appearance import Formats, lay_out_page, row_height, shown_period
from app.domain.merging.sharing.blank_rules import validation_rule
from app.domain.merging.sharing.computed import computed_facts
from app.domain.merging.sharing.shape import Roster, SharedField, SharedForm
from app.domain.merging.workbook.addresses import cell_address, column_letters

MAP_SHEET = "_map"
MAIN_SHEET = "统一填报表"
VALUE_COLUMN = 4
FIRST_ROW = 6
ROSTER_FIRST_ROW = 4
ROSTER_ROWS = 200
_HEADERS = ("序号", "指标名称", "计量单位", "填报数", "时点/时期", "口径说明", "用于（部门表格）")
_WIDTHS = (6, 34, 10, 18, 17, 30, 50)
_ROSTER_WIDTH = 16.0
_CENTRED = (0, 2, 4)
_HINT = "黄色格填写一次即可；灰色格自动计算，不用填。空着的格不会覆盖以前填过的数。"
_MOST_ARGUMENTS = 200
"""Excel allows a function 255."""
_ROSTER_HINT = "每个对象只填一行；空着的格不会覆盖以前填过的内容。"
_NAMED = 300
"""Characters up to which the header names every form; beyond, the rows name theirs."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the form. `senders` names each form's department by the form's key; `marks` go to
    the hidden sheet, by which the filled file says for itself what it answers (bundle, township, period)."""

    title: str
    township: str = ""
    senders: Mapping[str, str] = defaulted(default_factory=dict)
    marks: Mapping[str, str] = defaulted(default_factory=dict)


def write_shared_workbook(
    shared: SharedForm, heading: Heading, answers: Mapping[str, Any] | None = None
) -> bytes:
    """The workbook that a township fills once: one sheet of single answers if any, one for each roster.

    Only blanks to fill are unlocked; derived cells hold protected formulas; every blank carries a note that
    names the forms and cells that it serves. A hidden sheet keeps the ids, so that the file can be read back
    whatever is sorted or renamed around them. `answers` are filled in where they are known already.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_calc_mode("auto")
    writer = _Writer(book, shared, heading, answers or {})
    if shared.cells or not shared.rosters:
        writer.main_sheet()
    for number, roster in enumerate(shared.rosters, 1):
        writer.roster_sheet(roster, number)
    writer.map_sheet()
    book.close()
    return out.getvalue()


class _Writer:
    """The sheets of one shared workbook, and where each field was put."""

    def __init__(self, book: Any, shared: SharedForm, heading: Heading, answers: Mapping[str, Any]) -> None:
        self._book = book
        self._shared = shared
        self._heading = heading
        self._answers = answers
        self._facts = computed_facts(shared, answers).derived
        self._places: dict[str, tuple[str, str]] = {}
        self._formats = Formats(book)

    def main_sheet(self) -> None:
        """Single answers, one a row, under the sections of the first form that asks for each."""
        sheet = self._book.add_worksheet(MAIN_SHEET)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        names = "；".join(self._form_name(key) for key in self._shared.forms)
        more = f"：{names}" if len(names) <= _NAMED else "（见各行末列）"
        lines = (f"填报单位：{self._heading.township}", f"共用于 {len(self._shared.forms)} 张表{more}", _HINT)
        self._head(sheet, self._heading.title, lines, _WIDTHS)
        for column, text in enumerate(_HEADERS):
            sheet.write_string(FIRST_ROW - 2, column, text, self._formats.head)
        row, section = FIRST_ROW, ""
        rows: list[tuple[int, SharedField]] = []
        for field in self._shared.cells:
            if field.section and field.section != section:
                section = field.section
                sheet.merge_range(row - 1, 0, row - 1, len(_WIDTHS) - 1, section, self._formats.section)
                sheet.set_row(row - 1, row_height([(section, sum(_WIDTHS))]))
                row += 1
            self._places[field.id] = (MAIN_SHEET, cell_address(row, VALUE_COLUMN))
            rows.append((row, field))
            row += 1
        for number, (at, field) in enumerate(rows, 1):
            self._main_row(sheet, at, number, field)
        lay_out_page(sheet, FIRST_ROW - 1)

    def _head(self, sheet: Any, title: str, lines: tuple[str, ...], widths: tuple[float, ...]) -> None:
        """Title and lines, each across the whole table."""
        last = len(widths) - 1
        sheet.merge_range(0, 0, 0, last, title, self._formats.title)
        sheet.set_row(0, row_height([(title, sum(widths) / 1.5)]) * 1.7)
        for row, text in enumerate(lines, 1):
            sheet.merge_range(row, 0, row, last, text, self._formats.plain)
            sheet.set_row(row, row_height([(text, sum(widths))]))

    def _form_name(self, key: str) -> str:
        return f"{self._heading.senders.get(key, '')}《{self._shared.titles.get(key, key)}》"

    def _main_row(self, sheet: Any, row: int, number: int, field: SharedField) -> None:
        used = "；".join(dict.fromkeys(self._form_name(source.file) for source in field.sources))
        period = shown_period(field.period)
        texts = (str(number), field.label, field.unit, "", period, field.note, used)
        for column, text in enumerate(texts):
            if column != VALUE_COLUMN - 1:
                style = self._formats.centre if column in _CENTRED else self._formats.label
                sheet.write_string(row - 1, column, text, style)
        sheet.set_row(row - 1, row_height(zip(texts, _WIDTHS, strict=True)))
        sheet.write_comment(row - 1, VALUE_COLUMN - 1, _provenance(field, self._shared.titles))
        formula = self._formula(field)
        if formula:
            known = self._facts.get(field.id)
            # without a stored result some programs show 0 until something is typed
            result = "" if known is None else float(known)
            sheet.write_formula(row - 1, VALUE_COLUMN - 1, formula, self._formats.derived, result)
            return
        value = (self._answers.get("values") or {}).get(field.id)
        self._blank(sheet, row - 1, VALUE_COLUMN - 1, field, value)

    def roster_sheet(self, roster: Roster, number: int) -> None:
        """One row an object, the union of the columns that the departments' ledgers ask for."""
        name = f"名册{number}"
        sheet = self._book.add_worksheet(name)
        columns = self._shared.columns(roster.id)
        entries = (self._answers.get("rows") or {}).get(roster.id, [])
        served = "；".join(dict.fromkeys(self._form_name(item.file) for item in roster.sources))
        widths = (6.0, *(_ROSTER_WIDTH for _ in columns))
        lines = f"填报单位：{self._heading.township}　　用于：{served}\n{_ROSTER_HINT}"
        self._head(sheet, roster.title, (lines,), widths)
        sheet.write_string(ROSTER_FIRST_ROW - 2, 0, "序号", self._formats.head)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, max(len(columns), 1), _ROSTER_WIDTH)
        heads = [field.label + (f"（{field.unit}）" if field.unit else "") for field in columns]
        sheet.set_row(ROSTER_FIRST_ROW - 2, row_height([(head, _ROSTER_WIDTH) for head in heads]))
        count = max(ROSTER_ROWS, len(entries))
        for at, field in enumerate(columns, 1):
            sheet.write_string(ROSTER_FIRST_ROW - 2, at, heads[at - 1], self._formats.head)
            sheet.write_comment(ROSTER_FIRST_ROW - 2, at, _provenance(field, self._shared.titles))
            self._places[field.id] = (name, column_letters(at + 1))
            self._validate(sheet, (ROSTER_FIRST_ROW - 1, at, ROSTER_FIRST_ROW - 2 + count, at), field)
            for offset in range(count):
                value = entries[offset].get(field.id) if offset < len(entries) else None
                self._blank(sheet, ROSTER_FIRST_ROW - 1 + offset, at, field, value, validated=True)
        for offset in range(count):
            sheet.write_number(ROSTER_FIRST_ROW - 1 + offset, 0, offset + 1, self._formats.centre)
        for offset, entry in enumerate(entries):
            height = row_height([(str(value), _ROSTER_WIDTH) for value in entry.values()])
            sheet.set_row(ROSTER_FIRST_ROW - 1 + offset, height)
        lay_out_page(sheet, ROSTER_FIRST_ROW - 1)

    def map_sheet(self) -> None:
        """Where each id stands, on a hidden sheet."""
        sheet = self._book.add_worksheet(MAP_SHEET)
        sheet.very_hidden()
        rosters = {roster.id: f"名册{number}" for number, roster in enumerate(self._shared.rosters, 1)}
        known = {"rosters": rosters, "marks": dict(self._heading.marks)}
        for row, (key, (name, place)) in enumerate(self._places.items()):
            for column, text in enumerate((key, name, place)):
                sheet.write_string(row, column, text)
        sheet.write_string(len(self._places), 0, json.dumps(known, ensure_ascii=False))

    def _blank(
        self, sheet: Any, row: int, column: int, field: SharedField, value: Any, validated: bool = False
    ) -> None:
        style = self._formats.blank(field)
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif field.type in ("integer", "decimal", "percent") and _is_number(value):
            sheet.write_number(row, column, float(value), style)
        elif field.type == "date" and (day := _day(value)) is not None:
            sheet.write_datetime(row, column, day, style)
        else:
            sheet.write_string(row, column, str(value), style)
        if not validated:
            self._validate(sheet, (row, column, row, column), field)

    def _validate(self, sheet: Any, area: tuple[int, int, int, int], field: SharedField) -> None:
        rule = validation_rule(field)
        if rule:
            sheet.data_validation(*area, rule)

    def _formula(self, field: SharedField) -> str:
        """The derivation over this workbook's own cells, blank until they are filled; empty where asked."""
        if field.derived_from is None:
            return ""
        needed = []
        expression = field.derived_from.expression
        for key in sorted(field.derived_from.of, key=len, reverse=True):
            sheet, place = self._places.get(key, ("", ""))
            if sheet != MAIN_SHEET:
                sheet, place = self._roster_range(key)
            else:
                needed.append(place)
            expression = expression.replace(key, f"'{sheet}'!{place}" if sheet != MAIN_SHEET else place)
        if not 0 < len(needed) <= _MOST_ARGUMENTS:
            return "=" + expression
        return f'=IF(COUNT({",".join(needed)})<{len(needed)},"",{expression})'

    def _roster_range(self, key: str) -> tuple[str, str]:
        number = next(
            at for at, roster in enumerate(self._shared.rosters, 1) if key in _ids(self._shared, roster)
        )
        roster = self._shared.rosters[number - 1]
        letters = column_letters(_ids(self._shared, roster).index(key) + 2)
        entries = (self._answers.get("rows") or {}).get(roster.id, [])
        last = ROSTER_FIRST_ROW + max(ROSTER_ROWS, len(entries)) - 1
        return f"名册{number}", f"{letters}{ROSTER_FIRST_ROW}:{letters}{last}"


def _ids(shared: SharedForm, roster: Roster) -> list[str]:
    return [field.id for field in shared.columns(roster.id)]


def _provenance(field: SharedField, titles: Mapping[str, str]) -> str:
    """Which forms and cells an answer serves, and in which unit they get it."""
    lines = [
        f"{titles.get(source.file, source.file)}：{source.sheet}!{source.cell or source.column + '列'}"
        + (f"（{source.unit}）" if source.unit and source.unit != field.unit else "")
        for source in field.sources[:12]
    ]
    more = [f"另有 {len(field.sources) - 12} 处"] if len(field.sources) > 12 else []
    how = [field.derived_from.text] if field.derived_from else []
    return "\n".join([*how, "填到：", *lines, *more])


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool)
