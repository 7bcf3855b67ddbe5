"""Runs the product: the server, the worker beside it, and the seed county for those who want to look."""

import gc
import signal
import threading

import uvicorn

from app.access.keys import KeyOrder, issue_key
from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.domain.matching import prepare as prepare_matching
from app.kit.auth import Role
from app.kit.clock import fixed_clock, system_clock
from app.kit.db import Database, wait_until_reachable
from app.kit.jobs import work
from app.kit.logs import configure_logs
from app.main import HANDLERS, create_app
from app.settings import Settings

DEMO_KEYS = (
    KeyOrder(Role.DEPARTMENT, "demo", department="990101-07"),
    KeyOrder(Role.DEPARTMENT, "demo", department="990101-09"),
    KeyOrder(Role.TOWNSHIP, "demo", division="990101001"),
    KeyOrder(Role.COORDINATOR, "demo", division="990101"),
    KeyOrder(Role.ANALYST, "demo", division="990101"),
    KeyOrder(Role.ADMIN, "demo"),
)


def prepare(settings: Settings, seconds: float = 60) -> Database:
    """The database of `settings`, reachable and migrated. Raises ConnectionError where it does not answer."""
    database = Database(settings.database_url)
    if not wait_until_reachable(database, seconds):
        raise ConnectionError(f"no database at {database.url.render_as_string()} within {seconds:g} s")
    migrate(database)
    return database


def serve(settings: Settings) -> None:
    """Migrate, then serve until the process is told to stop; open requests are finished first."""
    prepare(settings).close()
    app = create_app(settings)
    prepare_matching()
    # built here and not only at start-up, to be frozen: the vocabulary and the routes stay for good, and a
    # collection that walks them all holds a call up for long
    gc.collect()
    gc.freeze()
    uvicorn.run(
        app, host=settings.host, port=settings.port, log_level="warning", timeout_graceful_shutdown=20
    )


def run_worker(settings: Settings) -> None:
    """Run long work until the process is told to stop; the next worker takes up what was cut off."""
    configure_logs()
    database = prepare(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    clock = fixed_clock(settings.fixed_now) if settings.fixed_now else system_clock
    work(database, HANDLERS, clock, stop)
    database.close()


def load_demo(settings: Settings) -> list[tuple[KeyOrder, str]]:
    """Load the seed county and issue a key of every kind; the secrets are shown this once."""
    database = prepare(settings)
    now = settings.fixed_now or system_clock()
    with database.write() as session:
        load_county(session, now)
        keys = [(order, issue_key(session, order, now)[1]) for order in DEMO_KEYS]
    database.close()
    return keys
