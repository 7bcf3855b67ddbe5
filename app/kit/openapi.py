"""Completes the OpenAPI document: keys, problems for every call, and the roles that may make it."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from app.kit.auth import Allow
from app.kit.problems import MEDIA_TYPE

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "remedy"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:jianfu:problem:invalid"]},
        "title": {"type": "string", "examples": ["内容有误，没有保存"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "remedy": {"type": "string", "examples": ["请按 errors 逐项修改后重发。"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "remedy"],
                "properties": {
                    "pointer": {"type": "string", "examples": ["/window/latest"]},
                    "parameter": {"type": "string"},
                    "sheet": {"type": "string"},
                    "cell": {"type": "string"},
                    "line": {"type": "integer"},
                    "detail": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            },
        },
    },
}

_END = re.compile(r"[:;.](?=\s|$)")
"""Where the first thing that a description says is over: a call's line in a list of calls."""


def routes_of(app: FastAPI) -> Iterator[RouteContext]:
    """Every call of the application, those of included routers too."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            yield route


def roles_of(route: RouteContext) -> frozenset[str] | None:
    """The roles that a route lets in, or None where it asks for no key at all."""
    rules = [call for call in _calls(route.dependant) if isinstance(call, Allow)]
    return frozenset(role.value for rule in rules for role in rule.roles) if rules else None


def name_operation(route: APIRoute) -> str:
    """A call's id in the document, `overlaps_decide`: generators of clients make it the name of a method."""
    return f"{route.tags[0] if route.tags else 'pages'}_{route.name}"


def describe(app: FastAPI) -> None:
    """Make `app.openapi()` give the completed document; it is built once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes, openapi_version="3.1.0"
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for route in routes_of(app):
        for method in route.methods or ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is not None:
                _complete_operation(operation, roles_of(route))
    return document


def _complete_operation(operation: dict[str, Any], roles: frozenset[str] | None) -> None:
    problem = {
        "description": "Problem 问题说明 (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    operation["summary"] = _END.split(operation["description"], maxsplit=1)[0]
    operation["responses"].pop("422", None)
    for answer in operation["responses"].values():
        for content in answer.get("content", {}).values():
            if "$ref" in content.get("schema", {}):
                content["schema"].pop("type", None)  # FastAPI says "string" of every stream
    operation["responses"] |= {"4XX": problem, "5XX": problem}
    if roles is not None:
        operation["security"] = [{"key": []}]
        operation["x-roles"] = sorted(roles)


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
