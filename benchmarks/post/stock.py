"""Fills a database with a province's year as if every request of it had been posted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.access.keys import KeyOrder, issue_key
from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.domain.divisions import TOWNSHIP_DIGITS, ancestors, level
from app.kit.auth import Role
from app.kit.db import Base, Database
from app.kit.ids import new_id
from app.tables import Department, Division, WorkRequest
from benchmarks.post.groups import bundle_rows
from benchmarks.post.load import load
from benchmarks.post.pairs import Told, pairs_of
from benchmarks.post.rows import Poster, Row, Rows
from benchmarks.post.year import Posted
from benchmarks.province.tree import Tree
from benchmarks.province.year import Ask

NOW = datetime.fromisoformat("2026-09-14T09:00:00+08:00")


def stock(database: Database, posted: Posted, told: Told, tree: Tree) -> None:
    """All requests of `posted`, with everything that hangs on them."""
    migrate(database)
    with database.write() as session:
        load_county(session, NOW)
        settle(session, posted, tree)
    asks = list(posted)
    rows = Rows(posted, told, _townships(database), Poster(new_id(), NOW))
    load(database, _all(asks, rows, told), Base.metadata)


def settle(session: Session, posted: Posted, tree: Tree) -> None:
    """Add the real divisions, and the departments that post."""
    places = sorted(tree.names, key=lambda code: (len(code), code))  # what lies above is there before
    session.execute(
        insert(Division),
        [
            {
                "code": code, "name": tree.names[code], "level": level(code), "parent": _above(code),
                "valid_from": NOW.date(),
            }
            for code in places
        ],
    )  # fmt: skip
    session.execute(insert(Department), [_department(row) for row in posted.departments()])


def _above(code: str) -> str:
    return ancestors(code)[-2]


def _department(row: dict[str, Any]) -> dict[str, Any]:
    return {"home" if name == "division" else name: value for name, value in row.items()}


def _townships(database: Database) -> Sequence[str]:
    with database.read() as session:
        codes = session.scalars(select(Division.code).where(func.length(Division.code) == TOWNSHIP_DIGITS))
        return sorted(codes)


def _all(asks: Sequence[Ask], rows: Rows, told: Told) -> Iterator[Row]:
    for ask, others in pairs_of(asks, told):
        yield from rows.of(ask, others)
    yield from bundle_rows(asks, rows.merged, Poster(new_id(), NOW).moment)


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
