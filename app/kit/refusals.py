"""Turns whatever goes wrong inside the application into a problem, so that no caller meets anything else."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.kit.problems import (
    BadRequest,
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
    kind = BadRequest if any(item["type"] == "json_invalid" for item in errors) else Invalid
    return problem_response(request, kind(faults=faults_of(errors)))


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code, BadRequest if error.status_code < 500 else Problem)
    problem = kind(headers=dict(error.headers or {}))
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
    log.error("unexpected error", path=request.url.path, exc_info=error)
    detail = Words("系统出现意外错误，已记录。", "An unexpected error happened and was recorded.")
    return problem_response(request, Problem(detail))
