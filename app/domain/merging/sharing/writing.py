"""What the sheets of one shared workbook have in common: heads, names of forms, blanks and their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.merging.sharing.appearance import Formats, row_height, shown_period
from app.domain.merging.sharing.blank_rules import validation_rule
from app.domain.merging.sharing.carried import NOTHING, Carried, CarriedValue
from app.domain.merging.sharing.row_names import naming_columns, row_key
from app.domain.merging.sharing.shape import SharedField, SharedForm

ROSTER_FIRST_ROW = 4
ROSTER_ROWS = 200
SPARE_ROWS = 50
"""Rows below a list that is longer than ROSTER_ROWS, for objects that are new."""
UNCHANGED = "无变化"
REST_UNCHANGED = "其余各行均无变化"
GONE = "已退出"
_NAMED_SOURCES = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the form. `senders` names each form's department by the form's key; `marks` go to
    the hidden sheet, by which the filled file says for itself what it answers (bundle, township, period)."""

    title: str
    township: str = ""
    senders: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Writing:
    """One workbook in the making. `places` collects sheet and cell (or column) of each field, `offers` the
    values that wait to be confirmed as (id, sheet, cell or row, value), `checks` each roster's column of
    marks and the cell that confirms its remaining rows."""

    book: Any
    shared: SharedForm
    heading: Heading
    answers: Mapping[str, Any]
    carried: Carried = NOTHING
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    offers: list[tuple[str, str, str, Any]] = field(default_factory=list)
    checks: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.formats = Formats(self.book)

    def head(self, sheet: Any, title: str, lines: tuple[str, ...], widths: tuple[float, ...]) -> None:
        """Title and lines, each across the whole table."""
        last = len(widths) - 1
        across(sheet, (0, 0, last), title, self.formats.title)
        sheet.set_row(0, row_height([(title, sum(widths) / 1.5)]) * 1.7)
        for row, text in enumerate(lines, 1):
            across(sheet, (row, 0, last), text, self.formats.plain)
            sheet.set_row(row, row_height([(text, sum(widths))]))

    def form_name(self, key: str) -> str:
        """Department and title of a form."""
        return f"{self.heading.senders.get(key, '')}《{self.shared.titles.get(key, key)}》"

    def entries(self, roster: str) -> list[Mapping[str, Any]]:
        """The rows that a roster opens with: those answered, then those offered, which hold the answers that
        a part of them has."""
        offered = self.carried.rows[roster].rows if roster in self.carried.rows else ()
        named = naming_columns(self.shared.columns(roster))
        waiting = {row_key(row, named) for row in offered} - {None}
        answered = (self.answers.get("rows") or {}).get(roster) or ()
        return [*(row for row in answered if row_key(row, named) not in waiting), *offered]

    def roster_rows(self, roster: str) -> int:
        """How many rows its sheet has."""
        return max(ROSTER_ROWS, len(self.entries(roster)) + SPARE_ROWS)

    def blank(self, sheet: Any, at: tuple[int, int], asked: SharedField, value: Any, carried: bool) -> None:
        """One unlocked cell, with its answer where it is known; blue where that was carried forward."""
        row, column = at
        style = self.formats.blank(asked, carried)
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif asked.type in ("integer", "decimal", "percent") and _is_number(value):
            sheet.write_number(row, column, float(value), style)
        elif asked.type == "date" and (day := _day(value)) is not None:
            sheet.write_datetime(row, column, day, style)
        else:
            sheet.write_string(row, column, str(value), style)

    def validate(self, sheet: Any, area: tuple[int, int, int, int], asked: SharedField) -> None:
        """What the blank takes."""
        rule = validation_rule(asked)
        if rule:
            sheet.data_validation(*area, rule)

    def provenance(self, asked: SharedField) -> str:
        """Which forms and cells an answer serves, in which unit, and where a known answer is from."""
        lines = [
            f"{self.shared.titles.get(source.file, source.file)}：{source.place}"
            + (f"（{source.unit}）" if source.unit and source.unit != asked.unit else "")
            for source in asked.sources[:_NAMED_SOURCES]
        ]
        beyond = len(asked.sources) - _NAMED_SOURCES
        more = [f"另有 {beyond} 处"] if beyond > 0 else []
        how = [asked.derived_from.text] if asked.derived_from else []
        offered = self.carried.values.get(asked.id)
        known = [_told(offered)] if offered else []
        return "\n".join([*how, *known, "填到：", *lines, *more])


def marked(sheet: Any, area: tuple[int, int, int, int], words: list[str], prompt: str) -> None:
    """A list of marks for cells that confirm."""
    rule = {
        "validate": "list", "source": words, "ignore_blank": True, "input_title": "核对",
        "input_message": prompt, "error_title": "请核对", "error_message": "请从列表中选择",
    }  # fmt: skip
    sheet.data_validation(*area, rule)


def across(sheet: Any, place: tuple[int, int, int], text: str, style: Any) -> None:
    """A text over several columns of one row; Excel merges no single cell."""
    row, first, last = place
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write_string(row, first, text, style)


def _told(offered: CarriedValue) -> str:
    day = shown_period(offered.at.date().isoformat())
    if offered.plus:
        return f"上月止累计 {offered.value}，加本月数（{day}填报）"
    if offered.basis == "rolled_up":
        return f"由 {len(offered.of)} 次填报汇总（最近 {day}）"
    if offered.ledger:
        when = shown_period(offered.period)
        return f"{offered.ledger}（截至{when}）为 {offered.value}，核对无误请在“核对”栏选“{UNCHANGED}”"
    if offered.basis == "unchanged":
        return f"上次（{shown_period(offered.period)}）填 {offered.value}，未变请在“核对”栏选“{UNCHANGED}”"
    return f"沿用 {day} 填报的数"


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
