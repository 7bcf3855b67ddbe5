"""Reads the seed county as the tests look at it: once each, by key."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

SEEDS = Path(__file__).parents[2] / "seeds"
NEAR = 15
HOLIDAY_END, QUARTER_END = date(2026, 10, 8), date(2026, 12, 31)


@cache
def lines(name):
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


@cache
def requests():
    return {line["key"]: line for line in lines("requests.jsonl")}


@cache
def divisions():
    with (SEEDS / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def answers():
    return [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((SEEDS / "answers").glob("*.json"))
    ]


@cache
def forms():
    return {path.name: load_workbook(path) for path in sorted((SEEDS / "forms").glob("*.xlsx"))}


def window(line):
    span = line["body"]["window"]
    return date.fromisoformat(span["earliest"]), date.fromisoformat(span["latest"][:10])


def facts():
    return [line for line in lines("key/fields.jsonl") if "id" in line]
