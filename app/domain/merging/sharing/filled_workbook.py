"""The shared workbook read back: answers by field id, and every fault with its sheet, row and column."""

import json
from dataclasses import dataclass, replace
from typing import Any

from app.domain.merging.faults import AnswerFault, WorkbookError
from app.domain.merging.sharing.answers import check_answers
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.shared_workbook import MAP_SHEET, ROSTER_FIRST_ROW
from app.domain.merging.workbook.addresses import column_number, parse_cell
from app.domain.merging.workbook.sheets import Cell, Sheet, read_sheets

Places = dict[str, tuple[str, int, int]]
Read = tuple[dict[str, Any], tuple[AnswerFault, ...]]
Written = dict[tuple[int, int], tuple[str, bool]]


@dataclass(frozen=True)
class FilledWorkbook:
    """What a clerk's file holds, before it is compared with the form that was handed out.

    `marks` is what `write_shared_workbook` was told of bundle, township and period; `places` the sheet and
    place of each field id, `rosters` the sheet of each roster, `sheets` the cells of these sheets by row and
    column: the text, and whether it is an error value.
    """

    marks: dict[str, str]
    places: dict[str, tuple[str, str]]
    rosters: dict[str, str]
    sheets: dict[str, Written]

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the way out of a guarded process."""
        sheets = {
            name: [[*place, *cell] for place, cell in cells.items()] for name, cells in self.sheets.items()
        }
        return {"marks": self.marks, "places": self.places, "rosters": self.rosters, "sheets": sheets}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "FilledWorkbook":
        """What `to_json` wrote."""
        places = {key: (sheet, place) for key, (sheet, place) in document["places"].items()}
        sheets = {
            name: {(row, column): (text, bad) for row, column, text, bad in cells}
            for name, cells in document["sheets"].items()
        }
        return cls(document["marks"], places, document["rosters"], sheets)


def open_shared_workbook(data: bytes) -> FilledWorkbook:
    """The contents of a filled shared workbook. Raises WorkbookError for a file that cannot be read or that
    `write_shared_workbook` did not write."""
    sheets = {sheet.name: sheet for sheet in read_sheets(data).sheets}
    hidden = sheets.get(MAP_SHEET)
    places, known = _map(hidden) if hidden else ({}, {})
    if not places:
        raise _other_form([])
    used = {sheet for sheet, _ in places.values()}
    marks, rosters = ({str(key): str(text) for key, text in known[name].items()} for name in _KNOWN)
    return FilledWorkbook(
        marks, places, rosters, {name: _written(sheets[name]) for name in used if name in sheets}
    )


def read_answers(
    filled: FilledWorkbook, shared: SharedForm
) -> tuple[dict[str, Any], tuple[AnswerFault, ...]]:
    """(answers, faults) of the file. Blank cells give no answer; nothing is guessed.

    Raises WorkbookError for a file that was written for another shared form.
    """
    missing = [field.label for field in shared.fields if field.asked and field.id not in filled.places]
    if missing:
        raise _other_form(missing)
    reader = _Reader(filled, shared)
    answers = {"values": reader.values(), "rows": reader.rows()}
    located = [_located(fault, reader.where) for fault in check_answers(shared, answers)]
    return answers, (*reader.faults, *located)


def read_shared_workbook(data: bytes, shared: SharedForm) -> Read:
    """`open_shared_workbook` and `read_answers` in one, for files that are trusted."""
    return read_answers(open_shared_workbook(data), shared)


_KNOWN = ("marks", "rosters")


def _map(hidden: Sheet) -> tuple[dict[str, tuple[str, str]], dict[str, dict[str, str]]]:
    places: dict[str, tuple[str, str]] = {}
    known: dict[str, dict[str, str]] = {name: {} for name in _KNOWN}
    for row in sorted({row for row, _ in hidden.cells}):
        texts = [hidden.cells[row, column].text for column in (1, 2, 3) if (row, column) in hidden.cells]
        if len(texts) == 3:
            places[texts[0]] = (texts[1], texts[2])
        elif texts and texts[0].startswith("{"):
            known |= _known(texts[0])
    return places, known


def _known(text: str) -> dict[str, dict[str, str]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {name: document[name] for name in _KNOWN if isinstance(document.get(name), dict)}


def _written(sheet: Sheet) -> Written:
    return {place: _cell(cell) for place, cell in sheet.cells.items() if cell.text.strip()}


def _cell(cell: Cell) -> tuple[str, bool]:
    return cell.text.strip(), cell.kind == "error"


class _Reader:
    """Takes each field's answer from its place, and remembers the place for faults."""

    def __init__(self, filled: FilledWorkbook, shared: SharedForm) -> None:
        self._filled = filled
        self._shared = shared
        self.where: Places = {}
        self.faults: list[AnswerFault] = []

    def values(self) -> dict[str, Any]:
        """The single answers by field id."""
        found = {}
        for field in self._shared.cells:
            if field.asked:
                sheet, place = self._filled.places[field.id]
                value = self._take(field, sheet, _address(place), f"/values/{field.id}")
                if value is not None:
                    found[field.id] = value
        return found

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The rosters' rows that hold anything, in order."""
        return {
            roster.id: self._roster(roster.id, self._filled.rosters[roster.id])
            for roster in self._shared.rosters
            if roster.id in self._filled.rosters
        }

    def _roster(self, roster: str, sheet: str) -> list[dict[str, Any]]:
        columns = [
            (field, _column(self._filled.places[field.id][1])) for field in self._shared.columns(roster)
        ]
        entries: list[dict[str, Any]] = []
        cells = self._filled.sheets.get(sheet, {})
        for row in sorted({row for row, _ in cells if row >= ROSTER_FIRST_ROW}):
            entry = {}
            for field, column in columns:
                pointer = f"/rows/{roster}/{len(entries)}/{field.id}"
                value = self._take(field, sheet, (row, column), pointer)
                if value is not None:
                    entry[field.id] = value
            if entry:
                entries.append(entry)
        return entries

    def _take(self, field: SharedField, sheet: str, at: tuple[int, int], pointer: str) -> str | None:
        text, bad = self._filled.sheets.get(sheet, {}).get(at, ("", False))
        self.where[pointer] = (sheet, *at)
        if bad:
            told = f"“{field.label}”：单元格是错误值 {text}"
            told_en = f"{field.label!r}: the cell holds the error {text}"
            self.faults.append(AnswerFault(field.id, told, told_en, pointer, sheet, *at))
            return None
        return text or None


def _address(place: str) -> tuple[int, int]:
    try:
        return parse_cell(place)
    except ValueError:
        raise _other_form([]) from None


def _column(place: str) -> int:
    try:
        return column_number(place)
    except ValueError:
        raise _other_form([]) from None


def _located(fault: AnswerFault, where: Places) -> AnswerFault:
    sheet, row, column = where.get(fault.pointer, ("", 0, 0))
    return replace(fault, sheet=sheet, row=row, column=column)


def _other_form(missing: list[str]) -> WorkbookError:
    lacking = f"，缺少：{'、'.join(missing[:5])}" if missing else ""
    lacking_en = f"; it lacks {missing[:5]}" if missing else ""
    return WorkbookError(
        "other_form",
        f"这份文件不是本次的统一填报表{lacking}。",
        f"This file is not the shared form that was handed out{lacking_en}.",
        remedy="请下载最新的统一填报表，把数据填入后重新上传。",
    )
