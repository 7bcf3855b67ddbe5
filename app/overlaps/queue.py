"""One queue per province for everything that links requests, so that two posted at once find each other."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import NATION
from app.tables import Division

PROVINCE_DIGITS = 2


def wait_turn(session: Session, codes: Iterable[str]) -> None:
    """Hold the rows of the provinces of `codes` until the transaction ends.

    PostgreSQL at READ COMMITTED does not show one transaction what another has not committed; behind
    this lock the second sees all of the first. Root first, then provinces in order, so that nobody
    deadlocks; work for the whole nation excludes all, other work only its own provinces. A lock per
    county was rejected: a provincial request bundles with requests of several counties, and locking
    those one by one can deadlock. SQLite's single writer gives the same for nothing.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    provinces = sorted({code[:PROVINCE_DIGITS] for code in codes})
    nationwide = NATION in provinces
    root = select(Division.code).where(Division.code == NATION)
    session.execute(root.with_for_update(read=not nationwide, key_share=nationwide))
    if not nationwide:
        rows = select(Division.code).where(Division.code.in_(provinces)).order_by(Division.code)
        session.execute(rows.with_for_update(key_share=True))
