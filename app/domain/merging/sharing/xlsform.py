"""The shared form as an XLSForm, for phones in the field: ODK Collect, KoboToolbox, Enketo.

Source: https://xlsform.org and https://docs.getodk.org/xlsform. Labels are the departments' own words in both
languages, since a form's terms have no official English; units, times, hints and messages are translated.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from app.domain.merging.sharing.appearance import shown_period
from app.domain.merging.sharing.carried import NOTHING, Carried
from app.domain.merging.sharing.field_rules import constraints_of
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.writing import Heading
from app.domain.merging.sharing.xpath import to_xpath
from app.domain.merging.workbook.formulas import NotComputable

ZH, EN = "中文 (zh)", "English (en)"
SURVEY = (
    "type", "name", f"label::{ZH}", f"label::{EN}", f"hint::{ZH}", f"hint::{EN}", "constraint",
    f"constraint_message::{ZH}", f"constraint_message::{EN}", "calculation", "default", "appearance",
)  # fmt: skip
CHOICES = ("list_name", "name", f"label::{ZH}", f"label::{EN}")
SETTINGS = ("form_title", "form_id", "version", "default_language", "instance_name")
_TYPES = {"integer": "integer", "decimal": "decimal", "percent": "decimal", "date": "date"}
_YES_NO = {"是": "Yes", "否": "No"}
_UNITS = {
    "人": "persons", "户": "households", "个": "number", "元": "yuan", "万元": "10,000 yuan", "亩": "mu",
    "公顷": "hectares", "平方米": "m²", "吨": "tonnes", "头": "head", "只": "head", "人次": "person-times",
    "家": "units", "家次": "visits", "处": "places", "次": "times", "起": "cases", "公里": "km",
}  # fmt: skip
Line = dict[str, str]


@dataclass(frozen=True)
class _Sheets:
    survey: list[Line]
    choices: dict[str, list[Line]]


def write_xlsform(shared: SharedForm, heading: Heading, carried: Carried = NOTHING) -> bytes:
    """The XLSForm: a group for each section, a repeat for each roster, calculates for what is derived.

    Questions are named by field ids, so that a submission can be posted back as it is (`collected_answers`).
    The heading's marks stand in it as calculates. Facts that are `carried` are defaults; what waits to be
    confirmed is told in the hint. A derivation beyond XPath arithmetic is left to the server.
    """
    sheets = _Sheets([], {})
    sheets.survey.extend(_mark(name, text) for name, text in heading.marks.items())
    for section, fields in _sections(shared):
        lines = [line for field in fields for line in _question(shared, field, carried, sheets)]
        sheets.survey.extend(_grouped("group", f"g_{len(sheets.survey)}", section, lines))
    for roster in shared.rosters:
        lines = [
            line for field in shared.columns(roster.id) for line in _question(shared, field, carried, sheets)
        ]
        sheets.survey.extend(_grouped("repeat", roster.id, roster.title, lines))
    return _workbook(sheets, heading, shared)


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
    return {"type": "calculate", "name": f"m_{name}", "calculation": _literal(text)}


def _grouped(kind: str, name: str, title: str, lines: list[Line]) -> Iterator[Line]:
    if kind == "group" and not title:
        yield from lines
        return
    yield {"type": f"begin_{kind}", "name": name, **_labels(title, title)}
    yield from lines
    yield {"type": f"end_{kind}", "name": name}


def _question(shared: SharedForm, field: SharedField, carried: Carried, sheets: _Sheets) -> Iterator[Line]:
    unit, unit_en = field.unit, _UNITS.get(field.unit, field.unit)
    labels = _labels(
        field.label + (f"（{unit}）" if unit else ""), field.label + (f" [{unit_en}]" if unit else "")
    )
    if not field.asked:
        yield from _computed(shared, field, labels)
        return
    known = carried.values.get(field.id)
    before = known.value if known and known.basis == "unchanged" else ""
    line = {"name": field.id, "type": _type(field, sheets), **labels, **_hints(shared, field, before)}
    rule = constraints_of(shared, field)
    if rule.xpath:
        line |= {"constraint": rule.xpath, f"constraint_message::{ZH}": rule.text}
        line[f"constraint_message::{EN}"] = rule.text_en
    if known and known.basis != "unchanged" and not known.plus:
        line["default"] = known.value
    yield line


def _computed(shared: SharedForm, field: SharedField, labels: Line) -> Iterator[Line]:
    if field.derived_from is None:
        return
    columns = {one.id for one in shared.fields if one.roster}
    try:
        xpath = to_xpath(field.derived_from.expression, columns)
    except NotComputable:
        return
    needed = [key for key in field.derived_from.of if key not in columns]
    blank = " or ".join(f"${{{key}}} = ''" for key in needed)
    yield {
        "type": "calculate", "name": field.id, "calculation": f"if({blank}, '', {xpath})" if blank else xpath
    }  # fmt: skip
    told = {name: f"{text}：${{{field.id}}}" for name, text in labels.items()}
    hints = {f"hint::{ZH}": "自动计算，不用填。", f"hint::{EN}": "Computed; nothing to fill in."}
    yield {"type": "note", "name": f"n_{field.id}", **told, **hints}


def _type(field: SharedField, sheets: _Sheets) -> str:
    options = dict.fromkeys(field.options, "") or (_YES_NO if field.type == "boolean" else {})
    if not options:
        return _TYPES.get(field.type, "text")
    name = "l_" + hashlib.sha256(json.dumps(list(options)).encode()).hexdigest()[:8]
    sheets.choices[name] = [
        {"list_name": name, "name": choice_name(text), **_labels(text, english or text)}
        for text, english in options.items()
    ]
    return f"select_one {name}"


def choice_name(text: str) -> str:
    """The name of a choice: its own text, without the blanks that names may not have."""
    return "_".join(text.split())


def _hints(shared: SharedForm, field: SharedField, before: str) -> Line:
    when = shown_period(field.period)
    titles = dict.fromkeys(shared.titles.get(source.file, source.file) for source in field.sources)
    used = "、".join(f"《{title}》" for title in titles)
    zh = [when, field.note, f"上次填：{before}" if before else "", f"用于{used}"]
    en = [field.period, f"last time: {before}" if before else "", f"for {len(titles)} form(s)"]
    return {
        f"hint::{ZH}": "；".join(text for text in zh if text),
        f"hint::{EN}": "; ".join(text for text in en if text),
    }


def _labels(zh: str, en: str) -> Line:
    return {f"label::{ZH}": zh, f"label::{EN}": en}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "’") + "'"


def _workbook(sheets: _Sheets, heading: Heading, shared: SharedForm) -> bytes:
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
        ("survey", SURVEY, sheets.survey), ("choices", CHOICES, choices), ("settings", SETTINGS, [settings])
    ):  # fmt: skip
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
