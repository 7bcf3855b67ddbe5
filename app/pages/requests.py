"""A department's requests that have a form, with what of it was not understood: the way to a form's page."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.forms.keep import latest_forms
from app.kit.auth import Actor, Role
from app.kit.ids import public_id
from app.kit.web import PageQuery, Read, cut_page
from app.pages.page import PageRoute, draw
from app.pages.visitor import visitor
from app.requests.queries import list_requests_with_forms

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Reader = Annotated[Actor, visitor(Role.DEPARTMENT, Role.COORDINATOR, Role.ADMIN)]


@router.get("/requests")
def show_requests(request: Request, actor: Reader, session: Read, page: PageQuery) -> Response:
    """The requests with a form, the newest first."""
    found = session.scalars(list_requests_with_forms(actor, page.after_id()).limit(page.limit + 1)).all()
    rows, cursor = cut_page(found, page, lambda row: [str(row.id)])
    forms = {form.request_id: form for form in latest_forms(session, rows)}
    shown = [
        {
            "id": public_id("req", row.home, row.id),
            "title": row.title,
            "due": row.latest.isoformat(),
            "cells": forms[row.id].input_cells,
            "odd": len(forms[row.id].not_understood),
        }
        for row in rows
    ]
    return draw(request, "requests.html", rows=shown, next=cursor)
