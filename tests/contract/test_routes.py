"""Nobody gets in without a rule: every route × role × scope, on rows that were made through the calls."""

from datetime import timedelta

import pytest

from app.access.keys import KeyOrder, issue_key
from app.kit.auth import Role
from app.kit.openapi import roles_of, routes_of
from app.kit.problems import MEDIA_TYPE
from tests.conftest import World
from tests.contract.rights import (
    FOREIGN,
    HOME,
    PUBLIC,
    PUBLIC_PAGES,
    SECRET,
    Rule,
    fill,
    guarded,
    make_rows,
    names_of,
    rules,
)


def send(world: World, name: str, rule: Rule, rows, role: str, scope: str):
    method, path = fill(name, rows)
    return world.call(method, path + rule.query, role, scope, json=rule.json, **rule.options)


@pytest.fixture
def rows(world: World) -> dict[str, str]:
    return make_rows(world)


def test_every_route_has_a_rule_or_a_reason_to_be_public(world: World) -> None:
    known = rules(dict.fromkeys(("bundles", "field", "schedules"), ""))
    for route in routes_of(world.app):
        if route.path.startswith("/pages"):
            continue  # tests/pages/test_rights.py walks these
        for name in names_of(route):
            if roles_of(route) is None:
                assert name in PUBLIC, f"{name} asks for no key: add allow(...), or say why in PUBLIC"
            else:
                assert name in known, f"{name} is new: say in rights.py what a foreign key gets from it"


def test_nothing_else_is_served(world: World) -> None:
    pages = {path for route in world.app.routes if (path := getattr(route, "path", None)) is not None}
    assert pages == PUBLIC_PAGES


def test_without_a_valid_key_nobody_gets_in(world: World) -> None:
    rows = dict.fromkeys(HOME, "") | dict.fromkeys(
        (
            "requests",
            "overlaps",
            "bundles",
            "field-decisions",
            "schedules",
            "keys",
            "feeds",
            "ledgers",
            "townships",
            "divisions",
        ),
        "990101001",
    )
    rows |= {"settings": "990101", "calendars": "990101", "field": ""}
    headers = {
        "no key": {},
        "another scheme": {"Authorization": "Basic YTpi"},
        "an empty key": {"Authorization": "Bearer "},
        "a wrong key": {"Authorization": "Bearer jianfu_wrong"},
        "a revoked key": {"Authorization": f"Bearer {revoked(world)}"},
        "an expired key": {"Authorization": f"Bearer {expired(world)}"},
    }
    table = rules(rows)
    holes = []
    for name in guarded(world):
        method, path = fill(name, rows)
        for what, header in headers.items():
            answer = world.client.request(
                method, path + table[name].query, headers=header, json=table[name].json
            )
            told = (
                answer.status_code,
                answer.headers["content-type"],
                answer.headers.get("www-authenticate", "")[:6],
            )
            if told != (401, MEDIA_TYPE, "Bearer"):
                holes.append((name, what, told))
    assert holes == []


def test_a_role_that_a_route_does_not_name_is_refused(world: World, rows) -> None:
    table = rules(rows)
    holes = [
        (name, role, answer.status_code)
        for name, roles in guarded(world).items()
        for role in set(Role) - roles
        if (answer := send(world, name, table[name], rows, role, HOME[role])).status_code != 403
    ]
    assert holes == []


def test_a_key_of_another_place_sees_and_changes_nothing(world: World, rows) -> None:
    table = rules(rows)
    ids = [value.rsplit("_", 1)[-1] for value in rows.values() if "-" in value]
    holes = []
    for name, roles in guarded(world).items():
        for role in roles:
            for scope in FOREIGN[role]:
                expected = table[name].outcome(scope)
                if expected == "peer":
                    continue
                answer = send(world, name, table[name], rows, role, scope)
                leaks = expected != "public" and any(one in answer.text for one in (SECRET, *ids))
                if leaks and answer.status_code < 300:
                    holes.append((name, role, scope, "shows the county's rows", answer.text[:200]))
                if not meets(answer, expected):
                    holes.append((name, role, scope, answer.status_code, answer.text[:200]))
    assert holes == []


def meets(answer, expected: int | str) -> bool:
    if isinstance(expected, int):
        return answer.status_code == expected
    if expected == "empty":
        return answer.status_code == 200 and answer.json()["items"] == []
    return answer.status_code == 200


def test_the_right_key_gets_through(world: World, rows) -> None:
    table = rules(rows)
    shut = []
    for name, roles in sorted(
        guarded(world).items(), key=lambda one: one[0].endswith(("withdraw", "revoke"))
    ):
        for role in roles:
            answer = send(world, name, table[name], rows, role, HOME[role])
            # 409: the second role finds done what the first one did
            if answer.status_code >= 300 and answer.status_code != 409:
                shut.append((name, role, answer.status_code, answer.text[:200]))
    assert shut == []


def revoked(world: World) -> str:
    secret = world.key("coordinator")
    [key] = [
        one for one in world.get("/v1/keys", "admin", "0").json()["items"] if one["role"] == "coordinator"
    ]
    assert world.post(f"/v1/keys/{key['id']}/revoke", None, "admin", "0").status_code == 200
    return secret


def expired(world: World) -> str:
    order = KeyOrder(Role.COORDINATOR, "test", "990101", expires_at=world.clock() + timedelta(days=1))
    with world.database.write() as session:
        secret = issue_key(session, order, world.clock())[1]
    header = {"Authorization": f"Bearer {secret}"}
    assert world.client.get("/v1/requests", headers=header).status_code == 200
    world.clock.forward(days=1)
    assert world.client.get("/v1/requests", headers=header).status_code == 401
    return secret
