"""The shared workbook read back: answers by field id, and every fault with its sheet, row and column."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.merging.faults import AnswerFault, WorkbookError
from app.domain.merging.sharing.answers import check_answers
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.shared_workbook import MAP_SHEET, ROSTER_FIRST_ROW
from app.domain.merging.workbook.addresses import column_number, parse_cell
from app.domain.merging.workbook.sheets import Cell, Sheet, read_sheets

Places = dict[str, tuple[str, int, int]]


def read_shared_workbook(data: bytes, shared: SharedForm) -> tuple[dict[str, Any], tuple[AnswerFault, ...]]:
    """(answers, faults) of a filled shared workbook. Blank cells give no answer; nothing is guessed.

    Raises WorkbookError for a file that cannot be read or was not written by `write_shared_workbook` for
    this shared form.
    """
    sheets = {sheet.name: sheet for sheet in read_sheets(data).sheets}
    places, rosters = _map(sheets, shared)
    where: Places = {}
    values: dict[str, Any] = {}
    faults: list[AnswerFault] = []
    for field in shared.cells:
        sheet, place = places.get(field.id, ("", ""))
        if sheet not in sheets or not field.asked:
            continue
        row, column = parse_cell(place)
        where[f"/values/{field.id}"] = (sheet, row, column)
        value = _value(sheets[sheet].cells.get((row, column)), field, sheet, faults)
        if value is not None:
            values[field.id] = value
    rows = {
        roster: _rows(shared, roster, sheets[name], places, where, faults)
        for roster, name in rosters.items()
        if name in sheets
    }
    answers = {"values": values, "rows": rows}
    located = [_located(fault, where) for fault in check_answers(shared, answers)]
    return answers, (*faults, *located)


def _map(
    sheets: Mapping[str, Sheet], shared: SharedForm
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    hidden = sheets.get(MAP_SHEET)
    places: dict[str, tuple[str, str]] = {}
    rosters: dict[str, str] = {}
    for row in sorted({row for row, _ in hidden.cells}) if hidden else ():
        texts = (
            [hidden.cells[row, column].text for column in (1, 2, 3) if (row, column) in hidden.cells]
            if hidden
            else []
        )
        if len(texts) == 3:
            places[texts[0]] = (texts[1], texts[2])
        elif texts and texts[0].startswith("{"):
            rosters = {str(key): str(name) for key, name in json.loads(texts[0])["rosters"].items()}
    missing = [field.label for field in shared.fields if field.asked and field.id not in places]
    if not places or missing:
        raise WorkbookError(
            "other_form",
            "这份文件不是本次的统一填报表" + (f"，缺少：{'、'.join(missing[:5])}" if places else "") + "。",
            "This file is not the shared form that was handed out"
            + (f"; it lacks {missing[:5]}" if places else ""),
            remedy="请下载最新的统一填报表，把数据填入后重新上传。",
        )
    return places, rosters


def _value(cell: Cell | None, field: SharedField, sheet: str, faults: list[AnswerFault]) -> str | None:
    if cell is None or not cell.text.strip():
        return None
    if cell.kind == "error":
        faults.append(
            AnswerFault(
                field.id,
                f"“{field.label}”：单元格是错误值 {cell.text}",
                f"{field.label!r}: the cell holds the error {cell.text}",
                "",
                sheet,
                cell.row,
                cell.column,
            )
        )
        return None
    return cell.text.strip()


def _rows(
    shared: SharedForm,
    roster: str,
    sheet: Sheet,
    places: Mapping[str, tuple[str, str]],
    where: Places,
    faults: list[AnswerFault],
) -> list[dict[str, Any]]:
    """The rows that hold anything, in order; each answer's place is noted under its pointer."""
    columns = [
        (field, column_number(places[field.id][1])) for field in shared.columns(roster) if field.id in places
    ]
    entries: list[dict[str, Any]] = []
    for row in sorted({row for row, _ in sheet.cells if row >= ROSTER_FIRST_ROW}):
        entry: dict[str, Any] = {}
        for field, column in columns:
            value = _value(sheet.cells.get((row, column)), field, sheet.name, faults)
            if value is not None:
                entry[field.id] = value
                where[f"/rows/{roster}/{len(entries)}/{field.id}"] = (sheet.name, row, column)
        if entry:
            entries.append(entry)
    return entries


def _located(fault: AnswerFault, where: Places) -> AnswerFault:
    sheet, row, column = where.get(fault.pointer, ("", 0, 0))
    return replace(fault, sheet=sheet, row=row, column=column)
