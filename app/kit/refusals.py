"""Turns whatever goes wrong inside the application into a problem, so that no caller meets anything else."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.kit.ids import new_id
from app.kit.problems import (
    BadRequest,
    Fault,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
    problem_response,
)
from app.kit.validation import faults_of
from app.kit.words import Words

log = structlog.get_logger()

_BY_STATUS: dict[int, type[Problem]] = {
    400: BadRequest, 404: NotFound, 405: MethodNotAllowed, 413: TooLarge, 415: UnsupportedMedia,
}  # fmt: skip


_NO_JSON = Words("这里只收 application/json。", "Only application/json is taken here.")
_UNREAD = (
    Fault(
        Words("正文无法解析", "the body cannot be parsed"),
        Words(
            "按 Content-Type 所说的格式、用 UTF-8 编码重发；JSON 不要嵌套过深。",
            "Send it in the format that Content-Type names, in UTF-8, and not nested too deeply.",
        ),
        pointer="",
    ),
)


def install_refusals(app: FastAPI) -> None:
    """Register the handlers on `app`."""
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _unavailable)
    app.add_exception_handler(PoolTimeout, _unavailable)
    app.add_exception_handler(Exception, _unexpected)


def _told(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return problem_response(request, error)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    if isinstance(error.body, bytes) and any(item["loc"] == ("body",) for item in errors):
        # FastAPI hands over bytes unread where Content-Type does not say JSON
        return problem_response(request, UnsupportedMedia(_NO_JSON))
    kind = BadRequest if any(item["type"] == "json_invalid" for item in errors) else Invalid
    return problem_response(request, kind(faults=faults_of(errors)))


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code, BadRequest if error.status_code < 500 else Problem)
    problem = kind(faults=_UNREAD if error.status_code == 400 else (), headers=dict(error.headers or {}))
    if error.status_code == 405:
        problem.headers["Allow"] = ", ".join(_allowed(request))
    return problem_response(request, problem)


def _allowed(request: Request) -> list[str]:
    # Starlette tells the methods of the first route that has this path; callers want all of them
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        pattern = getattr(route, "path_regex", None)
        if pattern is not None and pattern.match(request.url.path):
            methods |= route.methods or set()
    return sorted(methods)


def _unavailable(request: Request, error: Exception) -> JSONResponse:
    log.warning("database unavailable", error=type(error).__name__, path=request.url.path)
    return problem_response(request, Unavailable(headers={"Retry-After": "2"}))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    # the number by which an administrator finds this error in the log
    number = f"urn:uuid:{new_id()}"
    log.error("unexpected error", path=request.url.path, instance=number, exc_info=error)
    detail = Words("系统出现意外错误，已记录。", "An unexpected error happened and was recorded.")
    return problem_response(request, Problem(detail, extras={"instance": number}))
