"""The shared workbook read back: answers by field id, and every fault with its sheet, row and column."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.merging.faults import AnswerFault
from app.domain.merging.sharing.answers import check_answers
from app.domain.merging.sharing.editions import Unplaced
from app.domain.merging.sharing.opened_workbook import FilledWorkbook, open_shared_workbook, other_form
from app.domain.merging.sharing.row_names import by_name, naming_columns, row_key
from app.domain.merging.sharing.saves import REMOVED
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.values import same_value
from app.domain.merging.sharing.writing import GONE, REST_UNCHANGED, ROSTER_FIRST_ROW, UNCHANGED
from app.domain.merging.workbook.addresses import cell_address, column_number, parse_cell

Places = dict[str, tuple[str, int, int]]
Read = tuple[dict[str, Any], tuple[AnswerFault, ...]]
Row = dict[str, Any]


def read_answers(
    filled: FilledWorkbook, shared: SharedForm
) -> tuple[dict[str, Any], tuple[AnswerFault, ...]]:
    """(answers, faults) of the file. Blank cells give no answer; nothing is guessed.

    What was offered to be confirmed is an answer only where its mark says so, or where it was changed. A
    file of an earlier edition answers what the form still asks (`unplaced_answers` tells the rest), if its
    marks say what it answers. Raises WorkbookError for a file that was written for another shared form.
    """
    missing = [one.label for one in shared.fields if one.asked and one.id not in filled.places]
    if missing and not (filled.marks and any(one.id in filled.places for one in shared.fields)):
        raise other_form(missing)
    reader = _Reader(filled, shared)
    answers = {"values": reader.values(), "rows": reader.rows()}
    located = [_located(fault, reader.where) for fault in check_answers(shared, answers)]
    return answers, (*reader.faults, *located)


def unplaced_answers(filled: FilledWorkbook, shared: SharedForm) -> tuple[Unplaced, ...]:
    """What the file answers and `shared` does not ask (any more)."""
    known = {one.id for one in shared.fields}
    found = []
    for key, (sheet, place) in filled.places.items():
        if key in known:
            continue
        cells = filled.sheets.get(sheet, {})
        label = filled.labels.get(key, key)
        for row, column in _cells_of(place, cells):
            text, _ = cells.get((row, column), ("", False))
            if text:
                found.append(Unplaced(key, label, sheet, cell_address(row, column), text))
    return tuple(found)


def read_shared_workbook(data: bytes, shared: SharedForm) -> Read:
    """`open_shared_workbook` and `read_answers` in one, for files that are trusted."""
    return read_answers(open_shared_workbook(data), shared)


class _Reader:
    """Takes each field's answer from its place, and remembers the place for faults."""

    def __init__(self, filled: FilledWorkbook, shared: SharedForm) -> None:
        self._filled = filled
        self._shared = shared
        self.where: Places = {}
        self.faults: list[AnswerFault] = []

    def values(self) -> Row:
        """The single answers by field id."""
        found = {}
        for one in self._shared.cells:
            if one.id in self._filled.places and (one.asked or self._typed(one)):
                sheet, place = self._filled.places[one.id]
                value = self._take(one, sheet, _address(place), f"/values/{one.id}")
                value = value or self._confirmed(one.id)
                if value is not None:
                    found[one.id] = value
        return found

    def rows(self) -> dict[str, list[Row]]:
        """The rosters' rows that hold anything, in order."""
        return {
            roster.id: self._roster(roster.id, self._filled.rosters[roster.id])
            for roster in self._shared.rosters
            if roster.id in self._filled.rosters
        }

    def _typed(self, one: SharedField) -> bool:
        """True for a count of a roster that somebody typed over the formula."""
        sheet, place = self._filled.places[one.id]
        counted = one.derived_from is not None and one.derived_from.tally is not None
        return counted and (sheet, *_address(place)) not in self._filled.formulas

    def _confirmed(self, key: str) -> str | None:
        for sheet, place, value in self._filled.offers.get(key, ()):
            mark, _ = self._filled.sheets.get(sheet, {}).get(_address(place), ("", False))
            if mark == UNCHANGED and isinstance(value, str):
                return value
        return None

    def _roster(self, roster: str, sheet: str) -> list[Row]:
        known = [one for one in self._shared.columns(roster) if one.id in self._filled.places]
        columns = [(one, _column(self._filled.places[one.id][1])) for one in known]
        marks = _Marks(self._filled, roster, sheet)
        cells = self._filled.sheets.get(sheet, {})
        found: list[tuple[int, Row]] = []
        for row in sorted({row for row, _ in cells if row >= ROSTER_FIRST_ROW}):
            taken = [(one, self._take(one, sheet, (row, column), "")) for one, column in columns]
            entry = {one.id: text for one, text in taken if text is not None}
            if entry:
                found.append((row, entry))
        kept = marks.kept(found, naming_columns(known))
        for at, (row, entry) in enumerate(kept):
            for one, column in columns:
                if one.id in entry:
                    self.where[f"/rows/{roster}/{at}/{one.id}"] = (sheet, row, column)
        return [entry for _, entry in kept]

    def _take(self, asked: SharedField, sheet: str, at: tuple[int, int], pointer: str) -> str | None:
        text, bad = self._filled.sheets.get(sheet, {}).get(at, ("", False))
        if pointer:
            self.where[pointer] = (sheet, *at)
        if bad:
            told = f"“{asked.label}”：单元格是错误值 {text}"
            told_en = f"{asked.label!r}: the cell holds the error {text}"
            self.faults.append(AnswerFault(asked.id, told, told_en, pointer, sheet, *at))
            return None
        return text or None


