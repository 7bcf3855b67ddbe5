"""What a person wants to know of a ledger at one look: its editions, its rows, until when it is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from app.domain.merging.sharing.moments import LONGEST
from app.forms.ledgers.queries import seen_by
from app.kit.auth import Actor
from app.tables import Ledger, LedgerEdition, LedgerShare


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: as of which day, sent when, with how many rows that the reader may see."""

    edition: int
    as_of: date
    uploaded_at: datetime
    file_name: str
    rows: int
    unplaced: int


def offered_until(as_of: date) -> date:
    """The last day on which rows that hold as of a day are offered: a newer edition is due by then."""
    return as_of + timedelta(days=LONGEST)


def editions_of(session: Session, actor: Actor, ledger: Ledger) -> list[Edition]:
    """All editions of a ledger, the newest first."""
    seen = LedgerShare.edition_id == LedgerEdition.id, seen_by(actor)
    rows = select(func.coalesce(func.sum(LedgerShare.size), 0)).where(*seen).scalar_subquery()
    query = (
        select(LedgerEdition, rows)
        .where(LedgerEdition.home == ledger.home, LedgerEdition.ledger_id == ledger.id)
        .options(defer(LedgerEdition.columns))
        .order_by(LedgerEdition.edition.desc())
    )
    return [
        Edition(row.edition, row.as_of, row.uploaded_at, row.file_name, rows, len(row.unplaced))
        for row, rows in session.execute(query)
    ]


def rows_of(session: Session, actor: Actor, editions: Sequence[LedgerEdition]) -> dict[int, int]:
    """How many rows that the reader may see each of `editions` has, by its place in the list."""
    query = (
        select(LedgerShare.edition_id, func.sum(LedgerShare.size))
        .where(LedgerShare.edition_id.in_([one.id for one in editions]), seen_by(actor))
        .group_by(LedgerShare.edition_id)
    )
    counted = dict(session.execute(query).all())
    return {at: int(counted.get(one.id, 0)) for at, one in enumerate(editions)}
