"""The calls by which departments keep ledgers, from which the townships' forms are filled in beforehand."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.forms.ledgers.keep import add_ledger, renew_ledger, withdraw_ledger
from app.forms.ledgers.listing import read_listing
from app.forms.ledgers.queries import find_ledger, newest_edition, page_of_ledgers, shares_of
from app.forms.ledgers.schemas import LedgerList, LedgerOut, LedgerRows, show_brief, show_ledger, show_rows
from app.forms.upload import WORKBOOK_BODY, Uploaded
from app.kit.auth import Actor, Role, allow
from app.kit.clock import local_date
from app.kit.problems import NotFound, UnsupportedMedia
from app.kit.web import Now, PageQuery, Read, StrictDate, Write, link_next
from app.kit.words import Words
from app.registry.scope import require_township
from app.tables import Ledger

router = APIRouter(prefix="/v1/ledgers", tags=["ledgers"])

Owner = Annotated[Actor, allow(Role.DEPARTMENT)]
Reader = Annotated[Actor, allow(Role.DEPARTMENT, Role.COORDINATOR, Role.ADMIN)]
AsOf = Annotated[StrictDate, Query(description="the day as of which the list holds")]
Division = Annotated[
    str | None,
    Query(max_length=12, pattern=r"^\d+$", description="what it lists; the department's own by default"),
]
BODY = {"requestBody": {"required": True, **WORKBOOK_BODY}}


@router.post("", status_code=201, openapi_extra=BODY)
def post_ledger(
    actor: Owner, upload: Uploaded, session: Write, now: Now, as_of: AsOf, division: Division = None
) -> LedgerOut:
    """Keep a ledger 台账, an .xlsx of one list: forms that ask for the same objects are offered its rows.

    Each township is offered its own rows only, and what they add up to, until it confirms them.
    """
    listing = read_listing(_workbook(upload), as_of, local_date(now))
    return _shown(session, actor, add_ledger(session, actor, listing, division, now))


@router.get("")
def list_ledgers(
    request: Request, response: Response, actor: Reader, session: Read, page: PageQuery
) -> LedgerList:
    """The department's own ledgers, or those of the coordinator's division 台账目录."""
    rows, cursor = page_of_ledgers(session, actor, page)
    link_next(request, response, cursor)
    return LedgerList(items=[show_brief(*row) for row in rows], next=cursor)


@router.get("/{id}")
def read_one(id: str, actor: Reader, session: Read) -> LedgerOut:
    """A ledger as it was understood, without its rows 台账."""
    return _shown(session, actor, find_ledger(session, actor, id))


@router.put("/{id}", openapi_extra=BODY)
def put_edition(id: str, actor: Owner, upload: Uploaded, session: Write, now: Now, as_of: AsOf) -> LedgerOut:
    """Replace a ledger by a newer edition 更新台账: it is offered from now on, the earlier ones are kept."""
    ledger = find_ledger(session, actor, id)
    listing = read_listing(_workbook(upload), as_of, local_date(now))
    return _shown(session, actor, renew_ledger(session, actor, ledger, listing, now))


@router.post("/{id}/withdraw")
def withdraw(id: str, actor: Owner, session: Write, now: Now) -> LedgerOut:
    """Take a ledger back 撤回台账: it is offered no more; what townships confirmed stays their answer."""
    ledger = find_ledger(session, actor, id)
    return _shown(session, actor, withdraw_ledger(session, actor, ledger, now))


@router.get("/{id}/rows")
def read_rows(
    id: str, actor: Reader, session: Read,
    township: Annotated[str, Query(max_length=12, pattern=r"^\d+$")],
) -> LedgerRows:  # fmt: skip
    """One township's rows of the edition in force 台账明细; a coordinator sees personal data masked."""
    ledger = find_ledger(session, actor, id)
    own = actor.role is Role.DEPARTMENT
    if not own:
        require_township(session, actor, township)
    edition = newest_edition(session, ledger)
    share = next((one for one in shares_of(session, actor, edition) if one.township == township), None)
    if share is None:
        raise NotFound(Words("台账里没有该乡镇的行。", "The ledger has no rows of this township."))
    return show_rows(edition, share, own=own)


def _workbook(upload: Uploaded) -> Uploaded:
    if not upload.is_workbook:
        raise UnsupportedMedia(Words("台账只收表格文件。", "A ledger is taken as a workbook only."))
    return upload


def _shown(session: Read, actor: Actor, ledger: Ledger) -> LedgerOut:
    edition = newest_edition(session, ledger)
    return show_ledger(ledger, edition, shares_of(session, actor, edition))
