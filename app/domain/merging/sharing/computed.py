"""What follows from the answers: derived fields computed in order, before anything is handed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.tally import Tally, tallied
from app.domain.merging.sharing.values import BadValue, Value, parse_value
from app.domain.merging.workbook.formulas import NotComputable, compute


@dataclass(frozen=True)
class Facts:
    """Every known value by field id, derived ones included; roster columns as lists; the derived alone;
    the rosters' rows as they were given."""

    values: dict[str, Value]
    columns: dict[str, list[Decimal]]
    derived: dict[str, Decimal]
    rows: Mapping[str, Any]


def computed_facts(shared: SharedForm, answers: Mapping[str, Any]) -> Facts:
    """The facts behind a set of answers. Answers that are no value of their type count as not given."""
    given = answers.get("values") or {}
    values: dict[str, Value] = {}
    for field in shared.cells:
        if field.asked:
            values[field.id] = _parsed(given.get(field.id), field)
    rows = answers.get("rows") or {}
    known: dict[str, Value] = {key: value for key, value in values.items() if value is not None}
    facts = Facts(known, _columns(shared, rows), {}, rows)
    for field in shared.cells:
        if _tally_of(field) is not None:
            _count(field, facts, given.get(field.id))
    for field in shared.cells:
        _resolve(field, shared, facts, ())
    return facts


def _tally_of(field: SharedField) -> Tally | None:
    return field.derived_from.tally if field.derived_from else None


def _count(field: SharedField, facts: Facts, given: Any) -> None:
    """What the roster's rows give; where they leave it open (no rows, a blank), what was typed stands."""
    tally = _tally_of(field)
    value = tallied(tally, facts.rows.get(tally.roster, ())) if tally else None
    if value is not None:
        facts.derived[field.id] = facts.values[field.id] = value
    elif (typed := _parsed(given, field)) is not None:
        facts.values[field.id] = typed


def _resolve(field: SharedField, shared: SharedForm, facts: Facts, path: tuple[str, ...]) -> None:
    if field.derived_from is None or field.derived_from.tally:
        return
    if field.id in facts.derived or field.id in path:
        return
    for key in field.derived_from.of:
        needed = shared.field(key)
        if needed is not None and not needed.roster:
            _resolve(needed, shared, facts, (*path, field.id))
    try:
        value = compute(field.derived_from.expression, lambda name: _lookup(facts, name))
    except NotComputable:
        return  # something that it needs is not answered yet
    facts.derived[field.id] = value
    facts.values[field.id] = value


def _lookup(facts: Facts, name: str) -> list[Decimal]:
    if name in facts.columns:
        return facts.columns[name]
    value = facts.values.get(name)
    if not isinstance(value, Decimal):
        raise NotComputable(name)
    return [value]


def _columns(shared: SharedForm, rows: Mapping[str, Any]) -> dict[str, list[Decimal]]:
    columns: dict[str, list[Decimal]] = {}
    for roster in shared.rosters:
        for field in shared.columns(roster.id):
            parsed = (_parsed(entry.get(field.id), field) for entry in rows.get(roster.id, ()))
            columns[field.id] = [value for value in parsed if isinstance(value, Decimal)]
    return columns


def _parsed(value: Any, field: SharedField) -> Value:
    try:
        return parse_value(value, field.type)
    except BadValue:
        return None
