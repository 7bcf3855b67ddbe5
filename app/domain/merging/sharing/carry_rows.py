"""Last month's roster, or a department's ledger, for this month: objects with what may still hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.merging.field import Field
from app.domain.merging.sharing.carried import CarriedRows
from app.domain.merging.sharing.gates import MERGING, judge
from app.domain.merging.sharing.moments import Moment, at_one_time, moment_of, relation, span_of
from app.domain.merging.sharing.roll_rows import Monthly, roll_rows
from app.domain.merging.sharing.rosters import subject_of
from app.domain.merging.sharing.row_names import Row, by_name, naming_columns, row_key, tells_apart
from app.domain.merging.sharing.said import SURE, Earlier, Wanted, field_of, in_unit, same_words
from app.domain.merging.sharing.shape import Roster, SharedField, SharedForm
from app.domain.merging.sharing.staying import is_lasting, is_stock, may_stay_in_row
from app.domain.merging.sharing.values import is_blank


@dataclass(frozen=True, slots=True)
class _List:
    """A roster as it was filled: the wanted columns that it answers, and whether for this very time; all its
    columns that ask what a wanted one asks, whenever."""

    earlier: Earlier
    rows: Sequence[Mapping[str, Any]]
    pairs: tuple[tuple[SharedField, SharedField, bool], ...]
    current: bool
    alike: Mapping[str, tuple[SharedField, Moment]]


def recall_rows(
    earlier: Sequence[Earlier], shared: SharedForm, roster: Roster, period: str
) -> CarriedRows | None:
    """The rows of the latest earlier list of the same objects (`earlier` is newest first), under the columns
    of `roster`; columns that it lacks come from older lists in which the same object is surely found.

    Nothing is offered where no column names the objects.
    """
    lists = [
        found
        for one in earlier
        for other in one.shared.rosters
        if (rows := (one.answers.get("rows") or {}).get(other.id)) and _same_objects(roster, other)
        if _not_after(one.period, period)
        for found in [_listed(one, (shared, roster), (other, rows), period)]
        if naming_columns([column for column, _, _ in found.pairs])
    ]
    if not lists:
        return None
    # of two lists of one day what the township itself said comes before a department's ledger
    lists.sort(key=lambda one: (span_of(one.earlier.period)[1], not one.earlier.standing), reverse=True)
    base = lists[0]
    stale = {column.id for column, _, current in base.pairs if not (current and base.current)}
    rows = [_row(base, entry) for entry in base.rows]
    for other in lists[1:]:
        stale |= _complete(rows, shared.columns(roster.id), other)
    _roll(rows, (shared, roster), lists, period)
    kept = tuple(entry for entry in rows if entry)
    if not kept:
        return None
    source = base.earlier
    ledger = source.standing.name if source.standing else ""
    return CarriedRows(kept, source.source, source.at, source.period, frozenset(stale), ledger)


def still_open(
    offered: CarriedRows, columns: Sequence[SharedField], answered: Sequence[Row], struck: Sequence[Row]
) -> CarriedRows | None:
    """What is left of an offer after a part was saved: rows of which some cell has no answer yet, with what
    has one, and without the objects that were struck off."""
    if not answered and not struck:
        return offered
    held = {name for row in offered.rows for name in row}
    named = [name for name in naming_columns(columns) if name in held]
    known = {row_key(row, named): row for row in answered}
    gone = {row_key(row, named) for row in struck}
    left = []
    for row in offered.rows:
        key = row_key(row, named)
        mine = {name: value for name, value in known.get(key, {}).items() if not is_blank(value)}
        if key is not None and key not in gone and not row.keys() <= mine.keys():
            left.append(row | {name: str(value) for name, value in mine.items()})
    return replace(offered, rows=tuple(left)) if left else None


def _same_objects(one: Roster, other: Roster) -> bool:
    subject = subject_of(one.title)
    return bool(one.grain and subject) and (one.grain, subject) == (other.grain, subject_of(other.title))


def _not_after(said: str, wanted: str) -> bool:
    """A list of a later month says nothing of an earlier one."""
    (_, said_last), (_, wanted_last) = span_of(said), span_of(wanted)
    return not (said_last and wanted_last) or said_last <= wanted_last


def _roll(
    rows: Sequence[dict[str, str]], asked: tuple[SharedForm, Roster], lists: Sequence[_List], period: str
) -> None:
    """What happened to each object over the time, out of what the township itself said of its parts."""
    shared, roster = asked
    fields = [(column, field_of(shared, column)) for column in shared.columns(roster.id)]
    wanted = [Wanted(column, field, moment_of(field, period)) for column, field in fields]
    own = [Monthly(one.earlier, one.rows, one.alike) for one in lists if one.earlier.standing is None]
    roll_rows(rows, wanted, own)


def _listed(
    earlier: Earlier, asked: tuple[SharedForm, Roster], said: tuple[Roster, Any], period: str
) -> _List:
    other, rows = said
    shared, roster = asked
    columns = earlier.shared.columns(other.id)
    alike = {
        column.id: (one, moment_of(field_of(earlier.shared, one), earlier.period))
        for column in shared.columns(roster.id)
        if (one := _alike(earlier, columns, field_of(shared, column))) is not None
    }
    pairs = tuple(_pairs(alike, asked, period))
    current = earlier.standing is None and _one_period(earlier.period, period)
    return _List(earlier, rows, pairs, current, alike)


def _one_period(said: str, wanted: str) -> bool:
    """One return's period, or lists that end on one day (December's and the fourth quarter's)."""
    last = span_of(said)[1]
    return bool(last) and last == span_of(wanted)[1]


