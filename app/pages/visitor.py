"""Who looks at a page: the key that a person signed in with, and the guard against foreign pages' forms."""

from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request, Response
from starlette.responses import RedirectResponse

from app.kit.auth import Actor, Forbidden, Role, find_speaker
from app.kit.problems import Problem
from app.kit.words import Words

COOKIE = "jianfu_key"
SIGN_IN = "/pages/sign-in"
WORKDAY = 12 * 3600
"""Seconds until a browser forgets the key (等保2.0 asks for an end of every session)."""


class SignInNeeded(Problem):
    slug = "sign-in-needed"
    status = 401
    title = Words("请先登录", "Please sign in first")
    remedy = Words("在登录页填写密钥。", "Enter your key on the sign-in page.")


class ForeignForm(Problem):
    slug = "foreign-form"
    status = 403
    title = Words(
        "这次提交不是从本系统的页面发出的，没有保存",
        "This was not sent from a page of ours; nothing was stored",
    )
    remedy = Words("请打开本系统的页面重新填写。", "Open the page here and fill it in again.")


class Visitor:
    """The dependency that finds the actor behind the cookie and checks the role; tests read `roles`.

    The calls under /v1 never look at cookies, so that a page of somebody else cannot make a browser call
    them. Forms of ours are taken only from ours: the cookie is SameSite=Strict, and what a browser says of
    a form's origin (Fetch Metadata, or Origin in older ones) has to agree.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, request: Request) -> Actor:
        """Raises SignInNeeded, Forbidden and ForeignForm."""
        if request.method == "POST":
            check_own_form(request)
        secret = request.cookies.get(COOKIE, "")
        actor = find_speaker(request, secret) if secret else None
        if actor is None:
            raise SignInNeeded
        request.state.role = actor.role  # for the menu
        if actor.role not in self.roles:
            raise Forbidden
        return actor


def visitor(*roles: Role) -> Any:
    """Declare who may open a page: `actor: Annotated[Actor, visitor(Role.DEPARTMENT)]`."""
    return Depends(Visitor(*roles))


def check_own_form(request: Request) -> None:
    """Raises ForeignForm where a browser says that the form came from elsewhere."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in (None, "same-origin", "none") or (site is None and foreign):
        raise ForeignForm


def to_sign_in(request: Request) -> Response:
    """Send the visitor to sign in, and back afterwards."""
    return RedirectResponse(f"{SIGN_IN}?next={quote(request.url.path, safe='/')}", 303)


def remember(response: Response, request: Request, secret: str) -> None:
    """Let the browser keep the key for a working day, out of reach of scripts and of other sites."""
    response.set_cookie(
        COOKIE, secret, max_age=WORKDAY, path="/pages", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
