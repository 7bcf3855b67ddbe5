"""A question of an XLSForm: a shared field with its type, hints, bounds, and what it opens with."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.merging.sharing.appearance import shown_period
from app.domain.merging.sharing.carried import NOTHING, Carried
from app.domain.merging.sharing.field_rules import constraints_of
from app.domain.merging.sharing.saves import merge_answers
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.values import is_blank
from app.domain.merging.sharing.xls_lines import EN, ZH, Line, Sheets, choice_name, labels
from app.domain.merging.sharing.xpath import to_xpath
from app.domain.merging.workbook.formulas import NotComputable

_TYPES = {"integer": "integer", "decimal": "decimal", "percent": "decimal", "date": "date"}
_YES_NO = {"是": "Yes", "否": "No"}
_UNITS = {
    "人": "persons", "户": "households", "个": "number", "元": "yuan", "万元": "10,000 yuan", "亩": "mu",
    "公顷": "hectares", "平方米": "m²", "吨": "tonnes", "头": "head", "只": "head", "人次": "person-times",
    "家": "units", "家次": "visits", "处": "places", "次": "times", "起": "cases", "公里": "km",
}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_KNOWN = "k_known"


@dataclass(frozen=True)
class Known:
    """What a form opens with: the answers so far, and what may be carried forward."""

    answers: Mapping[str, Any]
    carried: Carried = NOTHING

    def value(self, field: SharedField) -> str:
        """What stands in the field when the form is opened; empty for a blank one."""
        told, offer = (self.answers.get("values") or {}).get(field.id), self.carried.values.get(field.id)
        value = told if not is_blank(told) else offer.value if offer and not offer.plus else ""
        return choice_name(str(value)) if field.options else str(value)

    def waits(self, field: SharedField) -> bool:
        """True for an offer that is no answer until somebody confirms it."""
        offer = self.carried.values.get(field.id)
        return offer is not None and offer.basis == "unchanged" and not offer.plus

    def rows(self, shared: SharedForm, roster: str) -> list[dict[str, Any]]:
        """The objects of a roster, those answered on top of those offered."""
        offer = self.carried.rows.get(roster)
        offered = {"rows": {roster: list(offer.rows)}} if offer else {}
        told = {"rows": {roster: (self.answers.get("rows") or {}).get(roster) or []}}
        rows: list[dict[str, Any]] = merge_answers(shared, offered, told)["rows"][roster]
        return rows


NOTHING_KNOWN = Known({})


def question_lines(shared: SharedForm, field: SharedField, known: Known, sheets: Sheets) -> Iterator[Line]:
    unit, unit_en = field.unit, _UNITS.get(field.unit, field.unit)
    called = labels(
        field.label + (f"（{unit}）" if unit else ""), field.label + (f" [{unit_en}]" if unit else "")
    )
    if not field.asked:
        yield from _computed(shared, field, called)
        return
    value = _default(field, known.value(field), sheets)
    before = known.carried.values[field.id].period if known.waits(field) else ""
    line = {"name": field.id, "type": _type(field, sheets), **called, **_hints(shared, field, before)}
    rule = constraints_of(shared, field)
    if rule.xpath:
        line |= {"constraint": rule.xpath, f"constraint_message::{ZH}": rule.text}
        line[f"constraint_message::{EN}"] = rule.text_en
    yield line | ({"default": value} if value else {})


def _computed(shared: SharedForm, field: SharedField, called: Line) -> Iterator[Line]:
    if field.derived_from is None or field.derived_from.tally:
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
    told = {name: f"{text}：${{{field.id}}}" for name, text in called.items()}
    hints = {f"hint::{ZH}": "自动计算，不用填。", f"hint::{EN}": "Computed; nothing to fill in."}
    yield {"type": "note", "name": f"n_{field.id}", **told, **hints}


def _default(field: SharedField, value: str, sheets: Sheets) -> str:
    """Numbers as they are; words are looked up, since brackets or a dash would be taken for an expression."""
    if not value or _NUMBER.fullmatch(value):
        return value
    if "v" not in sheets.columns:
        sheets.columns.append("v")
    listed = {"list_name": _KNOWN, "name": field.id, **labels(field.label, field.label), "v": value}
    sheets.choices.setdefault(_KNOWN, []).append(listed)
    return f"instance('{_KNOWN}')/root/item[name = '{field.id}']/v"


def _type(field: SharedField, sheets: Sheets) -> str:
    options = dict.fromkeys(field.options, "") or (_YES_NO if field.type == "boolean" else {})
    if not options:
        return _TYPES.get(field.type, "text")
    name = "l_" + hashlib.sha256(json.dumps(list(options)).encode()).hexdigest()[:8]
    sheets.choices[name] = [
        {"list_name": name, "name": choice_name(text), **labels(text, english or text)}
        for text, english in options.items()
    ]
    return f"select_one {name}"


def _hints(shared: SharedForm, field: SharedField, before: str) -> Line:
    when = shown_period(field.period)
    titles = dict.fromkeys(shared.titles.get(source.file, source.file) for source in field.sources)
    used = "、".join(f"《{title}》" for title in titles)
    zh = [when, field.note, f"带出的是 {before} 的数" if before else "", f"用于{used}"]
    en = [
        field.period,
        field.note,
        f"brought along from {before}" if before else "",
        f"for {len(titles)} form(s)",
    ]
    return {
        f"hint::{ZH}": "；".join(text for text in zh if text),
        f"hint::{EN}": "; ".join(text for text in en if text),
    }
