"""The answers that a shared form takes, as JSON Schema 2020-12, for programs that fill it.

Source: https://json-schema.org/draft/2020-12. Relations between answers (勾稽关系) are beyond it and stand in
the template's `checks`.
"""

from collections.abc import Iterable
from typing import Any

from app.domain.merging.sharing.answers import bounds_of
from app.domain.merging.sharing.appearance import shown_period
from app.domain.merging.sharing.saves import REMOVED
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.values import LIMIT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BLANK: dict[str, Any] = {"type": ["string", "null"], "pattern": r"^\s*$"}
_DATE = (
    r"^(19|20|21)\d\d-(((0[13578]|1[02])(-(0[1-9]|[12]\d|3[01]))?)|((0[469]|11)(-(0[1-9]|[12]\d|30))?)"
    r"|(02(-(0[1-9]|[12]\d))?))$"
)
_YES_NO = ["是", "否", "有", "无"]


def answers_schema(shared: SharedForm, title: str) -> dict[str, Any]:
    """The schema of the `answers` of a submission.

    What it lets through, `check_answers` lets through, relations and 29 February aside. It is narrower in
    writing: numbers are JSON numbers, dates ISO 8601, booleans 是/否; a blank (null, "") leaves the earlier
    answer as it is.
    """
    rosters = {
        roster.id: {"type": "array", "title": roster.title, "items": _row(shared.columns(roster.id))}
        for roster in shared.rosters
    }
    rows = {"type": "object", "properties": rosters, "additionalProperties": False}
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {"values": _object(field for field in shared.cells if field.asked), "rows": rows},
        "additionalProperties": False,
    }


def _row(columns: Iterable[SharedField]) -> dict[str, Any]:
    """One object; marked as removed it leaves the roster."""
    row = _object(columns)
    return row | {"properties": row["properties"] | {REMOVED: {"type": "boolean"}}}


def _object(fields: Iterable[SharedField]) -> dict[str, Any]:
    properties = {field.id: _field(field) for field in fields}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field(field: SharedField) -> dict[str, Any]:
    unit = f"（{field.unit}）" if field.unit else ""
    said = {"title": field.label + unit, "description": "；".join(_described(field))}
    return {name: text for name, text in said.items() if text} | {"anyOf": [_value(field), _BLANK]}


def _described(field: SharedField) -> list[str]:
    return [text for text in (shown_period(field.period), field.note) if text]


def _value(field: SharedField) -> dict[str, Any]:
    if field.type == "boolean":
        return {"enum": _YES_NO}
    if field.options:
        return {"enum": list(field.options)}
    if field.type in ("integer", "decimal", "percent"):
        return {"type": "integer" if field.type == "integer" else "number", **_range(field)}
    if field.type == "date":
        return {"type": "string", "pattern": _DATE, "examples": ["2026-11-30"]}
    return {"type": ["string", "number"]}


def _range(field: SharedField) -> dict[str, float]:
    low, high = bounds_of(field)
    found: dict[str, float] = {"exclusiveMinimum": -LIMIT, "exclusiveMaximum": LIMIT}
    if low is not None:
        found = {"minimum": float(low), "exclusiveMaximum": LIMIT}
    if high is not None:
        found = {name: limit for name, limit in found.items() if name != "exclusiveMaximum"}
        found["maximum"] = float(high)
    return found
