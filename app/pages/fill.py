"""The clerk's forms: what is due, each form to be had as a workbook and to be sent back filled."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, UploadFile

from app.forms.briefs import list_briefs
from app.forms.files import template_workbook
from app.forms.fill import fill_template
from app.forms.filled import read_filling, read_sent
from app.forms.open import Wanted, asked_template, open_template
from app.forms.submissions import show_submission
from app.forms.upload import XLSX, Upload
from app.kit.auth import Actor, Role
from app.kit.clock import local_date
from app.kit.web import Now, Read, Write
from app.overlaps.queries import names_of
from app.pages.page import PageRoute, draw
from app.pages.visitor import visitor
from app.registry.scope import require_township

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Clerk = Annotated[Actor, visitor(Role.TOWNSHIP)]
Period = Annotated[str | None, Query(max_length=8)]


@router.get("/forms")
def show_forms(request: Request, actor: Clerk, session: Read, now: Now) -> Response:
    """What the township has to fill in, by due date."""
    township = require_township(session, actor, actor.division)
    rows = list_briefs(session, township.code)
    return draw(request, "forms.html", rows=rows, place=township.name, today=local_date(now), told=None)


@router.get("/forms/{id}.xlsx")
def fetch_workbook(id: str, actor: Clerk, session: Read, now: Now, period: Period = None) -> Response:
    """The form as a workbook, with what is answered already and what is offered to be confirmed."""
    township = require_township(session, actor, actor.division)
    opened = open_template(session, Wanted(id, township.code, period), local_date(now), own=True)
    return template_workbook(opened, township.name)


@router.post("/forms")
def take_workbook(request: Request, file: UploadFile, actor: Clerk, session: Write, now: Now) -> Response:
    """Take the filled workbook, which names its form itself, and tell what came of it.

    What cannot stand is shown cell by cell, and nothing is stored then.
    """
    township = require_township(session, actor, actor.division)
    upload = Upload((file.filename or "form.xlsx")[:200], XLSX, file.file.read())
    filling = read_filling(upload, township.code, None, None)
    wanted = Wanted(filling.bundle, township.code, filling.period)
    template = asked_template(session, wanted, local_date(now))
    filled = fill_template(session, actor, template, read_sent(session, template, filling), now)
    told = show_submission(template, filled, names_of(session, template.requests), stored=True)
    rows = list_briefs(session, township.code)
    return draw(
        request, "forms.html", rows=rows, place=township.name, today=local_date(now), told=told,
        title=template.title,
    )  # fmt: skip
