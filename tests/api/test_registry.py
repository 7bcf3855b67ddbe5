"""Everybody looks up divisions, departments and matters; counties set their own settings."""

import json

import pytest

from app.domain.matching import load_vocabulary
from app.registry.county_settings import Caps, CountySettings
from app.registry.schemas import CapsIn, SettingsIn
from tests.conftest import World

COUNTY, TOWN, OTHER_COUNTY = "990101", "990101001", "990102"
SKOS = "application/ld+json"


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("department", "990101-07"),
        ("township", TOWN),
        ("coordinator", COUNTY),
        ("analyst", COUNTY),
        ("admin", "0"),
    ],
)
def test_every_role_may_look_up_the_vocabularies(world: World, role: str, scope: str) -> None:
    for path in ("divisions", "departments", "matters"):
        answer = world.get(f"/v1/{path}?limit=1", role, scope)
        assert answer.status_code == 200, (path, answer.text)
        assert len(answer.json()["items"]) == 1


def test_divisions_are_listed_by_parent_level_and_name(world: World) -> None:
    townships = _all(world, f"/v1/divisions?parent={COUNTY}&level=township&limit=7")
    assert len(townships) == 20
    assert townships[0]["code"] == TOWN
    assert {one["parent"] for one in townships} == {COUNTY}
    [found] = world.get("/v1/divisions?name=城关&level=township").json()["items"]
    assert found["code"] == TOWN
    assert world.get("/v1/divisions?name=%25").json()["items"] == []


def test_a_division_is_read_within_the_scope(world: World) -> None:
    assert world.get(f"/v1/divisions/{TOWN}").json()["level"] == "township"
    assert world.get(f"/v1/divisions/{OTHER_COUNTY}").json()["type"] == "urn:jianfu:problem:outside-scope"
    assert world.get("/v1/divisions/990101999").json()["type"] == "urn:jianfu:problem:unknown-division"
    assert world.get("/v1/divisions/abc").status_code == 422


def test_departments_are_those_that_can_ask_something_of_the_division(world: World) -> None:
    known = {one["code"]: one for one in _all(world, "/v1/departments?limit=15")}
    assert known["990101-07"] == {
        "code": "990101-07", "name": "东安县林业局", "short_name": known["990101-07"]["short_name"],
        "level": "county", "division": COUNTY, "teams": known["990101-07"]["teams"],
    }  # fmt: skip
    assert {one["division"] for one in known.values()} == {COUNTY, "9901", "99"}
    elsewhere = _all(world, "/v1/departments", "coordinator", OTHER_COUNTY)
    assert COUNTY not in {one["division"] for one in elsewhere}
    assert len(_all(world, "/v1/departments", "admin", "0")) >= len(known)


def test_settings_are_changed_by_version_and_come_down_the_tree(world: World) -> None:
    path = f"/v1/settings/{COUNTY}"
    read = world.get(path, "coordinator")
    tag, effective = read.headers["etag"], read.json()["effective"]
    change = {"near_days": 9, "caps": {"visits_per_month": 4}}
    assert world.call("PUT", path, "coordinator", json=change).status_code == 428
    written = world.call("PUT", path, "coordinator", json=change, headers={"If-Match": tag})
    assert written.status_code == 200, written.text
    assert written.headers["etag"] != tag
    stale = world.call("PUT", path, "coordinator", json=change, headers={"If-Match": tag})
    assert stale.json()["type"] == "urn:jianfu:problem:stale"
    now = world.get(f"/v1/settings/{TOWN}", "coordinator").json()
    assert now["own"] == {}
    assert now["effective"]["near_days"] == 9
    assert now["effective"]["caps"] == effective["caps"] | {"visits_per_month": 4}


def test_everything_that_a_county_can_set_can_be_written() -> None:
    assert set(SettingsIn.model_fields) == set(CountySettings.model_fields)
    assert set(CapsIn.model_fields) == set(Caps.model_fields)


