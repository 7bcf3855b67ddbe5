"""A township's rows in the ledgers of departments, as earlier words that its templates may offer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.merging import Earlier, SharedForm, Standing
from app.domain.merging.sharing.moments import LONGEST, span_of
from app.forms.ledgers.queries import shares_for
from app.kit.ids import public_id
from app.tables import Ledger, LedgerEdition, LedgerShare


def standing_words(session: Session, township: str, period: str, today: date) -> Iterator[Earlier]:
    """What ledgers in force hold of the township for a return of `period` ("" for one that does not recur):
    of each the newest edition that is not after the period, at most LONGEST days old."""
    end = span_of(period)[1]
    last = date.fromisoformat(end) if end else None
    first = min(last or today, today) - timedelta(days=LONGEST)
    for share, edition, ledger, owner in shares_for(session, township, first, last):
        yield _earlier(_Share(share.id, share, edition, ledger, owner))


@dataclass(frozen=True, slots=True)
class _Share:
    """A share by its id alone, which stands for its content: an edition never changes."""

    id: UUID
    share: LedgerShare = field(compare=False)
    edition: LedgerEdition = field(compare=False)
    ledger: Ledger = field(compare=False)
    owner: str = field(compare=False)


@lru_cache(maxsize=512)
def _earlier(one: _Share) -> Earlier:
    shared = SharedForm.from_json(one.edition.columns)
    standing = Standing(f"{one.owner}《{one.edition.title}》", not one.edition.unplaced)
    answers = {"values": {}, "rows": {shared.rosters[0].id: one.share.rows}}
    source = public_id("led", one.ledger.home, one.ledger.id)
    return Earlier(source, one.edition.as_of.isoformat(), one.edition.uploaded_at, shared, answers, standing)
