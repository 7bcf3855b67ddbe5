"""Answers to an earlier edition of a shared form as answers to the present one: kept, moved, or set aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.merging.sharing.gates import MERGING, judge, period_key
from app.domain.merging.sharing.said import SURE, field_of, in_unit, other_scope, same_words
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.values import is_blank

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An answer to a field that the form asks no more: its label, what it says, and where it stood: sheet and
    cell of a file, or a JSON pointer."""

    field: str
    label: str
    sheet: str
    cell: str
    value: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A field of the earlier edition that is surely one of the present one under another id, and its value
    there (in the unit that is asked now)."""

    field: str
    label: str
    to: str
    value: str


@dataclass(frozen=True, slots=True)
class Brought:
    """The answers to the present edition, and what became of those that were not its own."""

    answers: dict[str, Any]
    moved: tuple[Moved, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


def bring_over(old: SharedForm, new: SharedForm, answers: Answers) -> Brought:
    """The answers to `old` as answers to `new`, one township and period.

    What both ask is kept. A field whose id is new (another spelling, another unit) takes the answer where it
    is surely the same fact and the only one; a direct answer to it goes first. The rest is set aside. Ids
    that neither edition knows are left for `check_answers` to refuse, and so is what has no shape of answers.
    """
    values, rows = answers.get("values") or {}, answers.get("rows") or {}
    if not isinstance(values, Mapping) or not isinstance(rows, Mapping):
        return Brought(dict(answers))
    mover = _Mover(old, new)
    kept = mover.entry(values, mover.cells, "/values")
    lists = {roster: mover.roster(roster, entries) for roster, entries in rows.items()}
    brought = {**answers, "values": kept, "rows": {key: one for key, one in lists.items() if one is not None}}
    return Brought(brought, tuple(mover.moved), tuple(mover.unplaced))


@dataclass(frozen=True, slots=True)
class _Homes:
    """The old fields of one scope (single cells, one roster's columns), those asked now, and for a field that
    went its successor."""

    old: Mapping[str, SharedField]
    new: Mapping[str, SharedField]
    successors: Mapping[str, SharedField]


class _Mover:
    def __init__(self, old: SharedForm, new: SharedForm) -> None:
        self._old, self._new = old, new
        self._columns: dict[str, _Homes] = {}
        self.cells = self._homes(old.cells, new.cells)
        self.moved: list[Moved] = []
        self.unplaced: list[Unplaced] = []

    def entry(self, given: Answers, homes: _Homes, pointer: str) -> dict[str, Any]:
        """One scope's answers under the ids of today."""
        found = {key: value for key, value in given.items() if key in homes.new or key not in homes.old}
        for key, value in given.items():
            if key in found or is_blank(value):
                continue
            one, home = homes.old[key], homes.successors.get(key)
            if home is None or not is_blank(found.get(home.id)):
                self.unplaced.append(Unplaced(key, one.label, "", "", str(value), f"{pointer}/{key}"))
                continue
            found[home.id] = value if one.unit == home.unit else in_unit(value, one.unit, home.unit)
            self.moved.append(Moved(key, one.label, home.id, str(found[home.id])))
        return found

    def roster(self, roster: str, entries: Any) -> Any:
        """The rows under the ids of today; None where the roster is asked no more."""
        known = roster in {one.id for one in self._new.rosters}
        if roster not in {one.id for one in self._old.rosters} or not _are_rows(entries):
            return entries
        if roster not in self._columns:
            self._columns[roster] = self._homes(self._old.columns(roster), self._new.columns(roster))
        rows = [
            self.entry(entry, self._columns[roster], f"/rows/{roster}/{at}")
            for at, entry in enumerate(entries)
        ]
        return rows if known else None

    def _homes(self, before: Iterable[SharedField], now: Iterable[SharedField]) -> _Homes:
        old, new = {one.id: one for one in before}, {one.id: one for one in now}
        gone = [one for key, one in old.items() if key not in new]
        fresh = [one for key, one in new.items() if key not in old and one.asked]
        pairs = [(one, other) for one in gone for other in fresh if self._is_one_fact(one, other)]
        alone = {one.id: other for one, other in pairs if _only(one, pairs, 0) and _only(other, pairs, 1)}
        return _Homes(old, new, alone)

    def _is_one_fact(self, one: SharedField, other: SharedField) -> bool:
        said, asked = field_of(self._old, one), field_of(self._new, other)
        if period_key(said.period) != period_key(asked.period) or other_scope(said, asked):
            return False
        found = judge(said, asked)
        return found.verdict in MERGING and (found.score >= SURE or same_words(said, asked))


def _only(one: SharedField, pairs: Sequence[tuple[SharedField, SharedField]], side: int) -> bool:
    return sum(pair[side] is one for pair in pairs) == 1


def _are_rows(entries: Any) -> bool:
    return isinstance(entries, Sequence) and all(isinstance(entry, Mapping) for entry in entries)