def test_settings_refuse_what_they_do_not_know_and_whom_they_do_not_serve(world: World) -> None:
    path = f"/v1/settings/{COUNTY}"
    for body, pointer in (({"near_day": 9}, "/near_day"), ({"near_days": -1}, "/near_days")):
        answer = world.call("PUT", path, "coordinator", json=body, headers={"If-Match": "*"})
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert world.get(path, "department").status_code == 403
    assert world.get(f"/v1/settings/{OTHER_COUNTY}", "coordinator").status_code == 403


def test_a_matter_tells_its_labels_and_relations(world: World) -> None:
    found = _all(world, "/v1/matters?q=消防&limit=9")
    known = {one["id"]: one for one in found}
    assert set(known["fire-safety"]) == {
        "id", "category", "facet", "pref_label", "pref_label_en", "alt_labels", "broader", "related",
        "disjoint", "scope_note", "season",
    }  # fmt: skip
    assert all(any("消防" in label for label in (one["pref_label"], *one["alt_labels"])) for one in found)
    below = _all(world, "/v1/matters?broader=fire-safety")
    assert below
    assert all("fire-safety" in one["broader"] for one in below)
    category = known["fire-safety"]["category"]
    assert {one["category"] for one in _all(world, f"/v1/matters?category={category}")} == {category}
    assert world.get("/v1/matters?q=FIRE%20Safety").json()["items"]


def test_pages_of_matters_lose_nothing(world: World) -> None:
    assert [one["id"] for one in _all(world, "/v1/matters?limit=200")] == sorted(load_vocabulary().concepts)


@pytest.mark.parametrize(
    "request_",
    [{"path": "?format=jsonld"}, {"path": "", "headers": {"Accept": SKOS}}],
    ids=["format", "accept"],
)
def test_the_vocabulary_is_a_skos_scheme(world: World, request_: dict) -> None:
    answer = world.get("/v1/matters" + request_["path"], headers=request_.get("headers", {}))
    assert answer.headers["content-type"].startswith(SKOS)
    document = json.loads(answer.text)
    scheme, *concepts = document["@graph"]
    assert scheme["type"] == "skos:ConceptScheme"
    ids = {one["id"] for one in concepts}
    assert len(ids) == len(load_vocabulary().concepts)
    for one in concepts:
        assert one["prefLabel"]["zh"]
        assert ("broader" in one) != ("topConceptOf" in one)
        assert ids.issuperset([*one.get("broader", ()), *one.get("related", ()), *one.get("disjoint", ())])
    terms = {name for one in concepts for name in one} - {"id", "type"}
    assert terms <= set(document["@context"])


def test_an_unchanged_vocabulary_is_not_sent_again(world: World) -> None:
    plain, linked = world.get("/v1/matters"), world.get("/v1/matters?format=jsonld")
    assert plain.headers["etag"] != linked.headers["etag"]
    for path, tag in (
        ("/v1/matters", plain.headers["etag"]),
        ("/v1/matters?format=jsonld", linked.headers["etag"]),
    ):
        again = world.get(path, headers={"If-None-Match": f'"old", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert world.get("/v1/matters", headers={"If-None-Match": linked.headers["etag"]}).status_code == 200


def test_bad_parameters_are_named(world: World) -> None:
    bad = {"categry=x": "categry", "q=": "q", "limit=0": "limit", "format=xml": "format"}
    for query, parameter in bad.items():
        answer = world.get(f"/v1/matters?{query}")
        assert answer.status_code == 422, query
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert world.get("/v1/matters?cursor=abc").status_code == 400


def _all(world: World, path: str, role: str = "department", scope: str | None = None) -> list[dict]:
    found: list[dict] = []
    while path:
        answer = world.get(path, role, scope)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        path = answer.links.get("next", {}).get("url", "").removeprefix("http://testserver")
    return found
