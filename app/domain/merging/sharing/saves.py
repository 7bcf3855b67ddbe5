"""How two saves of answers become one: a blank never overwrites, and rows meet by the object they name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.merging.sharing.row_names import matched_rows, naming_columns, row_key
from app.domain.merging.sharing.shape import SharedForm
from app.domain.merging.sharing.values import is_blank, same_value

Answers = Mapping[str, Any]
REMOVED = "_removed"
"""In a row: true takes its object off the roster."""


def merge_answers(shared: SharedForm, old: Answers, new: Answers) -> dict[str, Any]:
    """The earlier save with the later one on top.

    Blank never overwrites. Rows of a roster meet by the columns that name their object, whatever their
    order; a row that names another object than the one at its place in a whole list replaces it, and
    nothing of the old one stays in it. A row marked `_removed` leaves the roster, and `struck` remembers its
    name until it is answered again.
    """
    values = dict(old.get("values") or {})
    values |= {key: value for key, value in (new.get("values") or {}).items() if not is_blank(value)}
    rows = {key: [dict(entry) for entry in entries] for key, entries in (old.get("rows") or {}).items()}
    struck = dict(old.get("struck") or {})
    for key, entries in (new.get("rows") or {}).items():
        named = naming_columns(shared.columns(key))
        rows[key] = _merged_rows(rows.get(key, []), entries, named)
        struck[key] = _struck(struck.get(key) or [], entries, named)
    gone = {key: names for key, names in struck.items() if names}
    return {"values": values, "rows": rows, **({"struck": gone} if gone else {})}


def known_answers(shared: SharedForm, answers: Answers) -> dict[str, Any]:
    """Earlier answers without those to fields that the form has lost since: a request was withdrawn, a form
    was edited, two fields became one. The earlier save keeps them."""
    ids = {field.id for field in shared.fields} | {REMOVED}
    rosters = {roster.id for roster in shared.rosters}
    rows = {
        key: [{name: value for name, value in entry.items() if name in ids} for entry in entries]
        for key, entries in (answers.get("rows") or {}).items()
        if key in rosters
    }
    values = {key: value for key, value in (answers.get("values") or {}).items() if key in ids}
    struck = {key: names for key, names in (answers.get("struck") or {}).items() if key in rosters}
    return {"values": values, "rows": rows, **({"struck": struck} if struck else {})}


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An answer that two people changed since both read the template: the later one stands."""

    field: str
    label: str
    first: str
    then: str


def changed_since(shared: SharedForm, read: Answers, new: Answers) -> dict[str, Any]:
    """What of `new` differs from the answers that its sender had `read`: the rest was only sent back, and
    must not undo what somebody else has changed meanwhile. Rosters without a naming column stay whole."""
    before = read.get("values") or {}
    values = {
        key: value
        for key, value in (new.get("values") or {}).items()
        if not same_value(value, before.get(key))
    }
    rows = {
        key: _changed_rows(shared, key, (read.get("rows") or {}).get(key, []), entries)
        for key, entries in (new.get("rows") or {}).items()
    }
    return {"values": values, "rows": rows}


def overtaken(shared: SharedForm, read: Answers, now: Answers, new: Answers) -> tuple[Overtaken, ...]:
    """The single answers that `new` changes and that somebody changed otherwise between `read` and `now`."""
    before, current = read.get("values") or {}, now.get("values") or {}
    found = []
    for key, value in (new.get("values") or {}).items():
        field, first = shared.field(key), current.get(key)
        moved = not same_value(first, before.get(key)) and not same_value(first, value)
        if field is not None and moved and not is_blank(value):
            found.append(Overtaken(key, field.label, str(first), str(value)))
    return tuple(found)


def _changed_rows(
    shared: SharedForm, roster: str, before: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    named = naming_columns(shared.columns(roster))
    if not named:
        return [*entries]
    found: list[Mapping[str, Any]] = []
    for entry, at in zip(entries, matched_rows(before, entries, named), strict=True):
        if at is None or _other(before[at], entry, named):
            found.append(entry)
            continue
        changed = {key: value for key, value in entry.items() if not same_value(value, before[at].get(key))}
        if any(key == REMOVED or not is_blank(value) for key, value in changed.items()):
            found.append({key: before[at][key] for key in named if key in before[at]} | changed)
    return found


def _struck(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], named: Sequence[str]
) -> list[Mapping[str, Any]]:
    """The names of the objects that have left, those that came back left out."""
    back = {row_key(entry, named) for entry in new if entry.get(REMOVED) is not True}
    gone = {
        key: {name: entry[name] for name in named}
        for entry in (*old, *(entry for entry in new if entry.get(REMOVED) is True))
        if (key := row_key(entry, named)) is not None and key not in back
    }
    return list(gone.values())


def _merged_rows(
    old: list[dict[str, Any]], new: Sequence[Mapping[str, Any]], named: Sequence[str]
) -> list[dict[str, Any]]:
    kept: list[dict[str, Any] | None] = [*old]
    for entry, at in zip(new, matched_rows(old, new, named), strict=True):
        given = {name: value for name, value in entry.items() if not is_blank(value) and name != REMOVED}
        gone = entry.get(REMOVED) is True
        if at is None:
            kept += [given] if given and not gone else []
        elif gone:
            kept[at] = None
        else:
            kept[at] = given if _other(old[at], given, named) else old[at] | given
    return [entry for entry in kept if entry]


def _other(old: Mapping[str, Any], new: Mapping[str, Any], named: Sequence[str]) -> bool:
    """True where two rows, both with full names, are about two objects."""
    one, other = row_key(old, named), row_key(new, named)
    return None not in (one, other) and one != other
