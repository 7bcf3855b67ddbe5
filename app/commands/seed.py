"""Loads a county: places, departments, settings and closed days; requests come over HTTP."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.commands.migrate import ROOT
from app.domain.divisions import NATION
from app.kit.ids import new_id
from app.tables import Calendar, CountySetting, Department, Division

SEEDS = ROOT / "seeds"


def load_county(session: Session, now: datetime, folder: Path = SEEDS) -> None:
    """Add what a folder like seeds/ holds of a county; what is there already is left as it is.

    divisions.csv and departments.jsonl are needed, settings.json and calendar.jsonl may be missing.
    Raises FileNotFoundError, and KeyError or ValueError for a row that lacks something.
    """
    known = set(session.scalars(select(Division.code)))
    for row in _csv(folder / "divisions.csv"):
        if row["code"] not in known:
            session.add(_division(row))
    session.flush()
    codes = set(session.scalars(select(Department.code)))
    session.add_all(
        _department(row) for row in _jsonl(folder / "departments.jsonl") if row["code"] not in codes
    )
    if (settings := folder / "settings.json").exists():
        _load_settings(session, json.loads(settings.read_text(encoding="utf-8")), now)
    if (calendar := folder / "calendar.jsonl").exists():
        _load_calendar(session, list(_jsonl(calendar)), now)
    session.flush()


def _division(row: dict[str, str]) -> Division:
    return Division(
        code=row["code"], name=row["name"], level=row["level"], parent=row["parent"] or NATION,
        valid_from=date.fromisoformat(row["valid_from"]), valid_to=None, successor=None,
    )  # fmt: skip


def _department(row: dict[str, Any]) -> Department:
    return Department(
        code=row["code"], home=row["division"], name=row["name"], short_name=row["short_name"],
        level=row["level"], teams=row["teams"],
    )  # fmt: skip


def _load_settings(session: Session, settings: dict[str, dict[str, Any]], now: datetime) -> None:
    known = set(session.scalars(select(CountySetting.home)))
    session.add_all(
        CountySetting(id=new_id(), home=division, version=1, values=values, updated_at=now)
        for division, values in settings.items()
        if division not in known
    )


def _load_calendar(session: Session, rows: list[dict[str, Any]], now: datetime) -> None:
    for division in sorted({row["division"] for row in rows}):
        if session.scalar(select(Calendar.id).where(Calendar.home == division)) is not None:
            continue
        entries = [
            {name: value for name, value in row.items() if name != "division"}
            for row in rows
            if row["division"] == division
        ]
        session.add(
            Calendar(id=new_id(), home=division, version=1, entries=entries, announced=[], updated_at=now)
        )


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
