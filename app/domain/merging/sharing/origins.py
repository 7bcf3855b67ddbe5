"""How answers came about: typed, confirmed after a look, or carried, so that their burden is told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from app.domain.merging.sharing.carried import Carried
from app.domain.merging.sharing.row_names import matched_rows, naming_columns
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.values import is_blank, same_value

Answers = Mapping[str, Any]
Row = Mapping[str, Any]
Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Origins:
    """By field id the share of its answer, above 0 up to 1, that was `confirmed` and that was `carried`; what
    is left was typed. A cell is all or nothing; a roster's column has the shares of its rows."""

    confirmed: Shares = field(default_factory=dict)
    carried: Shares = field(default_factory=dict)

    def to_json(self) -> dict[str, dict[str, float]]:
        """As plain values."""
        return {"confirmed": dict(self.confirmed), "carried": dict(self.carried)}

    @classmethod
    def from_json(cls, document: Mapping[str, Shares]) -> Self:
        """What `to_json` wrote."""
        return cls(document.get("confirmed", {}), document.get("carried", {}))


def origins_of(
    shared: SharedForm, offered: Carried, before: Answers, after: Answers, known: Origins
) -> Origins:
    """How the answers `after` a save came about, those `before` it by what is `known` of them.

    A new answer that equals its offer was confirmed where the offer waited for that, and carried where the
    offer was a fact: whoever retypes what stands beside the cell is not told from who confirms it.
    """
    save = _Save(shared, offered, before, after, known)
    found = {one.id: save.cell(one.id) for one in shared.cells}
    for roster in shared.rosters:
        found |= save.columns(roster.id)
    return Origins(
        {key: round(confirmed, 4) for key, (confirmed, _) in found.items() if confirmed},
        {key: round(carried, 4) for key, (_, carried) in found.items() if carried},
    )


def shares_of(shared: SharedForm, origins: Origins) -> tuple[float, float]:
    """Of the cells that are asked (a roster counts one row) the shares confirmed and carried."""
    asked = [one.id for one in shared.fields if one.asked]
    if not asked:
        return 0.0, 0.0
    confirmed = sum(origins.confirmed.get(id_, 0.0) for id_ in asked)
    return confirmed / len(asked), sum(origins.carried.get(id_, 0.0) for id_ in asked) / len(asked)


@dataclass(frozen=True, slots=True)
class _Save:
    """One save, and what was known before it."""

    shared: SharedForm
    offered: Carried
    before: Answers
    after: Answers
    known: Origins

    def cell(self, key: str) -> tuple[float, float]:
        """(confirmed, carried) of a single answer."""
        values = self.after.get("values") or {}
        value = values.get(key)
        if is_blank(value):
            return 0.0, 0.0
        if same_value(value, (self.before.get("values") or {}).get(key)):
            return self._known(key)
        offer = self.offered.revised.get(key) or self.offered.values.get(key)
        if offer is None or not same_value(value, offer.total(values)):
            return 0.0, 0.0
        return (1.0, 0.0) if offer.basis == "unchanged" else (0.0, 1.0)

    def columns(self, roster: str) -> dict[str, tuple[float, float]]:
        """(confirmed, carried) of each column of a roster."""
        columns = self.shared.columns(roster)
        rows: Sequence[Row] = (self.after.get("rows") or {}).get(roster) or ()
        offer = self.offered.rows.get(roster)
        older = _beside((self.before.get("rows") or {}).get(roster) or (), rows, columns)
        offers = _beside(offer.rows if offer else (), rows, columns)
        waiting = offer.unchanged if offer else frozenset()
        found = {}
        for key in (column.id for column in columns):
            parts = [
                self._part(key, row, old, told, key in waiting)
                for row, old, told in zip(rows, older, offers, strict=True)
                if not is_blank(row.get(key))
            ]
            if parts:
                sums = (sum(part) / len(parts) for part in zip(*parts, strict=True))
                found[key] = (next(sums), next(sums))
        return found

    def _part(self, key: str, row: Row, old: Row, told: Row, waits: bool) -> tuple[float, float]:
        if same_value(row[key], old.get(key)):
            return self._known(key)
        if not same_value(row[key], told.get(key)):
            return 0.0, 0.0
        return (1.0, 0.0) if waits else (0.0, 1.0)

    def _known(self, key: str) -> tuple[float, float]:
        return self.known.confirmed.get(key, 0.0), self.known.carried.get(key, 0.0)


def _beside(old: Sequence[Row], new: Sequence[Row], columns: Sequence[SharedField]) -> list[Row]:
    """For each new row the old one of the same object, or an empty one."""
    places = matched_rows(old, new, naming_columns(columns))
    return [{} if at is None else old[at] for at in places]
