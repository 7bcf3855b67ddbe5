"""What a township types in a quarter, month by month, when earlier answers are carried forward.

Reports of one work are bundled as the answer key has them, so that only forms are measured here. Every
template is filled in the order of due dates with figures that differ by fact and by time: an answer carried
over from another fact or another time is seen at once.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from app.domain.divisions import contains
from app.domain.matching import Link, form_bundles
from app.domain.merging import Earlier, Memory, SharedField, SharedForm, at_occurrence, merge_forms
from app.domain.merging.alignment import convert
from app.domain.merging.alignment.units import UnitError
from app.domain.merging.field import Field, Form
from app.domain.merging.sharing.carry import is_lasting
from app.domain.merging.sharing.gates import period_key
from app.kit.clock import SHANGHAI
from app.requests.body import Recurrence
from app.requests.occurrences import due_dates
from benchmarks.forms.seed_forms import Cell, fact_of_cell, forms_by_request, lines, place

TOWNSHIPS = ("990101001", "990101100", "990101200")
ROWS = 5


@dataclass
class Month:
    """Cells of the forms that are due in a month; a ledger's column counts once. `known` are those whose fact
    was said before for the same time, by the key: more cannot be carried."""

    before: int = 0
    asked: int = 0
    known: int = 0
    carried: int = 0
    wrong: int = 0


@dataclass(frozen=True)
class Asked:
    """One form of one request, due for one period."""

    bundle: int
    period: str
    due: datetime
    form: Form


@dataclass
class Township:
    """One township's quarter: what it has saved so far, and the count by month."""

    facts: dict[Cell, str]
    files: dict[str, str]
    units: dict[str, str]
    earlier: list[Earlier] = field(default_factory=list)
    said: set[tuple[str, str]] = field(default_factory=set)
    months: dict[str, Month] = field(default_factory=lambda: defaultdict(Month))

    def fill(self, forms: list[Asked]) -> None:
        """Fill one template, counting what was offered before it was typed."""
        shared, period = merge_forms([one.form for one in forms]), forms[0].period
        due = min(one.due for one in forms)
        month = self.months[due.strftime("%Y-%m")]
        carried = Memory(self.earlier).carry(shared, period, {})
        answers = self._answers(shared, period)
        month.before += sum(
            one.role == "input" for each in forms for table in each.form.tables for one in table.fields
        )
        facts = {self._identity(one, period) for one in shared.fields if one.asked}
        month.asked += sum(one.asked for one in shared.fields)
        month.known += len(facts & self.said)
        self.said |= facts
        offered = {key: [one.value] for key, one in carried.values.items()}
        for rows in carried.rows.values():
            for key in rows.rows[0]:
                offered[key] = [row.get(key, "") for row in rows.rows]
        truth = {key: [value] for key, value in answers["values"].items()}
        for rows in answers["rows"].values():
            truth |= {key: [row[key] for row in rows] for key in rows[0]}
        month.carried += len(offered)
        for key, values in offered.items():
            if values != truth[key]:
                month.wrong += 1
                print(f"  wrong carry: {shared.field(key)} {values[:2]} ≠ {truth[key][:2]}")
        self.earlier.append(Earlier(f"{forms[0].bundle}/{period}", period, due, shared, answers))

    def _answers(self, shared: SharedForm, period: str) -> dict[str, Any]:
        values = {one.id: self._value(one, period, 0) for one in shared.cells if one.asked}
        rows = {
            roster.id: [
                {one.id: self._value(one, period, row) for one in shared.columns(roster.id)}
                for row in range(ROWS)
            ]
            for roster in shared.rosters
        }
        return {"values": values, "rows": {key: entries for key, entries in rows.items() if entries[0]}}

    def _identity(self, asked: SharedField, period: str) -> tuple[str, str]:
        """The fact by the key, and the time to which its answer is bound; none for what does not age."""
        cells = [place(source, self.files.get(source.file, "")) for source in asked.sources]
        known = (self.facts[cell] for cell in cells if cell in self.facts)
        lasting = is_lasting(Field(asked.label.rpartition(" / ")[2], type=asked.type))
        when = period_key(asked.period) if asked.period else period
        return min(known, default="/".join(min(cells))), "" if lasting else when

    def _value(self, asked: SharedField, period: str, row: int) -> str:
        """The township's answer: another one for each fact, each time, and each row."""
        fact, when = self._identity(asked, period)
        digest = hashlib.sha256(f"{fact}|{when}|{row}".encode()).hexdigest()
        if asked.type not in ("integer", "decimal", "percent"):
            return digest[:12]
        number = Decimal(int(digest[:6], 16))
        try:
            return format(convert(number, self.units.get(fact, ""), asked.unit), "f")
        except UnitError:
            return str(number)


