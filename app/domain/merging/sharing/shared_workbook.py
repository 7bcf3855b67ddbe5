"""The shared form as an office workbook to fill: lists, units, whom each answer serves, nothing to break."""

import io
import json
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from app.domain.merging.sharing.carried import NOTHING, Carried
from app.domain.merging.sharing.main_sheet import MainSheet, roster_name
from app.domain.merging.sharing.roster_sheet import write_roster_sheet
from app.domain.merging.sharing.saves import merge_answers
from app.domain.merging.sharing.shape import SharedForm
from app.domain.merging.sharing.writing import Heading as Heading
from app.domain.merging.sharing.writing import Writing

MAP_SHEET = "_map"
OFFER = "?"
"""Before an id on the hidden sheet: what was offered there to be confirmed."""


def write_shared_workbook(
    shared: SharedForm,
    heading: Heading,
    answers: Mapping[str, Any] | None = None,
    carried: Carried = NOTHING,
) -> bytes:
    """The workbook that a township fills once: one sheet of single answers if any, one for each roster.

    Only blanks to fill are unlocked; derived cells hold protected formulas; every blank carries a note that
    names the forms and cells that it serves. A hidden sheet keeps the ids, so that the file can be read back
    whatever is sorted or renamed around them. `answers` are filled in where they are known already, and
    what is `carried` forward: facts in the blanks, what may be unchanged beside a mark to confirm it.
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
    known = merge_answers(shared, carried.sure(), answers or {})
    writing = Writing(book, shared, heading, known, carried)
    if shared.cells or not shared.rosters:
        MainSheet(writing).write()
    for number, roster in enumerate(shared.rosters, 1):
        write_roster_sheet(writing, roster, number)
    _map_sheet(writing)
    book.close()
    return out.getvalue()


def _map_sheet(writing: Writing) -> None:
    """Where each id stands, and what was offered, on a hidden sheet."""
    sheet = writing.book.add_worksheet(MAP_SHEET)
    sheet.very_hidden()
    labels = {one.id: one.label for one in writing.shared.fields}
    rows = [(key, name, place, labels[key]) for key, (name, place) in writing.places.items()]
    for key, name, place, value in writing.offers:
        rows.append((OFFER + key, name, place, json.dumps(value, ensure_ascii=False)))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    rosters = {one.id: roster_name(number) for number, one in enumerate(writing.shared.rosters, 1)}
    known = {"rosters": rosters, "marks": dict(writing.heading.marks), "checks": writing.checks}
    sheet.write_string(len(rows), 0, json.dumps(known, ensure_ascii=False))
