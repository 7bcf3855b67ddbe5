"""Writes the seed county's files: `python -m seeds.build [folder]`."""

import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seeds.build.answers import answers
from seeds.build.county import VALID_FROM, departments, divisions, source_lines, townships
from seeds.build.facts import Fact, Use, registry, totals, uses
from seeds.build.form_spec import form_specs
from seeds.build.notices import bodies, notices
from seeds.build.overlap_key import Keyed, lookalikes, overlaps
from seeds.build.returns.months import FILLING, Months
from seeds.build.returns.standing import key_lines, return_line, standing_returns
from seeds.build.workbook import write_forms

SETTINGS = {
    "990101": {
        "merge_threshold": 0.7, "propose_threshold": 0.2, "near_days": 15, "notice_days": 3,
        "caps": {"departments_per_visit": 6, "half_days_per_day": 2, "visits_per_month": 5},
    }
}  # fmt: skip
CLOSED = [
    {"division": "990101", "date": "2026-10-16", "kind": "closed", "name": "秋收集中农忙日"},
    {
        "division": "990101",
        "from": "2026-11-12",
        "to": "2026-11-13",
        "kind": "closed",
        "name": "县冬季物资交流大会",
    },
    {"division": "990101100", "date": "2026-10-28", "kind": "closed", "name": "白石镇庙会"},
    {"division": "990101106", "date": "2026-11-26", "kind": "closed", "name": "枫林镇牲畜交易大集"},
]


def write(folder: Path) -> None:
    """Writes every file of the county into `folder`, over what is there."""
    lines = bodies()
    keyed = [(line["key"], notice) for line, notice in zip(lines, notices(), strict=True)]
    specs = form_specs()
    asked = list(uses(keyed, specs))
    facts = registry(asked)
    _write_places(folder)
    _json(folder / "settings.json", SETTINGS)
    _lines(folder / "calendar.jsonl", CLOSED)
    _lines(folder / "requests.jsonl", lines)
    _write_key(folder / "key", keyed, asked, facts)
    for place in townships():
        _json(folder / "answers" / f"{place.code}.json", answers(place, facts, asked))
    write_forms(specs, folder / "forms")
    _write_returns(folder / "returns")


def _write_returns(folder: Path) -> None:
    """The standing returns, their key, and four months of the two townships that fill everything."""
    _lines(folder / "returns.jsonl", map(return_line, standing_returns()))
    _lines(folder / "key.jsonl", key_lines())
    for place in townships():
        if place.code in FILLING:
            text = json.dumps(Months(place).to_json(), ensure_ascii=False, separators=(",", ":"))
            (folder / f"{place.code}.json").write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")


def _write_places(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "level", "parent", "valid_from"))
        writer.writerows((one.code, one.name, one.level, one.parent, VALID_FROM) for one in divisions())
    bureaus = departments().values()
    rows = [
        {"code": one.code, "name": one.name, "short_name": one.short_name, "level": one.level,
         "division": one.division, "teams": one.teams}
        for one in bureaus
    ]  # fmt: skip
    _lines(folder / "departments.jsonl", rows)


def _write_key(folder: Path, keyed: Keyed, asked: list[Use], facts: dict[str, Fact]) -> None:
    _lines(folder / "overlaps.jsonl", (asdict(pair) for pair in overlaps(keyed)))
    traps = (asdict(pair) for pair in lookalikes(keyed))
    _lines(folder / "lookalikes.jsonl", ({key: pair[key] for key in ("a", "b", "why")} for pair in traps))
    rows = _fact_lines(asked, facts)
    for line in source_lines("conflicts.txt"):
        names, why = (word.strip() for word in line.split("|"))
        rows.append({"conflict": names.split(), "why": why})
    _lines(folder / "fields.jsonl", rows)


def _fact_lines(asked: list[Use], facts: dict[str, Fact]) -> list[dict[str, Any]]:
    """A line a fact; one that a crosstab splits names its parts and the computed cells that add them up."""
    lines: dict[str, dict[str, Any]] = {}
    for use in asked:
        one = facts[use.fact]
        line = lines.setdefault(use.fact, {"id": one.id, "name": one.name, "unit": one.unit, "cells": []})
        line["cells"].append({**use.where, "unit": use.text.unit})
        if use.source:
            whole = facts[use.source.partition("|")[0]]
            empty = {"id": whole.id, "name": whole.name, "unit": whole.unit, "cells": []}
            lines.setdefault(whole.id, empty).setdefault("parts", []).append(use.fact)
    for name, cell in totals(form_specs()):
        lines[name].setdefault("totals", []).append(cell)
    return [line for _, line in sorted(lines.items())]


def _json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent)
