"""A second world of the same engine, for what is compared with another order of events."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, make_url, text

from app.kit.ids import new_id
from app.main import create_app
from app.settings import Settings
from tests.conftest import Clock, World


@pytest.fixture
def make_url_of_copy(engine: str, templates: dict[str, str], tmp_path: Path) -> Callable[[], str]:
    """Gives the address of one more fresh copy of the template at each call."""

    def make() -> str:
        name = f"test_{new_id().hex}"
        if engine == "sqlite":
            shutil.copy(make_url(templates["sqlite"]).database or "", tmp_path / name)
            return f"sqlite:///{tmp_path / name}"
        template = make_url(templates["postgresql"])
        server = create_engine(
            template.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT"
        )
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template.database}"'))
        server.dispose()
        return template.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture
def make_world(make_url_of_copy: Callable[[], str]) -> Iterator[Callable[[], World]]:
    """Gives one more application on a database of its own at each call."""
    with ExitStack() as stack:

        def make() -> World:
            url, clock = make_url_of_copy(), Clock()
            app = create_app(Settings(database_url=url, worker="off"), clock)
            client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
            return World(url, clock, app, client, app.state.database)

        yield make
