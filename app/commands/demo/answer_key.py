"""The answer key of the seed county: what overlaps, which cells are one fact, and what townships answer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from app.commands.seed import SEEDS
from app.domain.merging.alignment import convert

Pair = tuple[str, str]


@dataclass(frozen=True)
class AnswerKey:
    """Read from seeds/: requests as they are posted, and what the answers to them should be."""

    folder: Path = SEEDS

    @cached_property
    def requests(self) -> list[dict[str, Any]]:
        """The requests in the order in which they arrive."""
        return sorted(
            _lines(self.folder / "requests.jsonl"), key=lambda row: (row["received_at"], row["key"])
        )

    @cached_property
    def overlaps(self) -> frozenset[Pair]:
        """Pairs of request keys that are the same township work."""
        return frozenset(pair_of(row["a"], row["b"]) for row in _lines(self.folder / "key/overlaps.jsonl"))

    @cached_property
    def lookalikes(self) -> frozenset[Pair]:
        """Pairs that look alike and must not merge."""
        return frozenset(pair_of(row["a"], row["b"]) for row in _lines(self.folder / "key/lookalikes.jsonl"))

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit in which each fact is stated."""
        return {row["id"]: row["unit"] for row in _lines(self.folder / "key/fields.jsonl") if "id" in row}

    @cached_property
    def facts(self) -> dict[tuple[str, str, str], str]:
        """(request key or form file, sheet, cell, column or label) → the fact that is asked there."""
        found = {}
        for row in _lines(self.folder / "key/fields.jsonl"):
            for cell in row.get("cells", ()):
                where = cell.get("request") or cell["form"]
                place = cell.get("label") or cell.get("cell") or cell["column"]
                found[where, cell.get("sheet", ""), place] = row["id"]
        return found

    def fact_at(self, request: dict[str, Any], sheet: str, place: str, label: str) -> str | None:
        """The fact that a cell of a request's form asks for; None where the key says nothing of it."""
        if request["form_file"]:
            return self.facts.get((request["form_file"], sheet, place))
        return self.facts.get((request["key"], "", label))

    def answers(self, township: str) -> "TownshipAnswers":
        """What a township would answer."""
        path = self.folder / "answers" / f"{township}.json"
        return TownshipAnswers(json.loads(path.read_text(encoding="utf-8")), self.units)


@dataclass(frozen=True)
class TownshipAnswers:
    """One township's facts, in any unit."""

    document: dict[str, Any]
    units: dict[str, str]

    def value(self, fact: str, unit: str) -> Decimal | str | None:
        """The fact in `unit`, None where the township has no such fact."""
        return self._in_unit(self.document["facts"].get(fact), fact, unit)

    def column(self, fact: str, unit: str) -> list[Decimal | str] | None:
        """One column of the roster that `fact` belongs to, without its blanks; None where there is none."""
        entries = self.document["rosters"].get(fact.partition(".")[0])
        if entries is None:
            return None
        values = [self._in_unit(entry.get(fact), fact, unit) for entry in entries]
        return [value for value in values if value is not None]

    def rows(self, facts: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
        """The roster that holds these columns: `facts` is column → (fact, unit)."""
        prefixes = {fact.partition(".")[0] for fact, _ in facts.values()}
        if len(prefixes) != 1:
            return []
        entries = self.document["rosters"].get(prefixes.pop(), [])
        return [
            {
                column: str(self._in_unit(entry[fact], fact, unit))
                for column, (fact, unit) in facts.items()
                if entry.get(fact) is not None
            }
            for entry in entries
        ]

    def _in_unit(self, raw: Any, fact: str, unit: str) -> Decimal | str | None:
        if raw is None or isinstance(raw, str):
            return raw
        value, stated = Decimal(str(raw)), self.units.get(fact, "")
        if unit and stated and unit != stated:
            value = convert(value, stated, unit).quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
        return Decimal(format(value, "f"))


def pair_of(one: str, other: str) -> Pair:
    """The pair, whichever came first."""
    return (min(one, other), max(one, other))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
