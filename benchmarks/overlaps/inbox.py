"""How the judgement does in a county's inbox: all gated pairs of the seed county, one in a hundred one work.

Run as `python -m benchmarks.overlaps.inbox`. The works are cut in two halves at random: what was changed was
developed on one, the other measures it. A pair across the halves belongs to one of them by its hash.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from zlib import crc32

from app.domain.divisions import targets_meet
from app.domain.matching import (
    LinearModel,
    Notice,
    Reading,
    Vocabulary,
    judge_pair,
    load_inbox_model,
    load_model,
    load_vocabulary,
    may_merge_unseen,
    read_notice,
    windows_apart,
)
from app.domain.merging import read_workbook
from app.registry.county_settings import CountySettings

SEEDS = Path(__file__).parents[2] / "seeds"
NEAR_DAYS = 15
HALVES = DEV, HELD_OUT = ("dev", "held out")


@dataclass(frozen=True)
class Case:
    """A gated pair of requests: what was read, whether it is one work, whether it is a known look-alike."""

    keys: tuple[str, str]
    titles: tuple[str, str]
    readings: tuple[Reading, Reading]
    departments: tuple[str, str]
    kinds: tuple[str, str]
    days_apart: int
    unannounced: bool
    true: bool
    trap: bool
    half: str


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SEEDS / name).read_text("utf-8").splitlines()]


def half_of(work: str) -> str:
    """The half that a work belongs to; the same at every run."""
    return HALVES[crc32(f"half:{work}".encode()) % 2]


def notice_of(row: dict[str, Any], departments: dict[str, str]) -> Notice:
    """A seed request as it is read when it is posted."""
    body = row["body"]
    return Notice(
        title=body["title"],
        department=departments[row["department"]],
        text=body["description"],
        document_no=body.get("document_no") or "",
        legal_basis=tuple(body["legal_basis"]),
        kind=body["kind"],
        fields=_field_labels(row),
        recurring=body["recurrence"] is not None,
    )


def _field_labels(row: dict[str, Any]) -> tuple[str, ...]:
    """The labels of its form, be it in the body or a workbook beside it."""
    if row["form_file"]:
        tables = read_workbook((SEEDS / row["form_file"]).read_bytes(), row["form_file"]).tables
        return tuple(field.label for table in tables for field in table.fields)
    return tuple(field["label"] for field in (row["body"]["form"] or {"fields": ()})["fields"])


def cases(vocabulary: Vocabulary | None = None) -> list[Case]:
    """Every pair of seed requests that passes the gates: shared ground, windows at most NEAR_DAYS apart."""
    departments = {row["code"]: row["name"] for row in _rows("departments.jsonl")}
    true = {tuple(sorted((row["a"], row["b"]))) for row in _rows("key/overlaps.jsonl")}
    traps = {tuple(sorted((row["a"], row["b"]))) for row in _rows("key/lookalikes.jsonl")}
    vocabulary = vocabulary or load_vocabulary()
    requests = _rows("requests.jsonl")
    readings = {row["key"]: read_notice(notice_of(row, departments), vocabulary) for row in requests}
    return list(_gated(requests, readings, true, traps))


def _gated(
    requests: list[dict[str, Any]],
    readings: dict[str, Reading],
    true: set[tuple[str, ...]],
    traps: set[tuple[str, ...]],
) -> Iterator[Case]:
    for one, other in combinations(sorted(requests, key=lambda row: str(row["key"])), 2):
        apart = windows_apart(*_window(one), *_window(other))
        if apart > NEAR_DAYS or not targets_meet(one["body"]["targets"], other["body"]["targets"]):
            continue
        keys = (one["key"], other["key"])
        halves = [half_of(one["work"]), half_of(other["work"])]
        yield Case(
            keys=keys,
            titles=(one["body"]["title"], other["body"]["title"]),
            readings=(readings[keys[0]], readings[keys[1]]),
            departments=(one["department"], other["department"]),
            kinds=(one["body"]["kind"], other["body"]["kind"]),
            days_apart=apart,
            unannounced=one["body"]["unannounced"] or other["body"]["unannounced"],
            true=keys in true,
            trap=keys in traps,
            half=halves[crc32("".join(keys).encode()) % 2],
        )


def _window(row: dict[str, Any]) -> tuple[date, date]:
    window = row["body"]["window"]
    return date.fromisoformat(window["earliest"]), date.fromisoformat(window["latest"][:10])


@dataclass(frozen=True)
class Inbox:
    """What a coordinator would meet: pairs told, pairs merged unseen, how many of each are right."""

    true: int
    told: int
    told_right: int
    merged: int
    merged_right: int
    traps_merged: int

    @property
    def row(self) -> str:
        """One line of the table."""
        return (
            f"{self.true:>6}{self.told:>6}{self.told_right:>6}{self.told_right / max(self.told, 1):>8.3f}"
            f"{self.told_right / max(self.true, 1):>8.3f}{self.merged:>8}{self.merged_right:>6}"
            f"{self.merged_right / max(self.merged, 1):>8.3f}{self.traps_merged:>7}"
        )


HEADING = (
    f"{'':<34}{'true':>6}{'told':>6}{'right':>6}{'P':>8}{'R':>8}{'merged':>8}{'right':>6}{'P':>8}{'traps':>7}"
)


def measure_inbox(found: Sequence[Case], model: LinearModel, tell: float, merge: float) -> Inbox:
    """The inbox of `found` under these thresholds, with the rules of who may merge unseen."""
    scores = [judge_pair(*case.readings, model).score for case in found]
    told = [case for case, score in zip(found, scores, strict=True) if score >= tell]
    merged = [case for case, score in zip(found, scores, strict=True) if score >= merge and _merges(case)]
    return Inbox(
        true=sum(case.true for case in found),
        told=len(told),
        told_right=sum(case.true for case in told),
        merged=len(merged),
        merged_right=sum(case.true for case in merged),
        traps_merged=sum(case.trap for case in merged),
    )


def _merges(case: Case) -> bool:
    """The rules of app.overlaps.detect: one kind, two departments, windows that meet, nothing unannounced."""
    alike = case.kinds[0] == case.kinds[1] and case.departments[0] != case.departments[1]
    together = case.days_apart == 0 or case.kinds[0] == "report"
    return alike and together and not case.unannounced and may_merge_unseen(*case.readings)


def run() -> None:
    """Prints the table: both halves, with the judgement of the work alone beside the inbox's."""
    found, county = cases(), CountySettings()
    print(HEADING)
    for half in HALVES:
        mine = [case for case in found if case.half == half]
        alone = measure_inbox(mine, load_model(), 0.5, 0.9)
        print(f"{half + ', the work alone ≥ .5, .9':<34}{alone.row}")
        shipped = measure_inbox(mine, load_inbox_model(), county.propose_threshold, county.merge_threshold)
        print(f"{half + ', the inbox, as shipped':<34}{shipped.row}")


if __name__ == "__main__":
    run()
