"""Counts a department's ledger for a form that asks how many there are: an offer to confirm, never a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain.merging.sharing.carried import CarriedValue
from app.domain.merging.sharing.moments import moment_of, relation
from app.domain.merging.sharing.rosters import subject_of
from app.domain.merging.sharing.row_names import naming_columns, row_key
from app.domain.merging.sharing.said import Earlier, Wanted, field_of, in_unit
from app.domain.merging.sharing.shape import Roster
from app.domain.merging.sharing.staying import is_flow
from app.domain.merging.sharing.tallies import Listed, tally_of
from app.domain.merging.sharing.tally import tallied


def count_ledger(earlier: Earlier, wanted: Wanted) -> CarriedValue | None:
    """What the ledger's rows give for the wanted figure; None where that is not sure.

    Only what holds at a day is counted, and only for the ledger's day or a later one. Ages are those on the
    wanted day. A list that names an object twice counts nothing.
    """
    if earlier.standing is None or is_flow(wanted.field):
        return None
    told = moment_of(replace(wanted.field, period=earlier.period), earlier.period)
    if relation(told, wanted.moment, True) == "":
        return None
    found = [_figure(earlier, roster, wanted) for roster in earlier.shared.rosters]
    values = [one for one in found if one is not None]
    if len(values) != 1:
        return None
    name = earlier.standing.name
    return CarriedValue(values[0], earlier.source, earlier.at, "unchanged", earlier.period, ledger=name)


def _figure(earlier: Earlier, roster: Roster, wanted: Wanted) -> str | None:
    rows: Sequence[Mapping[str, Any]] = (earlier.answers.get("rows") or {}).get(roster.id, ())
    columns = earlier.shared.columns(roster.id)
    fields = tuple((one.id, field_of(earlier.shared, one)) for one in columns)
    day = wanted.moment.last or earlier.period
    tally = tally_of(Listed(roster.id, subject_of(roster.title), roster.grain, fields, day), wanted.field)
    if tally is None or any(is_flow(field) for key, field in fields if key == tally.column):
        return None
    keys = [row_key(row, naming_columns(columns)) for row in rows]
    if None in keys or len(set(keys)) < len(keys):
        return None
    number = tallied(tally, rows)
    unit = next((one.unit for one in columns if one.id == tally.column), wanted.shared.unit)
    return None if number is None else in_unit(f"{number.normalize():f}", unit, wanted.shared.unit)