def _total(months: Iterable[Month]) -> Month:
    months = list(months)
    return Month(*(sum(getattr(one, part.name) for one in months) for part in fields(Month)))


def quarter() -> dict[str, Month]:
    """The months, summed over `TOWNSHIPS`."""
    asked = list(_asked())
    files = {row["key"]: row["form_file"] for row in lines("requests.jsonl") if row["form_file"]}
    units = {row["id"]: row["unit"] for row in lines("key/fields.jsonl") if "id" in row}
    targets = {row["key"]: row["body"]["targets"] for row in lines("requests.jsonl")}
    found: dict[str, list[Month]] = defaultdict(list)
    for code in TOWNSHIPS:
        township = Township(fact_of_cell(), files, units)
        templates: dict[tuple[int, str], list[Asked]] = defaultdict(list)
        for one in asked:
            if any(contains(target[:9], code) for target in targets[one.form.key]):
                templates[one.bundle, one.period].append(one)
        for forms in sorted(templates.values(), key=lambda each: min(one.due for one in each)):
            township.fill(forms)
        for name, month in township.months.items():
            found[name].append(month)
    return {name: _total(months) for name, months in sorted(found.items())}


def _asked() -> Iterator[Asked]:
    forms = forms_by_request()
    links = [Link(row["a"], row["b"], 1.0) for row in lines("key/overlaps.jsonl")]
    bundles = form_bundles(sorted(forms), [one for one in links if {one.a, one.b} <= forms.keys()])
    number = {key: at for at, keys in enumerate(bundles) for key in keys}
    for at, row in enumerate(lines("requests.jsonl")):
        if row["key"] not in forms:
            continue
        bundle, form = number.get(row["key"], 10_000 + at), forms[row["key"]]
        recurrence = row["body"].get("recurrence")
        occasions = due_dates(Recurrence(**recurrence)) if recurrence else []
        for period, due in occasions:
            dated = at_occurrence(form, period, [one for one, _ in occasions])
            yield Asked(bundle, period, datetime.combine(due, time(), SHANGHAI), dated)
        if not occasions:
            latest = datetime.fromisoformat(row["body"]["window"]["latest"]).replace(tzinfo=SHANGHAI)
            yield Asked(bundle, "", latest, form)


def main() -> None:
    """Print the table."""
    months = quarter()
    months["quarter"] = _total(months.values())
    print(f"cells of one township, mean of {len(TOWNSHIPS)}; a ledger's column counts once")
    print("due in     before  asked once  said before  carried  to type  saved  wrong")
    for name, one in months.items():
        typed = one.asked - one.carried
        saved = 100 * (one.before - typed) / one.before
        shown = [
            round(each / len(TOWNSHIPS)) for each in (one.before, one.asked, one.known, one.carried, typed)
        ]
        widths = zip(shown, (8, 11, 12, 8, 8), strict=True)
        print(f"{name:<9} " + " ".join(f"{each:{width}}" for each, width in widths), end=" ")
        print(f"{saved:5.1f}% {one.wrong:6}")


if __name__ == "__main__":
    main()
