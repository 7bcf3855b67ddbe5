"""Figures of a template that its rosters answer already: counted from the rows, and not asked beside them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.merging.field import Field, Form, Table
from app.domain.merging.sharing.moments import Moment, moment_of
from app.domain.merging.sharing.rosters import subject_of
from app.domain.merging.sharing.row_names import naming_columns
from app.domain.merging.sharing.shape import Derivation, Roster, SharedField, Source, Suggestion
from app.domain.merging.sharing.staying import is_flow
from app.domain.merging.sharing.tallies import Listed, tally_of, why_open
from app.domain.merging.sharing.tally import OPEN_END, Tally

_LIMITED = re.compile(r"只填|仅填|仅限|限填|不填|不含|除外|不包括|不统计|范围")
"""Notes that say that the list does not hold all of what its title names."""
_PLAIN = ("", "0", "", "", "")


@dataclass(frozen=True)
class _Asked:
    """A single cell of a form: its field, the form's key, the table that it stands in."""

    field: Field
    form: str
    table: Table

    @cached_property
    def beside(self) -> tuple[Field, ...]:
        """The other figures of its table."""
        return tuple(one for one in self.table.fields if one.cell != self.field.cell)

    @cached_property
    def day(self) -> str | None:
        """Its day, read once and not for each roster; None where it asks what happened over a time."""
        day = _day(moment_of(self.field, ""))
        return None if day is None or is_flow(self.field) else day


def tallied_fields(
    forms: Sequence[Form], fields: Sequence[SharedField], rosters: Sequence[Roster]
) -> Iterator[tuple[str, Derivation]]:
    """(id of an asked figure, how a roster's rows give it).

    Every form that asks for the figure must ask what the roster lists (`tally_of`), for the roster's own
    time: a figure of the form that keeps the list, or both undated, or both of one day. Ages are those on
    the day that the figure is of. A list whose notes leave some objects out counts nothing.
    """
    for roster, columns, figure, asked in _beside_rosters(forms, fields, rosters):
        found = {_tally(listed, one) for listed, one in asked}
        if len(found) == 1 and (tally := found.pop()) is not None:
            yield figure.id, _derivation(tally, roster, columns)


def open_tallies(
    forms: Sequence[Form], fields: Sequence[SharedField], rosters: Sequence[Roster]
) -> Iterator[Suggestion]:
    """The figures that a roster would answer if their form said one thing more: what that is, for whoever
    sends the form. They are asked."""
    for roster, _, figure, asked in _beside_rosters(forms, fields, rosters):
        listed, one = asked[0]
        told = why_open(listed, one.field, one.beside) if figure.asked else None
        if told is not None:
            yield Suggestion((figure.id, roster.id), "derivable", 0.0, (told[0],), (told[1],))


_Beside = tuple[Roster, Sequence[SharedField], SharedField, list[tuple[Listed, _Asked]]]


def _beside_rosters(
    forms: Sequence[Form], fields: Sequence[SharedField], rosters: Sequence[Roster]
) -> Iterator[_Beside]:
    """Each roster that is a whole list with each figure that is of its time in every form: the roster as of
    that time, and the cell, for each of them."""
    tables = {(form.key, at): table for form in forms for at, table in enumerate(form.tables)}
    homes = _asked_cells(forms)
    figures = [(one, cells) for one in fields if not one.roster and (cells := _cells_of(one, homes))]
    for roster in rosters:
        columns = [one for one in fields if one.roster == roster.id]
        times = {_day(moment_of(item, "")) for item in _items(roster, tables)} - {None, ""}
        whole = not any(_LIMITED.search(note) for note in _notes(roster, tables))
        if not columns or not whole or len(times) > 1:
            continue
        own = {source.file for source in roster.sources}
        listed = _listed(roster, columns, tables)
        dated: dict[str, Listed] = {}
        for figure, cells in figures:
            days = [_common_day(one, next(iter(times), "") or "", own) for one in cells]
            if None not in days:
                known = [day or "" for day in days]
                dated |= {day: replace(listed, as_of=day) for day in known if day not in dated}
                asked = [(dated[day], one) for one, day in zip(cells, known, strict=True)]
                yield roster, columns, figure, asked


