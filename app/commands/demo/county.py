"""The seed county behind a real server: an embedded database, a clock to set, a key for everybody."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from socket import socket
from typing import Any

import httpx
import uvicorn
from sqlalchemy import select

from app.access.keys import KeyOrder, issue_key
from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.kit.auth import Role
from app.kit.db import Database
from app.main import create_app
from app.settings import Settings
from app.tables import Department, Division

COUNTY = "990101"
OPENING = datetime.fromisoformat("2026-09-14T08:00:00+08:00")


class CallFailed(Exception):
    """A call that should have gone well did not."""


@dataclass
class DemoClock:
    """Tells the moment that the demo has reached."""

    moment: datetime = OPENING

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class County:
    """Calls to the county's server, each with the key of whoever speaks."""

    client: httpx.Client
    clock: DemoClock
    keys: dict[str, str] = field(repr=False)

    def call(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        """One call as `who` (a department, a township, "coordinator", "analyst"). Raises CallFailed."""
        headers = {"Authorization": f"Bearer {self.keys[who]}", **options.pop("headers", {})}
        answer = self.client.request(method, path, headers=headers, **options)
        if answer.is_error:
            raise CallFailed(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer

    def pages(self, who: str, path: str, **query: str) -> Iterator[Any]:
        """All items of a list that `query` chooses, page by page."""
        cursor = None
        while True:
            params = {"limit": 200, **query, **({"cursor": cursor} if cursor else {})}
            page = self.call(who, "GET", path, params=params)
            yield from page.json()["items"]
            cursor = page.json()["next"]
            if cursor is None:
                return


@contextmanager
def open_county(folder: Path) -> Iterator[County]:
    """Serve a fresh seed county on a free port of this machine until the block ends."""
    url = f"sqlite:///{folder / 'demo.db'}"
    database = Database(url)
    migrate(database)
    keys = _issue_keys(database)
    database.close()
    clock = DemoClock()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(database_url=url), clock)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            yield County(client, clock, keys)
    finally:
        server.should_exit = True
        thread.join()


def _issue_keys(database: Database) -> dict[str, str]:
    with database.write() as session:
        load_county(session, OPENING)
        orders = {
            "coordinator": KeyOrder(Role.COORDINATOR, "demo", COUNTY),
            "analyst": KeyOrder(Role.ANALYST, "demo", COUNTY),
        }
        for code in session.scalars(select(Department.code)):
            orders[code] = KeyOrder(Role.DEPARTMENT, "demo", department=code)
        for code in session.scalars(select(Division.code).where(Division.level == "township")):
            orders[code] = KeyOrder(Role.TOWNSHIP, "demo", code)
        return {who: issue_key(session, order, OPENING)[1] for who, order in orders.items()}
