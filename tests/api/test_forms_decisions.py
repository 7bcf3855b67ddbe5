"""A coordinator decides whether two fields are one; templates follow at once and later editions too."""

from typing import Any

import pytest

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