def _common_day(asked: _Asked, time: str, own: set[str]) -> str | None:
    """The day of a cell and of the list; None where they are not of one time, or the cell asks what happened
    over a time."""
    day = asked.day
    if day is None or (asked.form not in own and day != time):
        return None
    return None if day and time and day != time else day or time


def _tally(listed: Listed, asked: _Asked) -> Tally | None:
    tally = tally_of(listed, asked.field, asked.beside)
    if tally is None or not tally.column:
        return tally
    summed = next(field for key, field in listed.columns if key == tally.column)
    return None if is_flow(summed) else tally


def _day(moment: Moment) -> str | None:
    """The day of a stock (a month's is its last), "" where nothing tells; None for any other kind of time."""
    if moment.aspect != _PLAIN:
        return None
    return moment.last if moment.stated else ""


def _derivation(tally: Tally, roster: Roster, columns: Sequence[SharedField]) -> Derivation:
    naming = naming_columns(columns)
    of = tuple(dict.fromkeys((*tally.columns, *naming))) or (columns[0].id,)
    labels = {one.id: one.label for one in columns}
    return Derivation("", of, _told(tally, roster, labels), tally)


def _told(tally: Tally, roster: Roster, labels: Mapping[str, str]) -> str:
    what = f"各行“{labels[tally.column]}”之和" if tally.column else "行数"
    kinds = []
    for one in tally.conditions:
        if one.kind != "aged":
            kinds.append(f"“{labels[one.column]}”为{one.value}")
        elif one.high >= OPEN_END:
            kinds.append(f"截至 {tally.as_of} 满 {one.low} 周岁")
        else:
            kinds.append(f"截至 {tally.as_of} 为 {one.low} 至 {one.high} 周岁")
    met = f"（{'，'.join(kinds)}）" if kinds else ""
    return f"由名册《{roster.title}》计算：{what}{met}"


def _listed(
    roster: Roster, columns: Sequence[SharedField], tables: Mapping[tuple[str, int], Table]
) -> Listed:
    """The roster with each column as the first form that has it asks for it."""
    items = {
        (source.file, source.table, item.column): item
        for source in roster.sources
        for item in tables[source.file, source.table].fields
    }
    asked = []
    for one in columns:
        first = one.sources[0]
        item = items.get((first.file, first.table, first.column))
        if item is not None:
            asked.append((one.id, replace(item, unit=one.unit, type=one.type, options=one.options)))
    return Listed(roster.id, subject_of(roster.title), roster.grain, tuple(asked))


def _asked_cells(forms: Sequence[Form]) -> dict[tuple[str, int, str], _Asked]:
    return {
        (form.key, at, item.cell): _Asked(item, form.key, table)
        for form in forms
        for at, table in enumerate(form.tables)
        if table.kind != "ledger"
        for item in table.fields
        if item.role == "input" and item.cell
    }


def _cells_of(figure: SharedField, homes: Mapping[tuple[str, int, str], _Asked]) -> list[_Asked]:
    """The cells of a figure; none where a form computes it or asks it elsewhere than in a single cell."""
    cells = [homes[key] for source in figure.sources if (key := _place(source)) in homes]
    return cells if len(cells) == len(figure.sources) else []


def _items(roster: Roster, tables: Mapping[tuple[str, int], Table]) -> Iterator[Field]:
    for source in roster.sources:
        yield from tables[source.file, source.table].fields


def _notes(roster: Roster, tables: Mapping[tuple[str, int], Table]) -> Iterator[str]:
    for source in roster.sources:
        yield from tables[source.file, source.table].notes


def _place(source: Source) -> tuple[str, int, str]:
    return source.file, source.table, source.cell
