"""The rights of every route in one table: how to call it, and what a key of another place gets from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.routing import RouteContext

from app.forms.upload import XLSX
from app.kit.ids import new_id, public_id
from app.kit.openapi import roles_of, routes_of
from app.tables import FieldDecision
from tests.api.ledger_files import kept, workbook
from tests.builders import inspection, population_in_ten_thousands, report
from tests.conftest import COUNTY, World

TOWN = "990101001"
SECRET = "机密标题甲乙丙"  # stands in every row of the county; no foreign answer may hold it
HOME = {
    "department": "990101-07",
    "township": TOWN,
    "coordinator": COUNTY,
    "analyst": COUNTY,
    "admin": COUNTY,
}
FOREIGN = {
    "department": ("990102-01", "990101-25"),  # another county's, and another of the same county
    "township": ("990102100", "990101002"),
    "coordinator": ("990102",),
    "analyst": ("990102",),
    "admin": ("990102",),
}

PUBLIC = {
    "GET /healthz": "a load balancer has no key; it tells only that the process lives",
    "GET /readyz": "the same, and whether the database answers",
    "GET /metrics": "Prometheus has no key; counts by route only; operations keep it off the public side",
    "GET /v1/feeds/{secret}.ics": "calendar programs send no header: the secret address is the key",
    "GET /docs": "the public document as a page, with what it needs from this server alone",
    "GET /docs/oauth2-redirect": "belongs to that page; it holds nothing",
}
PUBLIC_PAGES = {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/static-offline-docs"}

# What a foreign key gets: a refusal by its status; "empty" (a list without items); "own" (an answer in
# which nothing of this county stands); "public" (the same for everybody); "peer" (this key may do it).
Outcome = int | str


@dataclass(frozen=True)
class Rule:
    """How a route is called rightly, and what foreign keys get: one outcome, or one by scope."""

    foreign: Outcome | Mapping[str, Outcome]
    query: str = ""
    json: Any = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def outcome(self, scope: str) -> Outcome:
        return self.foreign if isinstance(self.foreign, int | str) else self.foreign[scope]


PERIOD = {"division": COUNTY, "from": "2026-12-01", "to": "2026-12-31", "effort": 1000}
KEY = {"role": "analyst", "division": COUNTY, "label": SECRET}
EVERYBODY = [scope for scopes in FOREIGN.values() for scope in scopes]
POSTING = {"990102-01": 422, "990101-25": "peer"}  # every department may ask within its own division
CORRECTIONS = {"corrections": [{"sheet": "Sheet1", "cell": "B2", "label": "户数"}]}
ANY_VERSION = {"headers": {"If-Match": "*"}}
LEDGER = f"?as_of=2026-10-31&division={COUNTY}"
A_LIST = {"content": workbook(title=f"{SECRET}低保户台账"), "headers": {"Content-Type": XLSX}}


def rules(rows: Mapping[str, str]) -> dict[str, Rule]:
    """The table; `rows` are ids of real rows of the county."""
    body = inspection(title=SECRET + "检查的通知", targets=[TOWN])
    answers = {"bundle": rows["bundles"], "answers": {"values": {rows["field"]: 5}, "rows": {}}}
    return {
        "POST /v1/requests": Rule(POSTING, json=body),
        "POST /v1/requests/check": Rule(POSTING, json=body),
        "POST /v1/requests/batch": Rule({"990102-01": "own", "990101-25": "peer"}, json=body),
        "GET /v1/requests": Rule("empty"),
        "GET /v1/requests/{id}": Rule(404),
        "PATCH /v1/requests/{id}": Rule(404, json={"half_days": 1}, options=ANY_VERSION),
        "POST /v1/requests/{id}/withdraw": Rule(404),
        "PUT /v1/requests/{id}/form": Rule(404, json=report()["form"]),
        "PATCH /v1/requests/{id}/form": Rule(404, json=CORRECTIONS, options=ANY_VERSION),
        "GET /v1/requests/{id}/form": Rule(404),
        "GET /v1/requests/{id}/overlaps": Rule(404),
        "GET /v1/requests/{id}/returns": Rule(404),
        "GET /v1/overlaps": Rule("empty"),
        "GET /v1/overlaps/decided": Rule("own"),
        "GET /v1/overlaps/{id}": Rule(404),
        "POST /v1/overlaps/{id}/decision": Rule(404, json={"decision": "confirm"}),
        "POST /v1/overlaps/claims": Rule("empty", json={"limit": 50}),
        "POST /v1/overlaps/{id}/claim": Rule(404),
        "DELETE /v1/overlaps/{id}/claim": Rule(404),
        "GET /v1/bundles/{id}": Rule(404),
        "GET /v1/bundles/{id}/template": Rule(403, query=f"?township={TOWN}"),
        "POST /v1/bundles/{id}/fields/decision": Rule(
            404, json={"fields": [rows["field"]], "decision": "keep_apart"}
        ),
        "GET /v1/field-decisions": Rule("empty"),
        "POST /v1/field-decisions/{id}": Rule(404, json={"decision": "merge"}),
        "POST /v1/ledgers": Rule({"990102-01": 422, "990101-25": "peer"}, query=LEDGER, options=A_LIST),
        "GET /v1/ledgers": Rule("empty"),
        "GET /v1/ledgers/{id}": Rule(404),
        "PUT /v1/ledgers/{id}": Rule(404, query=LEDGER, options=A_LIST),
        "POST /v1/ledgers/{id}/withdraw": Rule(404),
        "GET /v1/ledgers/{id}/rows": Rule(404, query=f"?township={TOWN}"),
        "GET /v1/townships/{code}/templates": Rule(403),
        "POST /v1/townships/{code}/submissions": Rule(403, json=answers),
        "GET /v1/townships/{code}/schedule": Rule(403, query="?from=2026-12-01&to=2026-12-31"),
        "POST /v1/townships/{code}/feeds": Rule(403, json={"name": SECRET}),
        "GET /v1/townships/{code}/feeds": Rule(403),
        "DELETE /v1/townships/{code}/feeds/{id}": Rule(403),
        "POST /v1/schedules": Rule(403, json=PERIOD),
        "GET /v1/schedules": Rule("empty"),
        "GET /v1/schedules/{id}": Rule(404),
        "GET /v1/schedules/{id}/changes": Rule(404, query=f"?against={rows['schedules']}"),
        "POST /v1/schedules/{id}/publish": Rule(404),
        "POST /v1/schedules/{id}/cancel": Rule(404),
        "POST /v1/schedules/{id}/withdraw": Rule(404),
        "GET /v1/calendars/{division}": Rule(403),
        "PUT /v1/calendars/{division}": Rule(403, json={"entries": []}, options=ANY_VERSION),
        "GET /v1/settings/{division}": Rule(403),
        "PUT /v1/settings/{division}": Rule(403, json={"near_days": 15}, options=ANY_VERSION),
        "GET /v1/settings/{division}/matters": Rule(403),
        "PUT /v1/settings/{division}/matters": Rule(403, json={"concepts": []}, options=ANY_VERSION),
        "GET /v1/settings/{division}/model": Rule(403),
        "PUT /v1/settings/{division}/model": Rule(403, json={}, options=ANY_VERSION),
        "GET /v1/statistics/overlaps": Rule(403, query=f"?division={COUNTY}"),
        "GET /v1/statistics/burden": Rule(403, query=f"?division={COUNTY}"),
        "GET /v1/divisions": Rule("public"),
        "GET /v1/divisions/{code}": Rule(dict.fromkeys(EVERYBODY, 403) | {"990101-25": "peer"}),
        "GET /v1/departments": Rule("own"),
        "GET /v1/matters": Rule("public"),
        "POST /v1/keys": Rule(403, json=KEY),
        "GET /v1/keys": Rule("own"),
        "POST /v1/keys/{id}/revoke": Rule(403),
        "GET /v1/audit": Rule("own"),
    }


def make_rows(world: World) -> dict[str, str]:
    """Rows of every kind, made through the calls; ids under the path segment that they stand behind."""
    first = post(world, report(title=SECRET + "人口基本情况的通知", targets=[TOWN]), HOME["department"])
    other = population_in_ten_thousands(title=SECRET + "人口基本情况统计数据的通知", targets=[TOWN])
    second = post(world, other, "990101-20")
    listed = world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"]
    bundle = listed[0]["bundle"]
    template = world.get(f"/v1/bundles/{bundle}/template?township={TOWN}", "township", TOWN).json()
    post(world, inspection(title=SECRET + "安全检查的通知", targets=[TOWN]), HOME["department"])
    schedule = post(world, PERIOD, COUNTY, "/v1/schedules", "coordinator")
    world.run_jobs()
    key = post(world, KEY, COUNTY, "/v1/keys", "admin")
    feed = post(world, {"name": SECRET}, TOWN, f"/v1/townships/{TOWN}/feeds", "township")
    return {
        "requests": first["request"]["id"],
        "overlaps": second["overlaps"][0]["id"],
        "bundles": bundle,
        "field": next(one["id"] for one in template["fields"] if "户籍户数" in one["label"]),
        "field-decisions": field_decision(world),
        "schedules": schedule["id"],
        "keys": key["id"],
        "feeds": feed["id"],
        "ledgers": kept(world, workbook(title=f"{SECRET}低保户台账"), scope=HOME["department"])["id"],
        "townships": TOWN,
        "divisions": TOWN,
        "settings": COUNTY,
        "calendars": COUNTY,
    }


def field_decision(world: World) -> str:
    """The public id of a decision on two fields of the county."""
    row = FieldDecision(
        id=new_id(), home=COUNTY, first="a", second="b", first_department=HOME["department"],
        second_department="990101-20", labels=[SECRET, f"{SECRET}数"], decision="merge",
        decided_at=world.clock(), decided_by=new_id(),
    )  # fmt: skip
    with world.database.write() as session:
        session.add(row)
        session.flush()
        return public_id("fdc", COUNTY, row.id)


def post(
    world: World, body: dict[str, Any], scope: str, path: str = "/v1/requests", role: str = "department"
) -> dict[str, Any]:
    answer = world.post(path, body, role, scope)
    assert answer.status_code in {201, 202}, answer.text
    result: dict[str, Any] = answer.json()
    return result


def names_of(route: RouteContext) -> list[str]:
    """`GET /v1/requests/{id}`: what a route is called in the tables."""
    return [f"{method} {route.path}" for method in sorted(route.methods or ())]


def guarded(world: World) -> dict[str, frozenset[str]]:
    """The roles of every route that asks for a key and stands in the table; another test finds the rest."""
    known = rules(dict.fromkeys(("bundles", "field", "schedules"), ""))
    return {
        name: roles
        for route in routes_of(world.app)
        for name in names_of(route)
        if (roles := roles_of(route)) is not None and name in known
    }


def fill(name: str, rows: Mapping[str, str]) -> tuple[str, str]:
    """Method and address of a call, its parameters filled with rows by the segment before them."""
    method, path = name.split(" ")
    filled: list[str] = []
    for part in path.split("/"):
        filled.append(rows[filled[-1]] if part.startswith("{") else part)
    return method, "/".join(filled)