class _Marks:
    """Which of a roster's offered rows the clerk confirmed, changed or struck off."""

    def __init__(self, filled: FilledWorkbook, roster: str, sheet: str) -> None:
        # the hidden sheet comes back from outside like everything else
        offers = [one for one in filled.offers.get(roster, []) if isinstance(one[2], dict)]
        self._offered = [value for _, _, value in offers]
        self._rows = {row: at for at, (_, row, _) in enumerate(offers)}
        column, rest = filled.checks.get(roster, ("", ""))
        cells = filled.sheets.get(sheet, {})
        self._column = _column(column) if column else 0
        self._cells = cells
        self._rest = bool(rest) and cells.get(_address(rest), ("", False))[0] == REST_UNCHANGED

    def kept(self, rows: list[tuple[int, Row]], named: tuple[str, ...]) -> list[tuple[int, Row]]:
        """The rows that are answers: new and confirmed ones whole, of an unconfirmed one only what was
        changed (and its name), of one struck off its name and the mark."""
        places = by_name(self._offered, named)
        found = []
        for row, entry in rows:
            key = row_key(entry, named)
            # a row whose name was wiped out is still the one that was handed out there
            at = self._rows.get(str(row)) if key is None else places.get(key)
            if at is None:
                found.append((row, entry))
                continue
            named_so = {name: str(self._offered[at][name]) for name in named if name in self._offered[at]}
            answer = self._judged(row, named_so | entry, self._offered[at], named)
            if answer:
                found.append((row, answer))
        return found

    def _judged(self, row: int, entry: Row, offered: Mapping[str, Any], named: tuple[str, ...]) -> Row | None:
        mark, _ = self._cells.get((row, self._column), ("", False))
        if mark == GONE:
            return {**entry, REMOVED: True}
        if mark == UNCHANGED or self._rest:
            return entry
        changed = {key for key, text in entry.items() if not same_value(text, offered.get(key))}
        return {key: entry[key] for key in entry if key in changed or key in named} if changed else None


def _cells_of(place: str, cells: Mapping[tuple[int, int], Any]) -> list[tuple[int, int]]:
    if place[-1:].isdigit():
        return [_address(place)]
    column = _column(place)
    return sorted(at for at in cells if at[1] == column and at[0] >= ROSTER_FIRST_ROW)


def _address(place: str) -> tuple[int, int]:
    try:
        return parse_cell(place)
    except ValueError:
        raise other_form([]) from None


def _column(place: str) -> int:
    try:
        return column_number(place)
    except ValueError:
        raise other_form([]) from None


def _located(fault: AnswerFault, where: Places) -> AnswerFault:
    sheet, row, column = where.get(fault.pointer, ("", 0, 0))
    others = [where[pointer] for pointer in fault.beside if pointer in where]
    if others:
        named = "、".join(f"{name}!{cell_address(*at)}" for name, *at in ((sheet, row, column), *others))
        fault = replace(fault, text=f"{fault.text}；见 {named}", text_en=f"{fault.text_en}; see {named}")
    return replace(fault, sheet=sheet, row=row, column=column)
