"""Fills databases: one county's year goes in by the real verb, the other counties are its copies."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, insert, select

from app.access.keys import KeyOrder, issue_key
from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.kit.auth import Actor, Role
from app.kit.db import Database
from app.kit.ids import new_id
from app.requests.body import RequestIn
from app.requests.submit import submit_request
from app.tables import Base, WorkRequest
from benchmarks.post.year import year_of_requests

NOW = datetime.fromisoformat("2026-09-14T09:00:00+08:00")
CITY, COUNTY = "9901", "990101"
COPIED = (
    "division", "department", "bundle", "work_request", "request_version", "request_target",
    "request_occurrence", "candidate_key", "form", "overlap", "bundle_member",
)  # fmt: skip
CHUNK = 500


def stock(databases: Sequence[Database], requests: int) -> None:
    """The same `requests` in each: a county's year, and as many counties like it as it takes."""
    database = databases[0]
    migrate(database)
    with database.write() as session:
        load_county(session, NOW)
    year = min(1400, requests)
    for department, body in islice(year_of_requests(seed=1), year):
        with database.write() as session:
            actor = Actor(new_id(), Role.DEPARTMENT, department.split("-")[0], department)
            submit_request(session, actor, RequestIn.model_validate(body), NOW)
    for other in databases[1:]:
        copy_stock(database, other)
    rows = read_rows(database)
    counties = new_counties()
    while count(database) < requests:
        copies = _as_county(rows, next(counties))
        for one in databases:
            _write(one, copies)


def new_counties() -> Iterator[str]:
    """Codes of counties beside the seeds' two: 97 more of their city, then 99 of each city after it."""
    for city in range(1, 100):
        for county in range(3 if city == 1 else 1, 100):
            yield f"99{city:02d}{county:02d}"


def read_rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """The rows of the county, by table."""
    with database.read() as session:
        return {
            name: [dict(row) for row in session.execute(select(_table(name))).mappings()] for name in COPIED
        }


def copy_stock(source: Database, target: Database) -> None:
    """The same rows in another database."""
    migrate(target)
    with target.write() as session:
        load_county(session, NOW)
    rows = read_rows(source)
    with target.read() as session:
        known = {
            name: set(session.scalars(select(_table(name).c.code))) for name in ("division", "department")
        }
    for name, codes in known.items():
        rows[name] = [row for row in rows[name] if row["code"] not in codes]
    _write(target, rows)


def count(database: Database) -> int:
    """How many requests are stored."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(WorkRequest)) or 0


def issue(database: Database, departments: set[str]) -> dict[str, str]:
    """A key's secret for each department."""
    with database.write() as session:
        return {
            code: issue_key(session, KeyOrder(Role.DEPARTMENT, "bench", department=code), NOW)[1]
            for code in sorted(departments)
        }


def _as_county(rows: Mapping[str, list[dict[str, Any]]], county: str) -> dict[str, list[dict[str, Any]]]:
    """The county's rows under another code, with its city where it is the first of it."""
    ids: dict[UUID, UUID] = {}

    def moved(value: Any) -> Any:
        if isinstance(value, UUID):
            return ids.setdefault(value, new_id())
        if isinstance(value, str) and value.startswith(COUNTY):
            return county + value[len(COUNTY) :]
        if isinstance(value, list):
            return [moved(one) for one in value]
        return value

    copies = {
        name: [{column: moved(value) for column, value in row.items()} for row in table]
        for name, table in rows.items()
    }
    for name in ("division", "department"):
        copies[name] = [
            row for row in copies[name] if row["code"].startswith(county) and row["code"] != county
        ]
    copies["division"] = [*_city(rows["division"], county), *copies["division"]]
    for row in copies["overlap"]:  # the smaller id stands first, and new ids have an order of their own
        row["first_id"], row["second_id"] = sorted((row["first_id"], row["second_id"]))
    return copies


def _city(divisions: list[dict[str, Any]], county: str) -> Iterator[dict[str, Any]]:
    """The rows that stand between a copied county's townships and the province: its city, itself."""
    if county.endswith("01"):
        [city] = (row for row in divisions if row["code"] == CITY)
        yield city | {"code": county[:4]}
    [row] = (row for row in divisions if row["code"] == COUNTY)
    yield row | {"code": county, "parent": county[:4]}


def _write(database: Database, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    with database.write() as session:
        for name in COPIED:
            for start in range(0, len(rows[name]), CHUNK):
                session.execute(insert(_table(name)), rows[name][start : start + CHUNK])


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
