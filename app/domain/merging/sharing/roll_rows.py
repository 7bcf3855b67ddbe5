"""A quarter's roster out of its months': what happened to each object is added up, object by object."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.merging.sharing.moments import Moment
from app.domain.merging.sharing.roll_up import roll_up
from app.domain.merging.sharing.row_names import by_name, naming_columns, tells_apart
from app.domain.merging.sharing.said import Earlier, Said, Wanted, field_of
from app.domain.merging.sharing.shape import SharedField
from app.domain.merging.sharing.staying import is_flow
from app.domain.merging.sharing.values import is_blank

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Monthly:
    """A list of the same objects of a shorter time: its rows, and its columns by the wanted columns that they
    surely are (times aside), each with the time that it is about."""

    earlier: Earlier
    rows: Sequence[Mapping[str, Any]]
    columns: Mapping[str, tuple[SharedField, Moment]]


def roll_rows(
    rows: Sequence[dict[str, str]], wanted: Sequence[Wanted], lists: Sequence[Monthly]
) -> frozenset[str]:
    """Fill the flow columns of `rows` with the sums of what `lists` said of each object; the filled columns.

    Under the conditions of `roll_up`: the times fill the wanted one without gap or overlap. An object that
    one of the months lacks, or names twice, or of which its figure is blank, gets no sum; nor does any where
    no column surely tells the objects apart.
    """
    held = {name for row in rows for name in row}
    columns = [one.shared for one in wanted if one.shared.id in held]
    if not tells_apart(columns):
        return frozenset()
    named = naming_columns(columns)
    own = by_name(rows, named)
    filled = set()
    for flow in wanted:
        if flow.shared.id in held or not is_flow(flow.field):
            continue
        said = _said(lists, named, flow.shared.id)
        for key, at in own.items():
            total = roll_up(said.get(key, ()), flow)
            if total is not None:
                rows[at][flow.shared.id] = total.value
                filled.add(flow.shared.id)
    return frozenset(filled)


def _said(lists: Iterable[Monthly], named: Sequence[str], flow: str) -> dict[Key, list[Said]]:
    """What the lists said of a column, by the name of the object."""
    found: dict[Key, list[Said]] = {}
    for one in lists:
        if flow not in one.columns or not set(named) <= one.columns.keys():
            continue
        column, moment = one.columns[flow]
        field = field_of(one.earlier.shared, column)
        names = [one.columns[name][0].id for name in named]
        for key, at in by_name(one.rows, names).items():
            value = one.rows[at].get(column.id)
            if not is_blank(value):
                found.setdefault(key, []).append(Said(field, value, one.earlier, moment))
    return found
