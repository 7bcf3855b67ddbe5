"""The shared form as an XLSForm, for phones in the field: ODK Collect, KoboToolbox, Enketo.

Source: https://xlsform.org and https://docs.getodk.org/xlsform. Labels are the departments' own words in both
languages, since a form's terms have no official English; units, times, hints and messages are translated.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import xlsxwriter

from app.domain.merging.sharing.shape import Roster, SharedField, SharedForm
from app.domain.merging.sharing.writing import Heading
from app.domain.merging.sharing.xls_lines import (
    CHOICES,
    MARK,
    SETTINGS,
    SURVEY,
    ZH,
    Line,
    Sheets,
    confirmation,
    labels,
)
from app.domain.merging.sharing.xls_question import NOTHING_KNOWN, Known, question_lines
from app.domain.merging.sharing.xls_roster import list_rows, roster_lines


def write_xlsform(shared: SharedForm, heading: Heading, known: Known = NOTHING_KNOWN) -> bytes:
    """The XLSForm: a group for each section, a repeat for each roster, calculates for what is derived.

    Questions are named by field ids, so that a submission can be posted back as it is (`collected_answers`).
    The heading's marks stand in it as calculates. What is `known` are defaults; a section or roster with
    something from another time ends with a question that confirms it. A derivation beyond XPath arithmetic
    is left to the server.
    """
    sheets = Sheets()
    sheets.survey.extend(_mark(name, text) for name, text in heading.marks.items())
    for section, fields in _sections(shared):
        group = f"g_{len(sheets.survey)}"
        lines = [line for field in fields for line in question_lines(shared, field, known, sheets)]
        if any(field.asked and known.waits(field) for field in fields):
            lines.append(confirmation(group))
        sheets.survey.extend(_grouped(group, section, lines))
    for roster in shared.rosters:
        sheets.survey.extend(_roster(shared, roster, known, sheets))
    return _workbook(sheets, heading, shared)


def _roster(shared: SharedForm, roster: Roster, known: Known, sheets: Sheets) -> Iterator[Line]:
    columns, rows = shared.columns(roster.id), known.rows(shared, roster.id)
    questions = [line for field in columns for line in question_lines(shared, field, NOTHING_KNOWN, sheets)]
    if rows:
        list_rows(roster, columns, rows, sheets)
    yield from roster_lines(roster, questions, rows)
    offer = known.carried.rows.get(roster.id)
    if offer is not None and offer.unchanged:
        yield confirmation(roster.id)


def _sections(shared: SharedForm) -> Iterator[tuple[str, list[SharedField]]]:
    """The single fields by the section in which they stand, in order."""
    fields: list[SharedField] = []
    section = ""
    for field in shared.cells:
        if field.section and field.section != section and fields:
            yield section, fields
            fields = []
        section = field.section or section
        fields.append(field)
    if fields:
        yield section, fields


def _mark(name: str, text: str) -> Line:
    return {"type": "calculate", "name": MARK + name, "calculation": _literal(text)}


def _grouped(name: str, title: str, lines: list[Line]) -> Iterator[Line]:
    if not title:
        yield from lines
        return
    yield {"type": "begin_group", "name": name, **labels(title, title)}
    yield from lines
    yield {"type": "end_group", "name": name}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "’") + "'"


def _workbook(sheets: Sheets, heading: Heading, shared: SharedForm) -> bytes:
    digest = hashlib.sha256(json.dumps(shared.to_json(), ensure_ascii=False).encode()).hexdigest()
    marks: Mapping[str, str] = heading.marks
    named = "_".join(part for part in (marks.get("bundle", digest[:12]), marks.get("period", "")) if part)
    settings = {
        "form_title": " ".join(part for part in (heading.title, heading.township) if part),
        "form_id": named.replace("-", "_"),
        "version": str(int(digest[:10], 16)),
        "default_language": ZH,
        "instance_name": _literal(heading.title),
    }
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    choices = [line for lines in sheets.choices.values() for line in lines]
    for name, columns, lines in (
        ("survey", SURVEY, sheets.survey),
        ("choices", (*CHOICES, *sheets.columns), choices),
        ("settings", SETTINGS, [settings]),
    ):
        _fill(book.add_worksheet(name), columns, lines)
    book.close()
    return out.getvalue()


def _fill(sheet: Any, columns: tuple[str, ...], lines: list[Line]) -> None:
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name)
        for row, line in enumerate(lines, 1):
            if line.get(name):
                sheet.write_string(row, at, line[name])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 24)
