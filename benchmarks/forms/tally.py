"""Counts one township's cells, row by row as a clerk meets them: typed, confirmed, or known already."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.merging import Carried, Earlier, Memory, SharedField, SharedForm, merge_forms
from benchmarks.forms.asked import Asked
from benchmarks.forms.truth import Truth, same

Key = tuple[str, str]


@dataclass
class Township:
    """What a township has said so far, and the count: `before` cells of the departments' own forms, `shared`
    asked by another form of the same template too, `computed` by a formula of another form, then the asked:
    `same` fact, `rolled_up`, to `confirm` (offered, and true), `typed`. `wrong_merges` and `wrong_carries`
    are facts that are none; `foreign` offers are no earlier value of the very cell. `copied` is what a clerk
    types who keeps last month's file of each form and changes what changed."""

    truth: Truth
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    earlier: list[Earlier] = field(default_factory=list)
    history: dict[Key, set[str]] = field(default_factory=dict)
    files: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def fill(self, forms: list[Asked]) -> None:
        """Fill one template, counting what was there before it was typed."""
        shared, period = merge_forms([one.form for one in forms]), forms[0].period
        due = min(one.due for one in forms)
        count = self.counts.setdefault(due.strftime("%Y-%m"), Counter())
        carried = Memory(self.earlier).carry(shared, period, {})
        count["submissions"] += len(forms)
        values = {one.id: self.truth.value(one, period) for one in shared.cells if one.asked}
        rows = {one.id: self.truth.rows(shared, one.id, period) for one in shared.rosters}
        for one in shared.fields:
            count["wrong_merges"] += "|" in self.truth.fact_of(one)
        self._count_forms(count, shared, rows, period)
        for one in shared.cells:
            if one.asked:
                count[self._offer(carried, one, values, count)] += 1
        for roster, entries in rows.items():
            self._count_rows(count, shared, roster, (carried, entries))
        self._remember(shared, values, rows)
        self.earlier.append(
            Earlier(f"{forms[0].bundle}/{period}", period, due, shared, {"values": values, "rows": rows})
        )

    def _count_forms(
        self, count: Counter[str], shared: SharedForm, rows: dict[str, list[dict[str, str]]], period: str
    ) -> None:
        for one in shared.fields:
            times = len(rows[one.roster]) if one.roster else 1
            inputs = [source for source in one.sources if not source.formula]
            count["before"] += times * len(inputs)
            count["columns_before"] += len(inputs)
            if inputs:
                count["shared"] += times * (len(inputs) - 1)
                count["computed"] += times * (not one.asked)
            for source in inputs:
                count["copied"] += self._copied(one, source.file, rows, period)

    def _copied(self, one: SharedField, file: str, rows: dict[str, list[dict[str, str]]], period: str) -> int:
        """Cells of one form that a clerk types who starts from its last edition."""
        typed = 0
        for name, value in self._cells(one, rows, period):
            place = (file, self.truth.fact_of(one), name)
            typed += not (place in self.files and same(self.files[place], value))
            self.files[place] = value
        return typed

    def _cells(
        self, one: SharedField, rows: dict[str, list[dict[str, str]]], period: str
    ) -> Iterator[tuple[str, str]]:
        if one.roster:
            for at, row in enumerate(rows[one.roster]):
                yield _named(row, at), row[one.id]
        else:
            yield "", self.truth.value(one, period)

    def _offer(self, carried: Carried, one: SharedField, values: dict[str, str], count: Counter[str]) -> str:
        """How a single cell gets its answer."""
        offered = carried.values.get(one.id)
        if offered is None:
            return "typed"
        if offered.basis == "unchanged":
            if offered.value not in self.history.get((self.truth.fact_of(one), ""), ()):
                count["foreign"] += 1
                print(f"  offer of another fact: {one.label} {one.period} {offered}")
            return "confirm" if same(offered.value, values[one.id]) else "typed"
        taken = carried.confirmed({offered.code}, values)["values"].get(one.id, "")
        if not same(taken, values[one.id]):
            count["wrong_carries"] += 1
            print(f"  wrong carry: {one.label} {one.period} {offered} ≠ {values[one.id]}")
        return offered.basis

    def _count_rows(
        self, count: Counter[str], shared: SharedForm, roster: str, said: tuple[Carried, list[dict[str, str]]]
    ) -> None:
        carried, entries = said
        columns, offer = shared.columns(roster), carried.rows.get(roster)
        known = {_named(row, at): row for at, row in enumerate(offer.rows)} if offer else {}
        for at, entry in enumerate(entries):
            before: dict[str, Any] = known.pop(_named(entry, at), {})
            for one in columns:
                if one.id not in before:
                    count["typed"] += 1
                elif offer and one.id in offer.unchanged:
                    place = (self.truth.fact_of(one), _named(entry, at))
                    count["foreign"] += before[one.id] not in self.history.get(place, ())
                    count["confirm" if same(before[one.id], entry[one.id]) else "typed"] += 1
                else:
                    count["same"] += 1
                    count["wrong_carries"] += not same(before[one.id], entry[one.id])
        count["typed"] += len(known)  # a mark strikes off an object that has gone
        count["struck"] += len(known)

    def _remember(
        self, shared: SharedForm, values: dict[str, str], rows: dict[str, list[dict[str, str]]]
    ) -> None:
        for one in shared.cells:
            if one.asked:
                self.history.setdefault((self.truth.fact_of(one), ""), set()).add(values[one.id])
        for roster, entries in rows.items():
            for at, entry in enumerate(entries):
                for one in shared.columns(roster):
                    place = (self.truth.fact_of(one), _named(entry, at))
                    self.history.setdefault(place, set()).add(entry[one.id])


def _named(row: dict[str, str], at: int) -> str:
    """The object of a row: its first column is its name or number in every ledger of the county."""
    return str(next(iter(row.values()), at))
