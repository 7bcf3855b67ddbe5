"""Planted personal values are looked for in every GET and page, by everybody: only those who stand in ALLOWED
see them, the township that answers and the department that asks, each its own columns."""

import io
import json
import logging
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet
import pytest
from sqlalchemy import select

from app.kit.auth import Role
from app.kit.logs import configure_logs, told
from app.pages.visitor import COOKIE
from app.tables import FormReturn
from tests.api.test_forms import HEALTH, STATISTICS, TOWN, template_list
from tests.builders import report
from tests.conftest import COUNTY, World
from tests.contract.rights import HOME, fill, guarded, make_rows, rules
from tests.pages.test_rights import pages

SECRETS = {
    "name": "欧阳某甲",
    "number": "990101195001011234",
    "old phone": "19900001111",
    "phone": "19900002222",
    "illness": "慢性肾衰竭",
}
COLUMNS = {
    STATISTICS: {"姓名": "name", "身份证号码": "number", "联系电话": "phone"},
    HEALTH: {"姓名": "name", "身份证号码": "number", "健康状况": "illness"},
}
SAID_NOW = frozenset(SECRETS) - {"old phone"}
OF_STATISTICS, OF_HEALTH = frozenset(SECRETS) - {"illness"}, frozenset({"name", "number", "illness"})
# who may see a clear value, where: the whole list
ALLOWED: dict[tuple[str, str, str], frozenset[str]] = {
    ("township", TOWN, "GET /v1/bundles/{id}/template"): SAID_NOW,  # its own answers, to go on with
    ("township", TOWN, "GET /pages/forms/{id}.xlsx"): SAID_NOW,
    (
        "department",
        STATISTICS,
        "GET /v1/requests/{id}/returns",
    ): OF_STATISTICS,  # what it asked; and its `changes`
    ("department", HEALTH, "GET /v1/requests/{id}/returns"): OF_HEALTH,
}
CALLERS = (
    ("township", TOWN), ("township", "990101002"), ("department", STATISTICS), ("department", HEALTH),
    ("department", HOME["department"]), ("coordinator", COUNTY), ("analyst", COUNTY), ("admin", COUNTY),
)  # fmt: skip


def seen_in(content: bytes) -> set[str]:
    """Which planted values the bytes hold, unpacked where they are packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        content = str(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()).encode()
    text = content.decode(errors="replace")
    told = text + text.encode().decode("unicode_escape", errors="ignore") if "\\u" in text else text
    return {kind for kind, secret in SECRETS.items() if secret in told}


def formats_of(world: World) -> dict[str, list[str]]:
    """The values that each route's parameter `format` takes, by the route."""
    return {
        f"{method.upper()} {path}": [
            value
            for parameter in call.get("parameters", ())
            if parameter["name"] == "format"
            for kind in parameter["schema"].get("anyOf", [parameter["schema"]])
            for value in kind.get("enum", ())
        ]
        for path, calls in world.app.openapi()["paths"].items()
        for method, call in calls.items()
    }


def ask(world: World, scope: str) -> str:
    """A roster of people, asked by one department; the id of its request."""
    columns = [{"label": label, "type": "text", "grain": "person"} for label in COLUMNS[scope]]
    form = {"title": "困难群众花名册", "kind": "ledger", "fields": columns}
    posted = world.post("/v1/requests", report(targets=[TOWN], form=form, source_no=None), scope=scope)
    assert posted.status_code == 201, posted.text
    answer = posted.json()
    for overlap in answer["overlaps"]:
        if overlap["state"] == "proposed" and "困难群众" in overlap["request"]["title"]:
            world.post(f"/v1/overlaps/{overlap['id']}/decision", {"decision": "confirm"}, "coordinator")
    return answer["request"]["id"]


class Planted:
    """A county with rows of every kind, and people's data in the answers of one township."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows = make_rows(world)
        self.requests = {scope: ask(world, scope) for scope in COLUMNS}
        self.bundles = {line["bundle"]: self._template(line) for line in self._rosters()}
        self.answers = [self._save("old phone"), self._save("phone")]

    def _rosters(self) -> list[dict[str, Any]]:
        return [line for line in template_list(self.world) if line["title"] == "困难群众花名册"]

    def _template(self, line: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.world.get(line["template"], "township", TOWN).json()
        return found

    def _save(self, phone: str) -> str:
        kinds = {label: kind for columns in COLUMNS.values() for label, kind in columns.items()}
        kinds["联系电话"] = phone
        told = []
        for bundle, template in self.bundles.items():
            ids = {one["id"]: kinds[one["label"]] for one in template["fields"]}
            row = {key: SECRETS[kind] for key, kind in ids.items()}
            body = {"bundle": bundle, "answers": {"rows": {template["rosters"][0]["id"]: [row]}}}
            answer = self.world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
            assert answer.status_code == 201, answer.text
            told.append(answer.text)
        return "".join(told)

    def addresses(self) -> Iterator[tuple[str, str]]:
        """(route, address) of every GET, in each of its formats, for each row that it may stand for."""
        table, formats = rules(self.rows), formats_of(self.world)
        for name in guarded(self.world):
            if not name.startswith("GET "):
                continue
            for path in {fill(name, rows)[1] for rows in self._variants()}:
                query = table[name].query or "?"
                if name == "GET /v1/requests/{id}/returns":
                    query = f"?township={TOWN}"
                if name.startswith("GET /v1/statistics/"):
                    yield name, f"{path}{query}&group_by=department,township,matter,month,kind"
                yield from ((name, f"{path}{query}&format={form}") for form in formats[name])
                yield name, path + table[name].query

    def page_addresses(self) -> Iterator[tuple[str, str]]:
        for name in pages(self.world):
            method, path = name.split(" ")
            ids = [*self.bundles, *self.requests.values(), *self.rows.values()] if "{id}" in path else [""]
            if method == "GET":
                yield from ((name, path.replace("{id}", id_)) for id_ in ids)

    def _variants(self) -> Iterator[dict[str, str]]:
        yield self.rows
        for request in self.requests.values():
            for bundle in self.bundles:
                yield {**self.rows, "requests": request, "bundles": bundle}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process writes to its log."""
    written = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        configure_logs()
        yield written
    configure_logs()


