"""A clerk's file opened: where each answer stands, and what was handed out with it."""

import json
from dataclasses import dataclass, field
from typing import Any

from app.domain.merging.faults import WorkbookError
from app.domain.merging.sharing.shared_workbook import MAP_SHEET, OFFER
from app.domain.merging.workbook.sheets import Cell, Sheet, read_sheets

Written = dict[tuple[int, int], tuple[str, bool]]
Offer = tuple[str, str, Any]


@dataclass(frozen=True)
class FilledWorkbook:
    """What a clerk's file holds.

    `marks` is what `write_shared_workbook` was told of bundle, township and period; `places` the sheet and
    place of each field id, `labels` its label, `rosters` the sheet of each roster, `sheets` the cells of
    these sheets by row and column: the text, and whether it is an error value. `offers` lists by id what was
    handed out to be confirmed: sheet, the cell of its mark (or a roster's row), and the value (or the row);
    `checks` the column of marks of a roster and the cell that confirms its remaining rows. `formulas` are the
    cells (sheet, row, column) that still compute what they show.
    """

    marks: dict[str, str]
    places: dict[str, tuple[str, str]]
    rosters: dict[str, str]
    sheets: dict[str, Written]
    labels: dict[str, str] = field(default_factory=dict)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    checks: dict[str, tuple[str, str]] = field(default_factory=dict)
    formulas: frozenset[tuple[str, int, int]] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the way out of a guarded process."""
        sheets = {
            name: [[*place, *cell] for place, cell in cells.items()] for name, cells in self.sheets.items()
        }
        return {
            "marks": self.marks, "places": self.places, "rosters": self.rosters, "sheets": sheets,
            "labels": self.labels, "offers": self.offers, "checks": self.checks,
            "formulas": sorted(self.formulas),
        }  # fmt: skip

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "FilledWorkbook":
        """What `to_json` wrote."""
        sheets = {
            name: {(row, column): (text, bad) for row, column, text, bad in cells}
            for name, cells in document["sheets"].items()
        }
        return cls(
            document["marks"], _pairs(document["places"]), document["rosters"], sheets, document["labels"],
            {key: [(sheet, place, value) for sheet, place, value in offers]
             for key, offers in document["offers"].items()},
            _pairs(document["checks"]),
            frozenset((sheet, row, column) for sheet, row, column in document["formulas"]),
        )  # fmt: skip


def open_shared_workbook(data: bytes) -> FilledWorkbook:
    """The contents of a filled shared workbook. Raises WorkbookError for a file that cannot be read or that
    `write_shared_workbook` did not write."""
    sheets = {sheet.name: sheet for sheet in read_sheets(data).sheets}
    hidden = sheets.get(MAP_SHEET)
    rows = _texts(hidden) if hidden else []
    placed = {row[0]: (row[1], row[2]) for row in rows if len(row) >= _PLACED and row[0][0] != OFFER}
    if not placed:
        raise other_form([])
    known = next((_known(row[0]) for row in rows if row[0].startswith("{")), {})
    labels = {row[0]: row[3] for row in rows if len(row) > _PLACED and row[0][0] != OFFER}
    used = {sheet for sheet, _ in placed.values()}
    return FilledWorkbook(
        {str(key): str(text) for key, text in known.get("marks", {}).items()},
        placed,
        {str(key): str(text) for key, text in known.get("rosters", {}).items()},
        {name: _written(sheets[name]) for name in used if name in sheets},
        labels,
        _offers(rows),
        {
            str(key): (str(pair[0]), str(pair[1]))
            for key, pair in known.get("checks", {}).items()
            if isinstance(pair, list) and len(pair) == 2
        },
        frozenset(
            (name, *place)
            for name in used
            if name in sheets
            for place, cell in sheets[name].cells.items()
            if cell.formula
        ),
    )


def other_form(missing: list[str]) -> WorkbookError:
    """The file answers another form."""
    lacking = f"，缺少：{'、'.join(missing[:5])}" if missing else ""
    lacking_en = f"; it lacks {missing[:5]}" if missing else ""
    return WorkbookError(
        "other_form",
        f"这份文件不是本次的统一填报表{lacking}。",
        f"This file is not the shared form that was handed out{lacking_en}.",
        remedy="请下载最新的统一填报表，把数据填入后重新上传。",
    )


_PLACED = 3
_KNOWN = ("marks", "rosters", "checks")


def _texts(hidden: Sheet) -> list[list[str]]:
    found = []
    for row in sorted({row for row, _ in hidden.cells}):
        texts = [hidden.cells[row, at].text for at in range(1, 5) if (row, at) in hidden.cells]
        if texts and texts[0]:
            found.append(texts)
    return found


def _offers(rows: list[list[str]]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for row in rows:
        if len(row) > _PLACED and row[0][0] == OFFER:
            value = _json(row[3])
            if isinstance(value, (str, dict)):
                found.setdefault(row[0][1:], []).append((row[1], row[2], value))
    return found


def _known(text: str) -> dict[str, dict[str, Any]]:
    document = _json(text)
    if not isinstance(document, dict):
        return {}
    return {name: document[name] for name in _KNOWN if isinstance(document.get(name), dict)}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _written(sheet: Sheet) -> Written:
    return {place: _cell(cell) for place, cell in sheet.cells.items() if cell.text.strip()}


def _cell(cell: Cell) -> tuple[str, bool]:
    return cell.text.strip(), cell.kind == "error"


def _pairs(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {key: (one, other) for key, (one, other) in document.items()}
