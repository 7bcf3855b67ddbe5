"""The ledgers that departments keep: what each holds, its editions, until when it is offered, to what."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response, UploadFile
from starlette.responses import RedirectResponse

from app.forms.ledgers.keep import add_ledger, renew_ledger, withdraw_ledger
from app.forms.ledgers.listing import Listing, read_listing
from app.forms.ledgers.overview import editions_of, offered_until, rows_of
from app.forms.ledgers.queries import find_ledger, newest_edition, page_of_ledgers, shares_of
from app.forms.ledgers.schemas import show_brief, show_ledger
from app.forms.upload import XLSX, Upload
from app.kit.auth import Actor, Role
from app.kit.clock import SHANGHAI, local_date
from app.kit.ids import public_id
from app.kit.web import Now, PageQuery, Read, StrictDate, Write
from app.pages.page import PageRoute, draw
from app.pages.visitor import visitor
from app.pages.wording import FIELD_TYPES, GRAINS
from app.requests.asking import asked_by
from app.schedules.queries import department_names, township_names

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Reader = Annotated[Actor, visitor(Role.DEPARTMENT, Role.COORDINATOR, Role.ADMIN)]
Owner = Annotated[Actor, visitor(Role.DEPARTMENT)]
AsOf = Annotated[StrictDate, Form()]


@router.get("/ledgers")
def show_ledgers(request: Request, actor: Reader, session: Read, now: Now, page: PageQuery) -> Response:
    """The ledgers that the visitor may see, the newest first."""
    found, cursor = page_of_ledgers(session, actor, page)
    counted = rows_of(session, actor, [edition for _, edition in found])
    rows = [
        {**show_brief(*row).model_dump(), "rows": counted[at], "until": offered_until(row[1].as_of)}
        for at, row in enumerate(found)
    ]
    names = department_names(session, {row["department"] for row in rows})
    return draw(
        request, "ledgers.html", rows=rows, names=names, next=cursor, today=local_date(now), grains=GRAINS,
        own=actor.role is Role.DEPARTMENT,
    )  # fmt: skip


@router.post("/ledgers")
def take_ledger(file: UploadFile, as_of: AsOf, actor: Owner, session: Write, now: Now) -> Response:
    """Keep a new ledger and show how it was understood."""
    ledger = add_ledger(session, actor, _listing(file, as_of, local_date(now)), None, now)
    return RedirectResponse(f"/pages/ledgers/{public_id('led', ledger.home, ledger.id)}", 303)


@router.get("/ledgers/{id}")
def show_one(request: Request, id: str, actor: Reader, session: Read, now: Now) -> Response:
    """How a ledger was understood, its editions, its rows by township, and the forms that it answers.

    No row is shown, nor a value that was not understood: only where it stands.
    """
    ledger = find_ledger(session, actor, id)
    edition = newest_edition(session, ledger)
    shown = show_ledger(ledger, edition, shares_of(session, actor, edition))
    return draw(
        request, "ledger.html", id=id, ledger=shown,
        until=offered_until(edition.as_of), today=local_date(now),
        editions=[_edition(one) for one in editions_of(session, actor, ledger)],
        asked=[
            {"id": public_id("req", one.home, one.id), "title": one.title, "due": one.latest}
            for one in asked_by(session, actor, ledger)
        ],
        department=department_names(session, {ledger.department})[ledger.department],
        places=township_names(session, ledger.division),
        own=actor.role is Role.DEPARTMENT, types=FIELD_TYPES, grains=GRAINS,
    )  # fmt: skip


@router.post("/ledgers/{id}")
def take_edition(id: str, file: UploadFile, as_of: AsOf, actor: Owner, session: Write, now: Now) -> Response:
    """Keep a newer edition and show it."""
    ledger = find_ledger(session, actor, id)
    renew_ledger(session, actor, ledger, _listing(file, as_of, local_date(now)), now)
    return RedirectResponse(f"/pages/ledgers/{id}", 303)


@router.post("/ledgers/{id}/withdraw")
def take_back(id: str, actor: Owner, session: Write, now: Now) -> Response:
    """Offer a ledger to nobody from now on."""
    withdraw_ledger(session, actor, find_ledger(session, actor, id), now)
    return RedirectResponse(f"/pages/ledgers/{id}", 303)


def _listing(file: UploadFile, as_of: date, today: date) -> Listing:
    return read_listing(Upload((file.filename or "ledger.xlsx")[:200], XLSX, file.file.read()), as_of, today)


def _edition(one: Any) -> dict[str, Any]:
    return {
        "edition": one.edition, "as_of": one.as_of, "file_name": one.file_name, "rows": one.rows,
        "unplaced": one.unplaced, "sent": one.uploaded_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
