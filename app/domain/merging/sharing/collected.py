"""Answers collected with the XLSForm, as ODK Central (nested) or KoboToolbox (flat paths) give them."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.xlsform import choice_name

_DEEPEST = 12


def collected_answers(shared: SharedForm, document: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in a submission's JSON: whatever stands under a field's id, in groups or paths, and the
    lists under a roster's id as its rows. Everything else (metadata, notes, computed ones) is left."""
    fields = {field.id: field for field in shared.fields if field.asked}
    rosters = {roster.id for roster in shared.rosters}
    values: dict[str, Any] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for key, value in _walk(document, rosters, 0):
        if key in rosters and isinstance(value, list):
            rows[key] = [_row(entry, fields, key) for entry in value if isinstance(entry, Mapping)]
        elif key in fields and not fields[key].roster:
            values[key] = _plain(fields[key], value)
    return {"values": values, "rows": rows}


def _row(entry: Mapping[str, Any], fields: dict[str, SharedField], roster: str) -> dict[str, Any]:
    found = {
        key: _plain(fields[key], value)
        for key, value in _walk(entry, set(), 0)
        if key in fields and fields[key].roster == roster
    }
    return {key: value for key, value in found.items() if value is not None}


def _walk(document: Mapping[str, Any], rosters: set[str], depth: int) -> Iterator[tuple[str, Any]]:
    for path, value in document.items():
        key = str(path).rpartition("/")[2]
        if isinstance(value, Mapping) and depth < _DEEPEST:
            yield from _walk(value, rosters, depth + 1)
        elif not isinstance(value, list) or key in rosters:
            yield key, value


def _plain(field: SharedField, value: Any) -> Any:
    """A choice by its own text again."""
    return next((text for text in field.options if choice_name(text) == value), value)
