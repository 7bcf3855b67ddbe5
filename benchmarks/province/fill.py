"""Writes rows by the million into the product's own tables, in the order they come, past the statements."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Table

from app.kit.db import Database
from app.tables import Base

CHUNK = 20_000
Rows = Mapping[str, list[dict[str, Any]]]
"""Rows by the name of their table."""


class Filler:
    """A connection of its own that writes without statement, journal or foreign keys; `with` it, then close.

    The values are the ones that SQLAlchemy would bind, so that the product reads what it would have written.
    """

    def __init__(self, database: Database) -> None:
        self._dialect = database.write_engine.dialect
        if database.is_sqlite:
            self._sqlite = sqlite.connect(str(database.url.database), isolation_level=None)
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -3000000"):
                self._sqlite.execute(f"PRAGMA {pragma}")
            self._sqlite.execute("BEGIN")
        else:
            self._sqlite = None
            self._postgresql = psycopg.connect(database.url.render_as_string(hide_password=False))
            self._postgresql.execute("SET session_replication_role = replica")

    def write(self, rows: Rows) -> None:
        """Append the rows to their tables."""
        for name, some in rows.items():
            if some:
                self._append(Base.metadata.tables[name], some)

    def close(self) -> None:
        """Commit what was written and tell the planner how much there is."""
        if self._sqlite is not None:
            self._sqlite.execute("COMMIT")
            self._sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._sqlite.close()
        else:
            self._postgresql.commit()
            self._postgresql.autocommit = True
            self._postgresql.execute("VACUUM ANALYZE")
            self._postgresql.close()

    def _append(self, table: Table, rows: list[dict[str, Any]]) -> None:
        columns = list(rows[0])
        binders = [
            table.c[name].type.dialect_impl(self._dialect).bind_processor(self._dialect) for name in columns
        ]
        bound = (
            [bind(row[name]) if bind else row[name] for name, bind in zip(columns, binders, strict=True)]
            for row in rows
        )
        names = ", ".join(f'"{name}"' for name in columns)
        if self._sqlite is not None:
            marks = ", ".join("?" * len(columns))
            self._sqlite.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', bound)
            return
        with self._postgresql.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in bound:
                copy.write_row(row)


def fill(database: Database, parts: Iterable[Rows]) -> None:
    """Write all `parts`, some thousands at a time."""
    filler = Filler(database)
    parts = iter(parts)
    while chunk := list(islice(parts, CHUNK)):
        filler.write(_joined(chunk))
    filler.close()


def _joined(parts: Iterable[Rows]) -> Rows:
    found: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        for name, rows in part.items():
            found.setdefault(name, []).extend(rows)
    return found
