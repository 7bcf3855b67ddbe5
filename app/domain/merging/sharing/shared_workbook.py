"""The shared form as an office workbook to fill: lists, units, whom each answer serves, nothing to break."""

import io
import json
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from app.domain.merging.sharing.computed import computed_facts
from app.domain.merging.sharing.shape import Roster, SharedField, SharedForm
from app.domain.merging.workbook.addresses import cell_address, column_letters

MAP_SHEET = "_map"
MAIN_SHEET = "统一填报表"
VALUE_COLUMN = 4
FIRST_ROW = 5
ROSTER_FIRST_ROW = 4
ROSTER_ROWS = 200
_HEADERS = ("序号", "指标名称", "计量单位", "填报数", "时点/时期", "口径说明", "用于（部门表格）")
_WIDTHS = (6, 34, 10, 18, 14, 30, 40)


def write_shared_workbook(
    shared: SharedForm, title: str, township: str = "", answers: Mapping[str, Any] | None = None
) -> bytes:
    """The workbook that a township fills once: one sheet of single answers, one for each roster.

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
    writer = _Writer(book, shared, answers or {})
    writer.main_sheet(title, township)
    for number, roster in enumerate(shared.rosters, 1):
        writer.roster_sheet(roster, number)
    writer.map_sheet()
    book.close()
    return out.getvalue()


class _Writer:
    """The sheets of one shared workbook, and where each field was put."""

    def __init__(self, book: xlsxwriter.Workbook, shared: SharedForm, answers: Mapping[str, Any]) -> None:
        self._book = book
        self._shared = shared
        self._answers = answers
        self._facts = computed_facts(shared, answers).derived
        self._places: dict[str, tuple[str, str]] = {}
        frame = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        self._label = book.add_format(frame)
        self._head = book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#DDEBF7"})
        self._section = book.add_format(frame | {"bold": True, "bg_color": "#F2F2F2"})
        self._derived = book.add_format(frame | {"bg_color": "#EDEDED", "italic": True})
        self._title = book.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "font_size": 16, "font_name": "宋体"}
        )
        self._plain = book.add_format({"font_name": "宋体", "font_size": 10})
        self._blanks = {
            form: book.add_format(frame | {"locked": False, "bg_color": "#FFFBE6", "num_format": form})
            for form in ("General", "@", "yyyy-mm-dd")
        }

    def main_sheet(self, title: str, township: str) -> None:
        """Single answers, one a row, under the sections of the first form that asks for each."""
        sheet = self._book.add_worksheet(MAIN_SHEET)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, title, self._title)
        sheet.set_row(0, 30)
        sheet.write_string(1, 0, f"填报单位：{township}", self._plain)
        sheet.write_string(
            2, 0, "黄色格填写一次即可；灰色格自动计算，不用填。空着的格不会覆盖以前填过的数。", self._plain
        )
        for column, text in enumerate(_HEADERS):
            sheet.write_string(FIRST_ROW - 2, column, text, self._head)
        row, section = FIRST_ROW, ""
        rows: list[tuple[int, SharedField]] = []
        for field in self._shared.cells:
            if field.section and field.section != section:
                section = field.section
                sheet.merge_range(row - 1, 0, row - 1, len(_WIDTHS) - 1, section, self._section)
                row += 1
            self._places[field.id] = (MAIN_SHEET, cell_address(row, VALUE_COLUMN))
            rows.append((row, field))
            row += 1
        for number, (at, field) in enumerate(rows, 1):
            self._main_row(sheet, at, number, field)
        _print_layout(sheet, FIRST_ROW - 1)

    def _main_row(self, sheet: Any, row: int, number: int, field: SharedField) -> None:
        used = "；".join(
            dict.fromkeys(self._shared.titles.get(source.file, source.file) for source in field.sources)
        )
        texts = (str(number), field.label, field.unit, "", field.period, field.note, used)
        for column, text in enumerate(texts):
            if column != VALUE_COLUMN - 1:
                sheet.write_string(row - 1, column, text, self._label)
        formula = self._formula(field)
        if formula:
            known = self._facts.get(field.id)
            # without a stored result some programs show 0 until something is typed
            result = "" if known is None else float(known)
            sheet.write_formula(row - 1, VALUE_COLUMN - 1, formula, self._derived, result)
            sheet.write_comment(row - 1, VALUE_COLUMN - 1, _provenance(field, self._shared.titles))
            return
        value = (self._answers.get("values") or {}).get(field.id)
        self._blank(sheet, row - 1, VALUE_COLUMN - 1, field, value)
        sheet.write_comment(row - 1, VALUE_COLUMN - 1, _provenance(field, self._shared.titles))

    def roster_sheet(self, roster: Roster, number: int) -> None:
        """One row an object, the union of the columns that the departments' ledgers ask for."""
        name = f"名册{number}"
        sheet = self._book.add_worksheet(name)
        columns = self._shared.columns(roster.id)
        entries = (self._answers.get("rows") or {}).get(roster.id, [])
        sheet.write_string(0, 0, roster.title, self._title)
        served = "；".join(
            dict.fromkeys(self._shared.titles.get(item.file, item.file) for item in roster.sources)
        )
        sheet.write_string(1, 0, f"用于：{served}", self._plain)
        sheet.write_string(ROSTER_FIRST_ROW - 2, 0, "序号", self._head)
        sheet.set_column(0, 0, 6)
        count = max(ROSTER_ROWS, len(entries))
        for at, field in enumerate(columns, 1):
            unit = f"（{field.unit}）" if field.unit else ""
            sheet.write_string(ROSTER_FIRST_ROW - 2, at, field.label + unit, self._head)
            sheet.write_comment(ROSTER_FIRST_ROW - 2, at, _provenance(field, self._shared.titles))
            sheet.set_column(at, at, 16)
            self._places[field.id] = (name, column_letters(at + 1))
            self._validate(sheet, (ROSTER_FIRST_ROW - 1, at, ROSTER_FIRST_ROW - 2 + count, at), field)
            for offset in range(count):
                value = entries[offset].get(field.id) if offset < len(entries) else None
                self._blank(sheet, ROSTER_FIRST_ROW - 1 + offset, at, field, value, validated=True)
        for offset in range(count):
            sheet.write_number(ROSTER_FIRST_ROW - 1 + offset, 0, offset + 1, self._label)
        _print_layout(sheet, ROSTER_FIRST_ROW - 1)

    def map_sheet(self) -> None:
        """Where each id stands, on a hidden sheet."""
        sheet = self._book.add_worksheet(MAP_SHEET)
        sheet.very_hidden()
        rosters = {roster.id: f"名册{number}" for number, roster in enumerate(self._shared.rosters, 1)}
        for row, (key, (name, place)) in enumerate(self._places.items()):
            for column, text in enumerate((key, name, place)):
                sheet.write_string(row, column, text)
        sheet.write_string(len(self._places), 0, json.dumps({"rosters": rosters}, ensure_ascii=False))

    def _blank(
        self, sheet: Any, row: int, column: int, field: SharedField, value: Any, validated: bool = False
    ) -> None:
        style = self._blanks[_number_format(field)]
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif field.type in ("integer", "decimal", "percent") and _is_number(value):
            sheet.write_number(row, column, float(value), style)
        else:
            sheet.write_string(row, column, str(value), style)
        if not validated:
            self._validate(sheet, (row, column, row, column), field)

    def _validate(self, sheet: Any, area: tuple[int, int, int, int], field: SharedField) -> None:
        rule = _rule(field)
        if rule:
            sheet.data_validation(*area, rule | {"error_title": "请核对", "ignore_blank": True})

    def _formula(self, field: SharedField) -> str:
        """The derivation over this workbook's own cells; empty where it is asked or needs a roster."""
        if field.derived_from is None:
            return ""
        expression = field.derived_from.expression
        for key in sorted(field.derived_from.of, key=len, reverse=True):
            sheet, place = self._places.get(key, ("", ""))
            if sheet != MAIN_SHEET:
                sheet, place = self._roster_range(key)
            expression = expression.replace(key, f"'{sheet}'!{place}" if sheet != MAIN_SHEET else place)
        return "=" + expression

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


def _number_format(field: SharedField) -> str:
    if field.type == "date":
        return "yyyy-mm-dd"
    return "@" if field.type in ("text", "choice", "boolean", "") else "General"


def _rule(field: SharedField) -> dict[str, Any]:
    """The validation of a blank: a list of choices, whole numbers, or any numbers."""
    options = list(field.options) or (["是", "否"] if field.type == "boolean" else [])
    if options and sum(len(word) + 1 for word in options) <= 255 and not any("," in word for word in options):
        return {"validate": "list", "source": options, "error_message": "请从列表中选择"}
    if field.type == "integer":
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": -(10**12),
            "maximum": 10**12,
            "error_message": "应填整数",
        }
    if field.type in ("decimal", "percent"):
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -(10**15),
            "maximum": 10**15,
            "error_message": "应填数字",
        }
    return {}


def _print_layout(sheet: Any, header: int) -> None:
    sheet.freeze_panes(header, 2)
    sheet.repeat_rows(header - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool)
