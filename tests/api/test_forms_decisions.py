"""A coordinator decides whether two fields are one; templates follow at once and later editions too."""

from typing import Any

import pytest

from app.domain.merging import merge_forms
from app.domain.merging.field import Field, Form, Table
from app.forms.decisions import decisions_on
from tests.api.test_forms import HEALTH, STATISTICS, TOWN, field_id, fill, post_two, template_of
from tests.builders import report
from tests.conftest import World


def decide(world: World, bundle: str, fields: list[str], decision: str, **more: Any):
    body = {"fields": fields, "decision": decision, "township": TOWN, **more}
    return world.post(f"/v1/bundles/{bundle}/fields/decision", body, role="coordinator")


def labels(template: dict[str, Any]) -> list[list[str]]:
    return [[source["label"] for source in field["sources"]] for field in template["fields"]]


def test_a_merged_field_is_split_and_joined_again(world: World) -> None:
    _, _, bundle = post_two(world)
    people = field_id(template_of(world, bundle), "常住人口")
    split = decide(world, bundle, [people], "keep_apart")
    assert split.status_code == 200, split.text
    assert split.json()["cells"] == [["常住人口", "常住人口数"]] or split.json()["cells"] == [
        ["常住人口数", "常住人口"]
    ]
    apart = template_of(world, bundle)
    assert apart["cells_asked"] == 5
    both = [field["id"] for field in apart["fields"] if "常住人口" in field["label"]]
    assert len(both) == 2
    assert decide(world, bundle, both, "merge").status_code == 200
    assert ["常住人口", "常住人口数"] in labels(template_of(world, bundle))


def test_a_decision_holds_for_the_next_edition_of_the_form(world: World) -> None:
    first, _, bundle = post_two(world)
    decide(world, bundle, [field_id(template_of(world, bundle), "常住人口")], "keep_apart")
    form = report()["form"]
    edited = form | {"fields": [*form["fields"], {"label": "村民小组", "unit": "个", "type": "integer"}]}
    put = world.call("PUT", f"/v1/requests/{first}/form", scope=STATISTICS, json=edited)
    assert put.status_code == 200, put.text
    assert ["常住人口"] in labels(template_of(world, bundle))


def test_answers_given_before_a_decision_do_not_stand_in_the_way(world: World) -> None:
    _, _, bundle = post_two(world)
    people = field_id(template_of(world, bundle), "常住人口")
    decide(world, bundle, [people], "keep_apart")
    both = [one["id"] for one in template_of(world, bundle)["fields"] if "常住人口" in one["label"]]
    assert fill(world, bundle, dict(zip(both, (21390, 2.1), strict=True))).status_code == 201
    decide(world, bundle, both, "merge")
    again = fill(world, bundle, {field_id(template_of(world, bundle), "户籍户数"): 7000})
    assert (again.status_code, again.json()["version"]) == (201, 2)


@pytest.mark.parametrize("problem", ["unknown", "one form", "alone", "role"])
def test_what_cannot_be_decided_says_why(world: World, problem: str) -> None:
    _, _, bundle = post_two(world)
    template = template_of(world, bundle)
    people, households = field_id(template, "常住人口"), field_id(template, "户籍户数")
    if problem == "role":
        body = {"fields": [people], "decision": "keep_apart"}
        refused = world.post(f"/v1/bundles/{bundle}/fields/decision", body, scope=HEALTH)
        assert refused.status_code == 403
        return
    fields = {"unknown": [people, "f_none"], "one form": [people, households], "alone": [people]}[problem]
    refused = decide(world, bundle, fields, "merge")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:jianfu:problem:invalid")
    assert all(one["detail"] and one["remedy"] for one in refused.json()["errors"])
    assert labels(template_of(world, bundle)) == labels(template)


def two_words(world: World, first: str, second: str) -> str:
    """Two bureaus ask for one thing in words that no list knows; the bundle."""
    ids = []
    for scope, label in ((STATISTICS, first), (HEALTH, second)):
        fields = [
            {
                "label": "常住人口",
                "unit": "人",
                "type": "integer",
                "period": "2026-11-30",
                "grain": "township",
            },
            {"label": label, "unit": "户", "type": "integer", "period": "2026-11-30", "grain": "township"},
        ]
        posted = world.post(
            "/v1/requests", report(form={"title": "情况表", "kind": "record", "fields": fields}), scope=scope
        )
        ids.append(posted.json())
    return ids[-1]["bundle"]["id"]


def test_a_merge_teaches_the_county_a_synonym_that_is_seen_and_taken_back(world: World) -> None:
    bundle = two_words(world, "暖心小屋住户数", "连心驿站住户数")
    template = template_of(world, bundle)
    both = [one["id"] for one in template["fields"] if "住户数" in one["label"]]
    assert len(both) == 2
    assert decide(world, bundle, both, "merge").status_code == 200
    (kept,) = world.get("/v1/field-decisions", "coordinator").json()["items"]
    assert (kept["decision"], kept["teaches"]) == ("merge", True)
    assert set(kept["labels"]) == {"暖心小屋住户数", "连心驿站住户数"}

    with_taught = other_forms(world)
    assert sorted(map(len, labels(with_taught))) == [1, 2, 2]

    back = world.post(f"/v1/field-decisions/{kept['id']}", {"decision": "keep_apart"}, role="coordinator")
    assert (back.status_code, back.json()["teaches"]) == (201, False)
    newest, older = world.get("/v1/field-decisions", "coordinator").json()["items"]
    assert (newest["decision"], older["id"]) == ("keep_apart", kept["id"])
    assert sorted(map(len, labels(other_forms(world)))) == [1, 1, 1, 2]


def other_forms(world: World) -> dict[str, Any]:
    """The template over other forms of the same departments, with the same words in other company."""

    def form(key: str, title: str, *fields: str) -> Form:
        cells = tuple(
            Field(label, "户", "integer", "2026-12", "township", (label,), cell=f"B{at}", sheet="S")
            for at, label in enumerate(fields, 1)
        )
        return Form(key, title, (Table(title, "record", cells, "S"),), "990101-30")

    forms = [
        form("a", "甲情况表", "暖心小屋住户数", "常住户数"),
        form("b", "乙统计表", "连心驿站住户数", "常住户数", "连心驿站新增住户数"),
    ]
    with world.database.read() as session:
        decisions = decisions_on(session, TOWN, {"990101-30"})
    shared = merge_forms(forms, decisions)
    return {"fields": [{"sources": [{"label": one.label} for one in item.sources]} for item in shared.fields]}


def test_short_words_teach_nothing(world: World) -> None:
    _, _, bundle = post_two(world)
    people = field_id(template_of(world, bundle), "常住人口")
    decide(world, bundle, [people], "keep_apart")
    (kept,) = world.get("/v1/field-decisions", "coordinator").json()["items"]
    assert (kept["decision"], kept["teaches"]) == ("keep_apart", False)


@pytest.mark.parametrize("id", ["fdc_990101_none", "fdc_990102_0199f3a0-0000-7000-8000-000000000000", "x"])
def test_no_other_countys_decision_is_found(world: World, id: str) -> None:
    refused = world.post(f"/v1/field-decisions/{id}", {"decision": "merge"}, role="coordinator")
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:jianfu:problem:not-found")