def _alike(earlier: Earlier, columns: Sequence[SharedField], wanted: Field) -> SharedField | None:
    """The only earlier column that surely asks the same, times aside; None where two might."""
    fitting = []
    for one in columns:
        field = field_of(earlier.shared, one)
        found = judge(*at_one_time(field, wanted))
        sure = found.score >= SURE or (is_lasting(field) and is_lasting(wanted)) or same_words(field, wanted)
        if found.verdict in MERGING and sure:
            fitting.append(one)
    return fitting[0] if len(fitting) == 1 else None


def _pairs(
    alike: Mapping[str, tuple[SharedField, Moment]], asked: tuple[SharedForm, Roster], period: str
) -> Iterator[tuple[SharedField, SharedField, bool]]:
    """Each wanted column with the earlier column that it is, and whether for the same time."""
    shared, roster = asked
    for column in shared.columns(roster.id):
        if column.id not in alike:
            continue
        one, said = alike[column.id]
        wanted = field_of(shared, column)
        stays = may_stay_in_row(wanted)
        how = relation(said, moment_of(wanted, period), is_stock(wanted) or stays)
        if how == "same" or (how == "later" and stays):
            yield column, one, how == "same"


def _row(listed: _List, entry: Mapping[str, Any]) -> dict[str, str]:
    return {
        column.id: in_unit(entry[one.id], one.unit, column.unit)
        for column, one, _ in listed.pairs
        if not is_blank(entry.get(one.id))
    }


def _complete(rows: list[dict[str, str]], columns: Sequence[SharedField], other: _List) -> set[str]:
    """Fill what the rows lack from another list of the same objects; the columns that it gave."""
    theirs = {column.id for column, _, _ in other.pairs}
    shared_names = [one for one in columns if one.id in theirs and any(one.id in row for row in rows)]
    if not tells_apart(shared_names):
        return set()
    named = naming_columns(shared_names)
    known = [_row(other, entry) for entry in other.rows]
    places, mine = by_name(known, named), by_name(rows, named)
    gave: set[str] = set()
    for row in rows:
        key = row_key(row, named)
        if key is None or key not in mine or key not in places:
            continue
        missing = {name: text for name, text in known[places[key]].items() if name not in row}
        gave |= missing.keys()
        row |= missing
    return gave
