"""Migrations make exactly the tables of the code, on both databases, from any number of processes at once."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, UniqueConstraint, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from app.commands.migrate import check, downgrade, migrate
from app.kit.db import Database
from app.kit.ids import new_id
from app.tables import Base
from tests.builders import inspection
from tests.conftest import World

HOMELESS = {
    "division": "the tree itself: its code is its place",
    "department": "its code begins with its division's",
}
KEYED_BY_ALL = {
    "candidate_key": "the table is its own index, and nobody names one of its rows",
}
UNIQUE_WITHOUT_HOME = {
    "uq_api_key_secret_hash": "a key is found by its secret alone, before anything says where it is at home",
    "uq_feed_secret_hash": "the same for a feed's address",
}


@pytest.fixture
def empty(engine: str, tmp_path: Path, postgresql: str) -> Iterator[Database]:
    """A database in which nothing is."""
    if engine == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.db")
        yield database
        database.close()
        return
    name = f"empty_{new_id().hex}"
    server = Database(make_url(postgresql).set(database="postgres").render_as_string(hide_password=False))
    plain = server.write_engine.execution_options(isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    database = Database(make_url(postgresql).set(database=name).render_as_string(hide_password=False))
    yield database
    database.close()
    with plain.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.close()


def reflected(database: Database) -> MetaData:
    found = MetaData()
    found.reflect(database.read_engine)
    return found


def test_up_down_and_up_again_leaves_the_tables_of_the_code(empty: Database) -> None:
    migrate(empty)
    check(empty)
    downgrade(empty, "base")
    assert set(reflected(empty).tables) == {"alembic_version"}
    migrate(empty)
    check(empty)
    assert set(reflected(empty).tables) == {*Base.metadata.tables, "alembic_version"}


def test_everything_in_the_database_has_its_name(empty: Database) -> None:
    migrate(empty)
    inspector = inspect(empty.read_engine)
    for table in Base.metadata.tables:
        named = [
            inspector.get_pk_constraint(table),
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_check_constraints(table),
            *inspector.get_indexes(table),
        ]
        for one in named:
            name = one["name"]
            assert name, (table, one)
            assert name.startswith(("pk_", "fk_", "uq_", "ck_", "ix_")), (table, name)


def _migrate(url: str, go) -> None:
    database = Database(url)
    go.wait(60)
    migrate(database)
    database.close()


def test_four_processes_at_once_migrate_once(empty: Database) -> None:
    context = multiprocessing.get_context("spawn")
    go = context.Barrier(4)
    url = empty.url.render_as_string(hide_password=False)
    processes = [context.Process(target=_migrate, args=(url, go)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(90)
    assert [process.exitcode for process in processes] == [0] * 4
    with empty.read() as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    check(empty)


@pytest.mark.parametrize("act", ["UPDATE audit_record SET action = 'nothing'", "DELETE FROM audit_record"])
def test_what_was_done_stays_on_record(world: World, act: str) -> None:
    world.post("/v1/requests", inspection())
    before = world.get("/v1/audit", "admin").json()
    with pytest.raises(DBAPIError), world.database.write() as session:
        session.execute(text(act))
    assert world.get("/v1/audit", "admin").json() == before
    assert before["items"]


@pytest.mark.parametrize("name", sorted(set(Base.metadata.tables) - set(HOMELESS)))
def test_every_row_knows_its_home(name: str) -> None:
    table = Base.metadata.tables[name]
    assert "home" in table.columns
    assert not table.columns["home"].nullable
    key = [column.name for column in table.columns] if name in KEYED_BY_ALL else ["id"]
    assert [column.name for column in table.primary_key] == key
    rules = [(one.name, one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    rules += [(index.name, index.columns) for index in table.indexes if index.unique]
    for rule, columns in rules:
        assert "home" in columns or rule in UNIQUE_WITHOUT_HOME, rule
