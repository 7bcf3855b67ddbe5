"""Takes rows by the million into a migrated database: past its statements, not past its tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, Index, MetaData, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.schema import AddConstraint, CreateIndex, DropConstraint, DropIndex

from app.kit.db import Database
from benchmarks.post.rows import Row

CHUNK = 20_000


def load(database: Database, rows: Iterable[Row], tables: MetaData) -> None:
    """Store the rows; indexes are dropped before and built after, the rules of the tables stay."""
    database.close()  # it opens anew when it is asked: SQLite changes its journal for one connection alone
    with without_indexes(database, tables):
        if database.is_sqlite:
            _load_sqlite(str(database.url.database), rows, tables)
        else:
            _load_postgresql(database.url.render_as_string(hide_password=False), rows, tables)
    database.close()


def _chunks(rows: Iterable[Row]) -> Iterator[Mapping[str, list[tuple[object, ...]]]]:
    rows = iter(rows)
    while some := list(islice(rows, CHUNK)):
        by_table: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for name, values in some:
            by_table[name].append(values)
        yield by_table


def _columns(tables: MetaData, name: str) -> str:
    return ", ".join(column.name for column in tables.tables[name].columns)


def _load_sqlite(path: str, rows: Iterable[Row], tables: MetaData) -> None:
    connection = sqlite.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for chunk in _chunks(rows):
        for name, values in chunk.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {name} ({_columns(tables, name)}) VALUES ({marks})", values)
    connection.execute("COMMIT")
    connection.close()


def _load_postgresql(address: str, rows: Iterable[Row], tables: MetaData) -> None:
    with ExitStack() as ends:
        copies: dict[str, psycopg.Copy] = {}
        for chunk in _chunks(rows):
            for name, values in chunk.items():
                if name not in copies:
                    connection = ends.enter_context(psycopg.connect(address))
                    # rows that hang on each other come by several connections: the keys hold by how they
                    # are made, and a test compares them with what was posted
                    connection.execute("SET session_replication_role = replica")
                    connection.execute("SET timezone = 'UTC'")
                    copy = connection.cursor().copy(f"COPY {name} ({_columns(tables, name)}) FROM STDIN")
                    copies[name] = ends.enter_context(copy)
                copies[name].write("".join("\t".join(map(_written, row)) + "\n" for row in values))


def _written(value: object) -> str:
    if value is None:
        return r"\N"
    text = str(value)
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        for sign, as_ in (("\\", r"\\"), ("\n", r"\n"), ("\t", r"\t"), ("\r", r"\r")):
            text = text.replace(sign, as_)
    return text


@contextmanager
def without_indexes(database: Database, tables: MetaData) -> Iterator[None]:
    """The tables without what slows a load down, and then with it again."""
    indexes = [index for table in tables.sorted_tables for index in table.indexes]
    unique = [] if database.is_sqlite else _constraints(tables)
    with database.write_engine.begin() as connection:
        for index in indexes:
            connection.execute(DropIndex(index))
        for one in unique:
            connection.execute(DropConstraint(one))
    database.close()
    yield
    with database.write_engine.begin() as connection:
        _build(connection, database.is_sqlite, indexes, unique)


def _build(connection: Connection, is_sqlite: bool, indexes: list[Index], unique: list[Any]) -> None:
    connection.exec_driver_sql(
        "PRAGMA cache_size = -2000000" if is_sqlite else "SET maintenance_work_mem = '1GB'"
    )
    for one in unique:
        connection.execute(AddConstraint(one, isolate_from_table=False))
    for index in indexes:
        connection.execute(CreateIndex(index))
    connection.exec_driver_sql("ANALYZE")


def _constraints(tables: MetaData) -> list[Any]:
    """What holds rows apart and no foreign key hangs on; SQLite cannot drop these."""
    held = {key.column.table.name for table in tables.sorted_tables for key in table.foreign_keys}
    return [
        one
        for table in tables.sorted_tables
        for one in table.constraints
        if isinstance(one, UniqueConstraint)
        or (isinstance(one, PrimaryKeyConstraint) and table.name not in held)
    ]
