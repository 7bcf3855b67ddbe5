"""The database behind one door: two kinds of session, safe on SQLite and on PostgreSQL alike."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NewType

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import JSON, Engine, MetaData, String, create_engine, event, make_url
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import QueuePool

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", Session)

SAFE_WAL = (3, 51, 3)
"""First SQLite without the WAL-reset race that can corrupt a database (sqlite.org/wal.html#walresetbug)."""

JOURNAL_PATIENCE = 30.0
"""Seconds to wait for others to let go of a database whose journal is to change."""

Code = String(32).with_variant(String(32, collation="C"), "postgresql")
"""A code compared byte by byte, so that `>= '51' and < '52'` means "within 51" on both databases."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


write_json = partial(json.dumps, ensure_ascii=False)
"""How JSON columns are written: Chinese as it is, since escaped it is twice as long in SQLite's files."""


class UtcDateTime(sqltypes.TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite forgets zones, so naive values are refused and UTC restored."""

    impl = sqltypes.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone is not stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables share one metadata; every constraint has a name, since SQLite migrations need them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012


class Database:
    """An engine pair on one URL: readers never wait for writers, writers queue and never deadlock.

    SQLite: writers begin IMMEDIATE over a pool of one connection (they queue in the process instead of
    spinning on the file's lock); readers begin deferred. PostgreSQL: both begin plainly at READ COMMITTED,
    and what must not race is held by unique constraints and row locks.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.read_engine = _sqlite_engine(str(self.url), "BEGIN", pool_size=32)
            self.write_engine = _sqlite_engine(str(self.url), "BEGIN IMMEDIATE", pool_size=1)
        else:
            address = self.url.set(drivername="postgresql+psycopg")
            # hide_parameters: a failed INSERT must not carry people's answers into the log
            self.write_engine = create_engine(
                address, pool_size=16, max_overflow=16, pool_pre_ping=True, hide_parameters=True,
                json_serializer=write_json,
            )  # fmt: skip
            self.read_engine = self.write_engine
        self._read = sessionmaker(self.read_engine, expire_on_commit=False, autoflush=False)
        self._write = sessionmaker(self.write_engine, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session that only looks; it is rolled back at the end."""
        with self._read() as session:
            yield ReadSession(session)

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        """One transaction: committed where the block ends well, rolled back where it raises."""
        with self._write.begin() as session:
            yield WriteSession(session)

    def close(self) -> None:
        """Give all connections back to the system."""
        self.read_engine.dispose()
        self.write_engine.dispose()


def _sqlite_engine(url: str, begin: str, pool_size: int) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, module=sqlite, poolclass=QueuePool, pool_size=pool_size, max_overflow=0, pool_timeout=60,
        hide_parameters=True, json_serializer=write_json,
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin on its own
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 30000")  # first: even the journal pragma may meet a lock
        _set_journal(cursor)
        # FULL, not NORMAL: an answer that was accepted must survive a power cut
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _set_journal(cursor: Any) -> None:
    wanted = "wal" if sqlite.sqlite_version_info >= SAFE_WAL else "delete"
    deadline = time.monotonic() + JOURNAL_PATIENCE
    # a database that is only in memory keeps its journal there, whatever is asked for
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] not in (wanted, "memory"):
        try:
            cursor.execute(f"PRAGMA journal_mode = {wanted}")
        except sqlite.OperationalError:
            # SQLite answers a change of journal at once with "locked", whatever busy_timeout says: two
            # processes that open a new database at one moment meet here
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def wait_until_reachable(database: Database, seconds: float) -> bool:
    """True as soon as the database answers, False where it has not within `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with database.read_engine.connect():
                return True
        except OperationalError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
