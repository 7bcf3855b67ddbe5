"""Carries answers forward: what was said already and still holds is confirmed instead of typed again."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.merging.alignment import element_of
from app.domain.merging.field import Field
from app.domain.merging.sharing.carried import Carried, CarriedValue
from app.domain.merging.sharing.carry_rows import recall_rows, still_open
from app.domain.merging.sharing.count_ledger import count_ledger
from app.domain.merging.sharing.moments import RUNNING, moment_of, relation
from app.domain.merging.sharing.one_fact import one_fact
from app.domain.merging.sharing.roll_up import roll_up, run_on
from app.domain.merging.sharing.said import (
    Earlier,
    Said,
    Wanted,
    field_of,
    in_unit,
)
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.staying import is_flow, is_stock, may_stay
from app.domain.merging.sharing.values import is_blank, same_value


class Memory:
    """What a township has said, by data element: each field is compared with the few that could be it."""

    def __init__(self, earlier: Iterable[Earlier]) -> None:
        self._earlier = sorted(earlier, key=lambda one: one.at, reverse=True)
        self._by_key: dict[str, list[Said]] = {}
        for one in self._earlier:
            for said in one.said:
                for key in element_of(said.field).block_keys:
                    self._by_key.setdefault(key, []).append(said)

    def carry(self, shared: SharedForm, period: str, answers: Mapping[str, Any]) -> Carried:
        """Earlier answers to what `answers` leaves open of `shared`, asked for `period`.

        Only what is surely one fact in unit, grain and definition is offered: for the very same time as it
        is; a quarter's flow where all its months were said, added up; what may stay true (names, choices,
        stocks, the rows of a roster) from an earlier time, to be confirmed. Figures for one time that
        differ are for the clerk to sort out, and nothing is offered.
        """
        known, rows = answers.get("values") or {}, answers.get("rows") or {}
        values = {
            one.id: found
            for one in shared.cells
            if one.asked
            and is_blank(known.get(one.id))
            and (found := self._recall(shared, one, period) or self._counted(shared, one, period)) is not None
        }
        struck = answers.get("struck") or {}
        rosters = {}
        for one in shared.rosters:
            offered = recall_rows(self._earlier, shared, one, period)
            said = (rows.get(one.id) or (), struck.get(one.id) or ())
            left = still_open(offered, shared.columns(one.id), *said) if offered else None
            if left is not None:
                rosters[one.id] = left
        return Carried(values, rosters, self.revise(shared, period, answers))

    def revise(self, shared: SharedForm, period: str, answers: Mapping[str, Any]) -> dict[str, CarriedValue]:
        """What answered totals of `shared` would be by what is said now, where that is another figure: a
        month was corrected after the total was saved. Nothing where a part of the total is not known."""
        known = answers.get("values") or {}
        found = {}
        for one in totals_of(shared, answers):
            rolled = self._rolled(shared, *self._fitting(one, field_of(shared, one), period), period)
            total = rolled.total(known) if rolled else None
            if rolled and total is not None and not same_value(total, known[one.id]):
                found[one.id] = rolled
        return found

    def _counted(self, shared: SharedForm, asked: SharedField, period: str) -> CarriedValue | None:
        """What the rows of departments' ledgers add up to, to be confirmed, if all that count it agree."""
        field = field_of(shared, asked)
        wanted = Wanted(asked, field, moment_of(field, period))
        found = [
            figure
            for one in self._earlier
            if one.standing is not None and one.standing.whole
            if (figure := count_ledger(one, wanted)) is not None
        ]
        return found[0] if len({one.value for one in found}) == 1 else None

    def _recall(self, shared: SharedForm, asked: SharedField, period: str) -> CarriedValue | None:
        field = field_of(shared, asked)
        fitting, wanted = self._fitting(asked, field, period)
        stock = is_stock(field)
        now = [one for one in fitting if relation(one.moment, wanted.moment, stock) == "same"]
        if now:
            return _agreed(now, wanted)
        rolled = self._rolled(shared, fitting, wanted, period)
        if rolled is not None or wanted.moment.aspect[0] == RUNNING:
            return rolled
        return _latest(fitting, wanted) if may_stay(field) else None

    def _fitting(self, asked: SharedField, field: Field, period: str) -> tuple[list[Said], Wanted]:
        """What was said of the field at any time, and what is wanted."""
        near = {id(one): one for key in element_of(field).block_keys for one in self._by_key.get(key, ())}
        fitting = [one for one in near.values() if one_fact(one.field, field)]
        return fitting, Wanted(asked, field, moment_of(field, period))

    def _rolled(
        self, shared: SharedForm, fitting: list[Said], wanted: Wanted, period: str
    ) -> CarriedValue | None:
        rolled = roll_up(fitting, wanted)
        if rolled is None and wanted.moment.aspect[0] == RUNNING:
            rolled = run_on(fitting, wanted, _own_part(shared, wanted, period))
        return rolled


def totals_of(shared: SharedForm, answers: Mapping[str, Any]) -> list[SharedField]:
    """The answered fields that ask for what happened over a time: they may be totals of what others say."""
    known = answers.get("values") or {}
    return [
        one
        for one in shared.cells
        if one.asked and not is_blank(known.get(one.id)) and is_flow(field_of(shared, one))
    ]


def _own_part(shared: SharedForm, total: Wanted, period: str) -> Wanted | None:
    """The one field of the same form that asks the month of which `total` asks the year to date."""
    found = []
    for one in shared.cells:
        field = field_of(shared, one)
        if one.id == total.shared.id or not element_of(field).block_keys & element_of(total.field).block_keys:
            continue
        moment = moment_of(field, period)
        ends = moment.stated and moment.last == total.moment.last and moment.first < moment.last
        if ends and moment.aspect == ("", *total.moment.aspect[1:]) and one_fact(field, total.field):
            found.append(Wanted(one, field, moment))
    return found[0] if len(found) == 1 else None


def _agreed(fitting: list[Said], wanted: Wanted) -> CarriedValue | None:
    """The answer for this very time, if all that were given agree."""
    found = {in_unit(one.value, one.field.unit, wanted.shared.unit) for one in fitting}
    newest = max(fitting, key=lambda one: one.earlier.at).earlier
    return CarriedValue(found.pop(), newest.source, newest.at) if len(found) == 1 else None


def _latest(fitting: list[Said], wanted: Wanted) -> CarriedValue | None:
    """The answer for the latest earlier time, if all that were given for that time agree."""
    before = [one for one in fitting if relation(one.moment, wanted.moment, True) == "later"]
    if not before:
        return None
    last = max(one.moment.last for one in before)
    fitting = [one for one in before if one.moment.last == last]
    newest = max(fitting, key=lambda one: one.earlier.at)
    if not last:  # undated: the newest word counts
        fitting = [newest]
    found = {in_unit(one.value, one.field.unit, wanted.shared.unit) for one in fitting}
    if len(found) > 1:
        return None
    earlier = newest.earlier
    return CarriedValue(found.pop(), earlier.source, earlier.at, "unchanged", last)
