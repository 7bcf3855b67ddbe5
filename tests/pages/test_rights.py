"""Who gets which page: every page by every role, and no form that another site sent."""

import pytest

from app.kit.auth import Role
from app.kit.openapi import routes_of
from app.pages.visitor import COOKIE, Visitor
from tests.conftest import World

OPEN = {
    "GET /pages/sign-in",
    "POST /pages/sign-in",
    "POST /pages/sign-out",
    "GET /pages/jianfu.css",
    "GET /pages/htmx.js",
}
EXAMPLE = "req_990101_01a209e2-ef07-7415-a9cb-28c7f3e7ce9d"


def called(name: str) -> list[str]:
    """Method and path of a page, with something to look at filled in."""
    return name.replace("{id}", EXAMPLE).replace("{name}", "burden").split(" ")


def pages(world: World) -> dict[str, frozenset[str]]:
    """The roles that each page lets in; none where it is open to everybody."""
    found = {}
    for route in routes_of(world.app):
        if route.path.startswith("/pages"):
            rules = [one.call for one in route.dependant.dependencies if isinstance(one.call, Visitor)]
            for method in route.methods:
                found[f"{method} {route.path}"] = frozenset(role for rule in rules for role in rule.roles)
    return found


def test_a_page_is_open_only_where_it_is_said(world: World) -> None:
    assert {name for name, roles in pages(world).items() if not roles} == OPEN


def test_without_a_key_every_page_leads_to_the_sign_in(world: World) -> None:
    for name in set(pages(world)) - OPEN:
        method, path = called(name)
        answer = world.client.request(method, path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/pages/sign-in?next={path}"), name


def test_a_role_that_a_page_does_not_name_is_refused(world: World) -> None:
    scopes = {"department": "990101-07", "township": "990101001"}
    for name, roles in pages(world).items():
        method, path = called(name)
        for role in set(Role) - roles if roles else ():
            world.client.cookies.set(COOKIE, world.key(role, scopes.get(role, "990101")))
            assert world.client.request(method, path).status_code == 403, (name, role)


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_a_form_of_another_site_is_refused(world: World, headers: dict[str, str]) -> None:
    world.client.cookies.set(COOKIE, world.key("department", "990101-07"))
    for name in pages(world):
        method, path = called(name)
        if method == "POST":
            answer = world.client.request(method, path, headers=headers, data={"key": "jianfu_x"})
            assert answer.status_code == 403, name
            assert "不是从本系统的页面发出" in answer.text


def test_the_calls_take_no_cookie(world: World) -> None:
    world.client.cookies.set(COOKIE, world.key("department", "990101-07"))
    assert world.client.get("/v1/requests").status_code == 401


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "/v1/requests"])
def test_signing_in_leads_nowhere_else(world: World, wanted: str) -> None:
    form = {"key": world.key("department", "990101-07"), "next": wanted}
    answer = world.client.post("/pages/sign-in", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/pages"
