"""Reads the standing returns: which bureau asks for which fields, how often, of which objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seeds.build.county import COUNTY
from seeds.build.form_text import FieldText, read_field

HERE = Path(__file__).parent
FREQUENCY = {"m": "monthly", "q": "quarterly"}
SPAN = {"monthly": ("当月", "月末"), "quarterly": ("当季", "季末")}
RUNNING = "本年累计"
KINDS = {"~": "flow", "+": "flow", "!": "fixed", "?": "slow"}
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
QUARTER = "2026-Q4"


@dataclass(frozen=True, slots=True)
class Roster:
    """A kind of object that ledgers list: how many a township has (of what, and how many of it), and how each
    column behaves: key, fixed, slow (changes with the object) or flow (anew each month)."""

    name: str
    grain: str
    of: str
    share: float
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: the fact behind it, its own time as the form writes it, and how it behaves."""

    text: FieldText
    kind: str
    period: str

    @property
    def fact(self) -> str:
        """`roster.column` for a ledger's column, else the fact's name."""
        return self.text.fact


@dataclass(frozen=True, slots=True)
class Standing:
    """One standing return."""

    key: str
    department: str
    frequency: str
    due_day: int
    kind: str
    roster: str
    title: str
    asked: tuple[Asked, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """What it is due for in the four months."""
        return MONTHS if self.frequency == "monthly" else (QUARTER,)


def rosters() -> dict[str, Roster]:
    """Every roster by name."""
    found = {}
    for line in _lines("rosters.txt"):
        name, grain, size, columns = (part.strip() for part in line.split("|"))
        of, share = size.split()
        kinds = dict(tuple(word.split()) for word in columns.split(","))
        found[name] = Roster(name, grain, of, float(share), kinds)
    return found


def standing_returns() -> list[Standing]:
    """Every return in the order of the source."""
    lists, found = rosters(), []
    lines = _lines("standing.txt")
    for number, (head, body) in enumerate(zip(lines[::2], lines[1::2], strict=True), 1):
        bureau, due, kind, *rest = head.removeprefix("@ ").split()
        roster = rest[0] if kind == "ledger" else ""
        frequency = FREQUENCY[due[0]]
        asked = tuple(one for word in body.split() for one in _asked(word, frequency, lists.get(roster)))
        department, day = f"{COUNTY}-{bureau}", int(due[1:])
        found.append(Standing(f"S{number:02d}", department, frequency, day, kind, roster, rest[-1], asked))
    return found


def sums() -> dict[str, list[str]]:
    """The facts that are sums of others."""
    found = {}
    for line in _lines("standing.txt")[1::2]:
        for word in line.split():
            text, _, parts = word.partition("<")
            if parts:
                found[text.partition("=")[2]] = parts.split(",")
    return found


def return_line(one: Standing) -> dict[str, Any]:
    """A line of returns.jsonl: what the bureau would post, without the words of the notice."""
    grain = rosters()[one.roster].grain if one.roster else "township"
    fields = [_field(asked, grain) for asked in one.asked]
    recurrence = {"frequency": one.frequency, "due_day": one.due_day, "periods": list(one.periods)}
    form: dict[str, Any] = {"title": one.title, "kind": one.kind, "fields": fields}
    if notes := list(_notes(one)):
        form["notes"] = notes
    return {"key": one.key, "department": one.department, "recurrence": recurrence, "form": form}


def key_lines() -> Iterator[dict[str, Any]]:
    """Which cell is which fact: a line a fact, with its unit and how it behaves."""
    facts: dict[str, dict[str, Any]] = {}
    for one in standing_returns():
        for asked in one.asked:
            new = {"id": asked.fact, "unit": asked.text.unit, "kind": asked.kind, "cells": []}
            line = facts.setdefault(asked.fact, new)
            line["cells"].append({"return": one.key, "label": asked.text.label, "period": asked.period})
    for name, parts in sums().items():
        facts[name]["sum"] = parts
    return iter(line for _, line in sorted(facts.items()))


def _asked(word: str, frequency: str, roster: Roster | None) -> Iterator[Asked]:
    mark = word[0] if word[0] in KINDS else ""
    text = read_field(word.removeprefix(mark).partition("<")[0], "")
    flow, stock = SPAN[frequency]
    if roster is not None:
        column = text.fact.removeprefix(".")
        kind = roster.columns[column]
        named = FieldText(text.label, text.unit, f"{roster.name}.{column}", text.note, text.options)
        yield Asked(named, kind, flow if kind == "flow" else "")
        return
    kind = KINDS.get(mark, "moving")
    yield Asked(text, kind, flow if kind == "flow" else stock)
    if mark == "+":
        yield Asked(text, kind, RUNNING)


def _field(asked: Asked, grain: str) -> dict[str, Any]:
    text = asked.text
    one = {"label": text.label, "unit": text.unit, "type": text.type, "period": asked.period, "grain": grain}
    return {**one, "options": list(text.options)} if text.options else one


def _notes(one: Standing) -> Iterator[str]:
    labels = {asked.fact: asked.text.label for asked in one.asked}
    for name, parts in sums().items():
        if name in labels and all(part in labels for part in parts):
            yield f"{labels[name]}={'+'.join(labels[part] for part in parts)}"


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