def test_every_get_and_page_shows_a_clear_value_to_nobody_else(world: World, log: io.StringIO) -> None:
    planted = Planted(world)
    calls = list(planted.addresses())
    assert {name for name, _ in calls} == {name for name in guarded(world) if name.startswith("GET ")}
    assert {role for role, _ in CALLERS} == {role.value for role in Role}
    shown: dict[tuple[str, str, str], set[str]] = {}
    for role, scope in CALLERS:
        for name, path in calls:
            content = world.get(path, role, scope).content
            shown.setdefault((role, scope, name), set()).update(seen_in(content))
        world.client.cookies.set(COOKIE, world.key(role, scope))
        for name, path in planted.page_addresses():
            content = world.client.get(path).content
            shown.setdefault((role, scope, name), set()).update(seen_in(content))
        world.client.cookies.clear()
    made = world.post(f"/v1/townships/{TOWN}/feeds", {"name": "a"}, "township", TOWN).json()
    for path in (made["url"], "/metrics", "/readyz", "/openapi.json"):
        shown["public", "", path] = seen_in(world.client.get(path).content)
    assert {key: frozenset(kinds) for key, kinds in shown.items() if kinds} == ALLOWED
    first, second = planted.answers
    assert seen_in(first.encode()) == set()
    assert seen_in(second.encode()) == {"old phone", "phone"}  # to the township itself: what changed
    refuse_everything(planted)
    assert seen_in(log.getvalue().encode()) == set()


def refuse_everything(planted: Planted) -> None:
    """Faults, of a dry run too, repeat no value."""
    path = f"/v1/townships/{TOWN}/submissions"
    for bundle, template in planted.bundles.items():
        rosters = {template["rosters"][0]["id"]: [{"f_0": SECRETS["name"], "f_1": SECRETS["number"]}]}
        bad = ({"rows": rosters}, {"values": {"f_0": SECRETS["phone"]}}, {"values": SECRETS["name"]})
        bodies = [{"bundle": bundle, "answers": answers} for answers in bad]
        for body in (*bodies, {"bundle": 7, "answers": SECRETS}):
            for query in ("", "?dry_run=true"):
                refused = planted.world.post(path + query, body, "township", TOWN)
                assert (refused.status_code, seen_in(refused.content)) == (422, set()), refused.text


def test_an_error_of_ours_on_a_row_with_people_in_it_is_logged_without_them(
    world: World, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = Planted(world)
    with world.database.write() as session:
        for row in session.scalars(select(FormReturn)):
            row.cells = [*SECRETS.values()]  # a row that nothing can show
    monkeypatch.setattr(world.client._transport, "raise_server_exceptions", False)
    path = f"/v1/requests/{planted.requests[STATISTICS]}/returns"
    broken = world.get(path, scope=STATISTICS)
    assert (broken.status_code, seen_in(broken.content)) == (500, set())
    lines = [json.loads(line) for line in log.getvalue().splitlines() if line.startswith("{")]
    assert any("exception" in line for line in lines)
    assert seen_in(log.getvalue().encode()) == set()


@pytest.mark.usefixtures("log")
def test_the_server_logs_no_traceback_of_its_own_and_causes_keep_their_place() -> None:
    written = io.StringIO()
    server, handler = logging.getLogger("uvicorn.error"), logging.StreamHandler(written)
    server.addHandler(handler)
    try:
        try:
            int(SECRETS["name"])
        except ValueError as cause:
            raise OSError(28, "no room") from cause
    except OSError as error:
        server.error("Exception in ASGI application", exc_info=True)
        text = told(error)
    finally:
        server.removeHandler(handler)
    assert "Exception in ASGI application" in written.getvalue()
    assert seen_in(written.getvalue().encode()) == set() == seen_in(text.encode())
    assert text.index("builtins.ValueError") < text.index("then:") < text.index("no room")
