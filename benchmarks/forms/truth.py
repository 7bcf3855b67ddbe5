"""What a township truly has to say in each cell: by the key alone, whatever the merge makes of the cells."""

import hashlib
import re
from decimal import Decimal
from typing import Any

from app.domain.merging import SharedField, SharedForm
from app.domain.merging.alignment import convert
from app.domain.merging.alignment.units import UnitError
from benchmarks.forms.seed_forms import fact_of_cell, lines, place
from seeds.build.county import townships
from seeds.build.facts import Fact, registry, uses
from seeds.build.form_spec import form_specs
from seeds.build.notices import bodies, notices
from seeds.build.returns.months import Months
from seeds.build.returns.standing import MONTHS, RUNNING, key_lines

LISTED = 5
"""Rows of each ledger of a request that is not a standing return."""
_NUMBERS = ("integer", "decimal", "percent")


class Truth:
    """One township's answers. Figures of requests that the key does not say to stay are other ones each time:
    nothing is saved by confirming them."""

    def __init__(self, township: str, rate: float) -> None:
        found = next(one for one in townships() if one.code == township)
        self._months = Months(found, rate)
        self._cells = fact_of_cell()
        self._files = {row["key"]: row["form_file"] for row in lines("requests.jsonl") if row["form_file"]}
        self._facts = _facts()
        self._standing = {
            (cell["return"], cell["label"], cell["period"] == RUNNING): (line["id"], line["unit"])
            for line in key_lines()
            for cell in line["cells"]
        }
        self._units_of = dict(self._standing.values())
        self._parts = {row["id"]: row["parts"] for row in lines("key/fields.jsonl") if "parts" in row}
        self._units = {row["id"]: row["unit"] for row in lines("key/fields.jsonl") if "id" in row}

    def fact_of(self, asked: SharedField) -> str:
        """The fact that a shared field asks for; "a|b" where it is a wrong merge of two."""
        return "|".join(
            sorted({self._source(source, asked) for source in asked.sources if not source.formula})
        )

    def value(self, asked: SharedField, period: str) -> str:
        """A single answer in the field's unit."""
        fact = self.fact_of(asked)
        months, when = _time(asked.period, period)
        if fact.removesuffix(_RUNNING) in self._units_of and months:
            figure = self._months.figure(fact.removesuffix(_RUNNING), months)
            return _in_unit(str(figure), self._units_of[fact.removesuffix(_RUNNING)], asked.unit)
        return self._made_up(fact, asked, (months, when))

    def rows(self, shared: SharedForm, roster: str, period: str) -> list[dict[str, str]]:
        """The rows of a roster, by column."""
        columns = shared.columns(roster)
        months, when = _time("", period)
        name = self.fact_of(columns[0]).partition(".")[0]
        if columns[0].sources[0].file.startswith("S"):
            known = self._months.rows(name, months[-1])
            return [{one.id: str(row[self.fact_of(one)]) for one in columns} for row in known]
        return [
            {one.id: self._made_up(f"{self.fact_of(one)}/{row}", one, (months, when)) for one in columns}
            for row in range(LISTED)
        ]

    def _source(self, source: Any, asked: SharedField) -> str:
        running = "累计" in asked.period
        found = self._standing.get((source.file, source.label, running))
        if found is not None:
            return found[0] + _RUNNING * running
        cell = place(source, self._files.get(source.file, ""))
        fact = self._cells.get(cell, "/".join(cell))
        root = _SEPTEMBER.sub(r"\1_n", fact.removesuffix("_ytd")).removesuffix("_sep")
        if root == fact or root not in self._units_of:
            return fact
        return root + _RUNNING if self._months.is_flow(root) else root

    def _made_up(self, fact: str, asked: SharedField, when: tuple[tuple[str, ...], str]) -> str:
        """An answer out of the fact's name and time; texts stay, figures are sums where the key says so."""
        if asked.type not in _NUMBERS:
            return _digest(fact)[:12]
        number = self._number(fact, *when)
        return _in_unit(str(number), self._units.get(fact.partition("/")[0], ""), asked.unit)

    def _number(self, fact: str, months: tuple[str, ...], when: str) -> Decimal:
        root = fact.removesuffix("_ytd")
        if root != fact and root in self._facts:
            year = tuple(f"2026-{at:02d}" for at in range(1, int(months[-1][5:]) + 1)) if months else ()
            return self._number(root, year if self._facts[root].is_flow and year else months, when)
        rule = self._facts[fact].rule if fact in self._facts else ("",)
        parts = self._parts.get(fact) or (rule[1:] if rule[0] == "sum" else ())
        if parts:
            return sum((self._number(part, months, when) for part in parts), Decimal(0))
        flow = fact in self._facts and self._facts[fact].is_flow
        times = months if flow and months else (when,)
        return sum((Decimal(int(_digest(f"{fact}|{one}")[:6], 16)) for one in times), Decimal(0))


_RUNNING = "+year"
_SEPTEMBER = re.compile(r"^(dibao_(?:urban|rural))_sep$")
"""The requests' own facts have no months: what some of them ask of 30 September has a name of its own."""


def _time(stated: str, period: str) -> tuple[tuple[str, ...], str]:
    """The months that a period covers, from January for a running total, and the time itself."""
    date = stated.partition(" ")[0] or period
    if "-Q4" in date:
        return MONTHS[1:], "2026-12-31"
    month = date[:7]
    if month not in MONTHS or "W" in date:
        return (), date
    if "累计" in stated:
        return tuple(f"2026-{at:02d}" for at in range(1, int(month[5:]) + 1)), month
    end = {"09": "30", "11": "30"}.get(month[5:], "31")
    return (month,), date if len(date) > len(month) else f"{month}-{end}"


def _facts() -> dict[str, Fact]:
    keyed = [(line["key"], notice) for line, notice in zip(bodies(), notices(), strict=True)]
    return registry(list(uses(keyed, form_specs())))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _in_unit(value: str, unit: str, wanted: str) -> str:
    if not unit or not wanted or unit == wanted:
        return value
    try:
        return format(convert(Decimal(value), unit, wanted), "f")
    except UnitError:
        return value


def same(one: str, other: str) -> bool:
    """True where two answers say the same."""
    if one == other:
        return True
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False
