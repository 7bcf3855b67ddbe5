"""Fills the key table with requests by the million: the product's rows, past its statements."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite

from app.domain.matching import CandidateKey, candidate_keys
from app.domain.matching.keys import DOCUMENT, key_of
from app.kit.db import Database
from app.overlaps.candidates import key_rows
from benchmarks.province.notices import Text
from benchmarks.province.year import Ask

COLUMNS = ("key", "slot", "scope", "request_id", "starts", "ends", "weight", "home")
CHUNK = 5_000


def fill_keys(database: Database, asks: Sequence[Ask], texts: Sequence[Text]) -> None:
    """The rows of each request, in the order in which the requests come."""
    database.close()  # it opens anew when it is asked: SQLite changes its journal for one connection alone
    if database.is_sqlite:
        _fill_sqlite(str(database.url.database), _rows(asks, texts, hexadecimal=True))
    else:
        _fill_postgresql(database.url.render_as_string(hide_password=False), _rows(asks, texts))


def _rows(asks: Sequence[Ask], texts: Sequence[Text], hexadecimal: bool = False) -> Iterator[tuple[Any, ...]]:
    # what differs between two requests of one text is where, when and under which number they are filed:
    # the product works the rows out for one key, and the other keys follow
    known: dict[int, tuple[CandidateKey, ...]] = {}
    for ask in asks:
        if ask.text not in known:
            known[ask.text] = candidate_keys(texts[ask.text].reading)
        numbers = (key_of("document", number) for number in (ask.document_no, *ask.cites))
        keys = [(key.key, key.weight) for key in known[ask.text]] + [(key, DOCUMENT) for key in numbers]
        id_ = ask.id.hex if hexadecimal else str(ask.id)
        for row in key_rows(ask.probe(texts), known[ask.text][:1]):
            slot, scope, starts, ends = row["slot"], row["scope"], row["starts"], row["ends"]
            for key, weight in keys:
                yield key, slot, scope, id_, starts, ends, weight, row["home"]


def _fill_sqlite(path: str, rows: Iterator[tuple[Any, ...]]) -> None:
    connection = sqlite.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -3000000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    marks = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO candidate_key ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
    connection.execute("COMMIT")
    connection.close()


def _fill_postgresql(address: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        with connection.cursor().copy(f"COPY candidate_key ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            while some := list(islice(rows, CHUNK)):
                copy.write("".join("\t".join(map(str, row)) + "\n" for row in some))
        connection.execute("VACUUM ANALYZE candidate_key")
