"""Draws a page: one template, two languages, headers that let nothing foreign in, and problems as a page."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.kit.auth import Role
from app.kit.problems import Invalid, Problem
from app.kit.validation import faults_of
from app.kit.words import Words, prefers_english
from app.pages.visitor import COOKIE, SignInNeeded, to_sign_in

FOLDER = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_FORMS = ("/pages/requests", Words("任务和表格", "Requests and forms"))
_LEDGERS = ("/pages/ledgers", Words("台账", "Ledgers"))
_REVIEW = ("/pages/overlaps", Words("重叠审核", "Overlaps"))
_PLANS = ("/pages/schedules", Words("统筹日程", "Schedules"))
_FILL = ("/pages/forms", Words("要填的表", "Forms"))
_FIGURES = ("/pages/statistics", Words("负担统计", "Statistics"))
_MONTH = ("/pages/township", Words("本镇日程", "Schedule"))
MENU: dict[Role, tuple[tuple[str, Words], ...]] = {
    Role.DEPARTMENT: (_FORMS, _LEDGERS),
    Role.TOWNSHIP: (_MONTH, _FILL),
    Role.COORDINATOR: (_REVIEW, _PLANS, _FORMS, _LEDGERS, _FIGURES),
    Role.ADMIN: (_REVIEW, _PLANS, _FORMS, _LEDGERS, _FIGURES),
    Role.ANALYST: (_FIGURES,),
}
"""What each role finds in the menu; the first is where signing in leads."""

_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def draw(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page `template` with `values`; `t(zh, en)` in it speaks the reader's language, Chinese first."""
    english = reads_english(request)
    html = _environment.get_template(template).render(
        values, t=lambda zh, en: Words(zh, en)[english], lang="en" if english else "zh-CN", english=english,
        menu=[(path, words[english]) for path, words in _menu(request)],
        signed_in=COOKIE in request.cookies,
    )  # fmt: skip
    return HTMLResponse(html, status, HEADERS)


def _menu(request: Request) -> tuple[tuple[str, Words], ...]:
    role: Role | None = getattr(request.state, "role", None)
    return MENU[role] if role else ()


def reads_english(request: Request) -> bool:
    """Whether the reader's browser asks for English before Chinese."""
    return prefers_english(request.headers.get("accept-language"))


class PageRoute(APIRoute):
    """A route of people: what goes wrong is shown as a page, with the place and the remedy."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler that FastAPI builds, with problems turned into pages."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInNeeded:
                return to_sign_in(request)
            except RequestValidationError as error:
                return show_problem(request, Invalid(faults=faults_of(error.errors())))
            except Problem as problem:
                return show_problem(request, problem)

        return handled


def show_problem(request: Request, problem: Problem) -> HTMLResponse:
    """The problem as a page."""
    return draw(request, "problem.html", problem.status, problem=problem.to_json(reads_english(request)))
