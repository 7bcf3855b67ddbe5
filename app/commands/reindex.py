"""Reads all active requests anew and files their keys, where the vocabulary or the keys have changed."""

from collections.abc import Iterator
from uuid import UUID

from rich.console import Console
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.commands.serve import prepare
from app.domain.matching import line_of
from app.forms.keep import kept_tables
from app.kit.db import Database
from app.overlaps.candidates import refile_keys
from app.overlaps.probe import probe_of
from app.overlaps.queue import wait_turn
from app.registry.knowledge.county import vocabulary_of
from app.requests.change import current_body
from app.requests.draft import read_body
from app.settings import Settings
from app.tables import Department, WorkRequest

CHUNK = 50
"""Requests a transaction: other writers of the province wait for so many and no more."""


def reindex_stored() -> None:
    """Read all active requests anew, after an upgrade of the vocabulary or the keys 重建比对索引."""
    console = Console(stderr=True)
    for share in reindex(prepare(Settings())):
        console.print(f"{share:.0%}", end="\r")


def reindex(database: Database) -> Iterator[float]:
    """The share done, after each chunk. Interrupted or run twice, it does no harm: what is done stays done.

    Pairs that were found and decided stay as they are; requests that come from now on find these by their
    new keys.
    """
    with database.read() as session:
        total = session.scalar(select(func.count()).select_from(WorkRequest)) or 0
    done, last = 0, UUID(int=0)
    while True:
        with database.write() as session:
            ids = _next_ids(session, last)
            _refile(session, ids)
        if not ids:
            return
        done, last = done + len(ids), ids[-1]
        yield done / max(done, total)


def _next_ids(session: Session, last: UUID) -> list[UUID]:
    query = select(WorkRequest.id).where(WorkRequest.id > last).order_by(WorkRequest.id).limit(CHUNK)
    return list(session.scalars(query))


def _refile(session: Session, ids: list[UUID]) -> None:
    targets = session.scalars(select(WorkRequest.targets).where(WorkRequest.id.in_(ids)))
    wait_turn(session, {code for codes in targets for code in codes})
    rows = session.execute(
        select(WorkRequest, Department.name)
        .join(Department, Department.code == WorkRequest.department)
        .where(WorkRequest.id.in_(ids), WorkRequest.state == "active")
    )
    for row, name in rows.all():
        before = probe_of(row)
        vocabulary = vocabulary_of(session, row.home)
        tables = kept_tables(session, row.home, row.id)
        reading = read_body(current_body(session, row), name, tables, vocabulary)
        row.reading, row.matter, row.line = reading.to_json(), reading.matter, line_of(reading)
        refile_keys(session, before, probe_of(row))
