"""Answers collected with the XLSForm, as ODK Central (nested) or KoboToolbox (flat paths) give them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.merging.sharing.saves import REMOVED
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.xls_lines import MARK, choice_name
from app.domain.merging.sharing.xls_roster import GONE, state_name

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


def last_name(path: str) -> str:
    """The name at the end of a path: groups are parted by / in JSON, by - in the CSV of ODK Central."""
    return re.split("[/-]", path)[-1]


def _row(entry: Mapping[str, Any], fields: dict[str, SharedField], roster: str) -> dict[str, Any]:
    found = {
        key: _plain(fields[key], value)
        for key, value in _walk(entry, set(), 0)
        if key in fields and fields[key].roster == roster
    }
    row = {key: value for key, value in found.items() if value is not None}
    gone = any(key == state_name(roster) and value == GONE for key, value in _walk(entry, set(), 0))
    return {**row, REMOVED: True} if gone else row


def collected_marks(document: Mapping[str, Any]) -> dict[str, str]:
    """What the form says that it answers (its heading's marks): township, bundle, period, edition …"""
    return {
        key.removeprefix(MARK): str(value)
        for key, value in _walk(document, set(), 0)
        if key.startswith(MARK) and value is not None
    }


def _walk(document: Mapping[str, Any], rosters: set[str], depth: int) -> Iterator[tuple[str, Any]]:
    for path, value in document.items():
        key = last_name(str(path))
        if isinstance(value, Mapping) and depth < _DEEPEST:
            yield from _walk(value, rosters, depth + 1)
        elif not isinstance(value, list) or key in rosters:
            yield key, value


def _plain(field: SharedField, value: Any) -> Any:
    """A choice by its own text again."""
    return next((text for text in field.options if choice_name(text) == value), value)
