"""The API document in git is the API, is valid, and leaves no call undescribed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.kit.openapi import roles_of, routes_of
from app.kit.problems import MEDIA_TYPE
from app.main import create_app
from app.settings import Settings
from tests.contract.rights import PUBLIC

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"
APP = create_app(Settings(database_url="sqlite://", worker="off"))
DOCUMENT = APP.openapi()


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


OPERATIONS = dict(operations())


def test_the_document_in_git_is_the_programs() -> None:
    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(DOCUMENT)), "run `make openapi`, then review the difference"


def test_it_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_no_two_calls_have_one_id() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(ids) == len(set(ids))
    assert {"requests_submit", "requests_check", "overlaps_decide", "ledgers_withdraw"} <= set(ids)


def test_no_two_calls_have_one_line_in_a_list_of_calls() -> None:
    lines = [operation["summary"] for name, operation in OPERATIONS.items() if "/v1/" in name]
    assert len(lines) == len(set(lines))
    assert [line for line in lines if len(line) > 110 or not re.search("[\u4e00-\u9fff]", line)] == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_call_says_what_it_is_for_who_may_make_it_and_what_comes_back(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["description"]
    if name in PUBLIC:
        assert "security" not in operation
    else:
        assert operation["security"] == [{"key": []}]
        assert operation["x-roles"]
    good = {code: one for code, one in operation["responses"].items() if code.startswith("2")}
    assert good
    for code, response in good.items():
        kinds = response.get("content", {})
        assert code == "204" or any(kind.get("schema") for kind in kinds.values()), f"{code} has no schema"
    for code in ("4XX", "5XX"):
        assert set(operation["responses"][code]["content"]) == {MEDIA_TYPE}


def test_the_roles_in_the_document_are_those_that_are_asked_for() -> None:
    for route in (one for one in routes_of(APP) if one.include_in_schema):
        for method in route.methods or ():
            told = OPERATIONS[f"{method} {route.path_format}"].get("x-roles")
            assert told == (sorted(roles_of(route) or ()) or None), route.path


def test_every_body_that_is_json_has_an_example() -> None:
    bare = [
        name
        for name, operation in OPERATIONS.items()
        if (body := operation.get("requestBody", {}).get("content", {}).get("application/json"))
        and not examples_of(resolve(body["schema"]))
    ]
    assert bare == []


def test_every_example_is_what_its_schema_says() -> None:
    wrong = []
    for place, schema in schemas(DOCUMENT):
        for example in examples_of(schema):
            whole = {"$ref": f"#{place}", "components": DOCUMENT["components"], "paths": DOCUMENT["paths"]}
            wrong += [(place, error.message) for error in Draft202012Validator(whole).iter_errors(example)]
    assert wrong == []


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = DOCUMENT
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def examples_of(schema: dict[str, Any]) -> list[Any]:
    return list(schema.get("examples", []))


def schemas(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with examples that is a schema, by its JSON pointer."""
    if isinstance(value, dict):
        if isinstance(value.get("examples"), list):
            yield place, value
        for step, inner in value.items():
            if step != "examples":
                yield from schemas(inner, f"{place}/{step.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from schemas(inner, f"{place}/{number}")
