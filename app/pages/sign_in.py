"""Signing in with a key, and out again: no accounts, since a list of people is a thing to keep."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from app.kit.auth import ALL, Actor, find_speaker
from app.pages.page import MENU, PageRoute, draw
from app.pages.visitor import COOKIE, SIGN_IN, check_own_form, remember, visitor

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

HOME = "/pages"
OURS = re.compile(r"/pages(/[\w./-]*)?")
Next = Annotated[str, Query(alias="next", max_length=300)]


@router.get("")
def show_home(actor: Annotated[Actor, visitor(*ALL)]) -> Response:
    """Lead everybody to the first page of their menu."""
    return RedirectResponse(MENU[actor.role][0][0], 303)


@router.get("/sign-in")
def show_sign_in(request: Request, wanted: Next = HOME) -> Response:
    """The form that asks for the key."""
    return draw(request, "sign_in.html", next=_ours(wanted), refused=False)


@router.post("/sign-in")
def sign_in(
    request: Request,
    key: Annotated[str, Form(max_length=200)],
    wanted: Annotated[str, Form(alias="next", max_length=300)] = HOME,
) -> Response:
    """Take the key into the cookie if it is valid, and go on to the page that was wanted."""
    check_own_form(request)
    if find_speaker(request, key.strip()) is None:
        return draw(request, "sign_in.html", 401, next=_ours(wanted), refused=True)
    answer = RedirectResponse(_ours(wanted), 303)
    remember(answer, request, key.strip())
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Forget the key."""
    check_own_form(request)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE, path="/pages")
    return answer


def _ours(path: str) -> str:
    # an address elsewhere would turn the sign-in into a bait
    return path if OURS.fullmatch(path) and "//" not in path else HOME
