"""A county adds matters of its own and takes a refitted judgement, and its requests are read by them."""

from typing import Any

import pytest

from app.domain.matching import load_inbox_model
from tests.builders import inspection
from tests.conftest import World

COUNTY, OTHER = "990101", "990102"
TEA = {
    "id": "tea-picking", "pref_label": "开茶节保障", "pref_label_en": "tea picking festival",
    "category": "文化和旅游与精神文明", "alt_labels": ["采茶季服务"], "broader": ["tourism"],
}  # fmt: skip


def put(world: World, what: str, body: dict[str, Any], division: str = COUNTY, version: int = 0) -> Any:
    return world.call(
        "PUT", f"/v1/settings/{division}/{what}", "coordinator", division, json=body,
        headers={"If-Match": f'"v{version}"'},
    )  # fmt: skip


def matter_of(world: World, title: str, scope: str = "990101-07") -> str:
    answer = world.post("/v1/requests", inspection(title=title), "department", scope)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["request"]["matter"])


def test_its_own_matters_are_read_served_and_versioned(world: World) -> None:
    assert put(world, "matters", {"concepts": [TEA]}).json()["version"] == 1
    assert matter_of(world, "关于开展开茶节保障检查的通知") == "tea-picking"
    [listed] = world.get(f"/v1/matters?division={COUNTY}&q=采茶季").json()["items"]
    assert listed["id"] == "tea-picking"
    assert world.get("/v1/matters?q=采茶季").json()["items"] == []
    again = put(world, "matters", {"concepts": [{"id": "tourism", "alt_labels": ["采茶季服务"]}]}, version=1)
    assert again.json()["version"] == 2
    assert matter_of(world, "关于开展采茶季服务检查的通知") == "tourism"
    first = world.get(f"/v1/settings/{COUNTY}/matters?version=1", "coordinator", COUNTY).json()
    assert first["concepts"][0]["id"] == "tea-picking"
    assert put(world, "matters", {"concepts": []}, version=1).status_code == 412


def test_statistics_call_its_own_matters_by_their_names(world: World) -> None:
    put(world, "matters", {"concepts": [TEA]})
    matter_of(world, "关于开展开茶节保障检查的通知")
    for language, name in (("zh", "开茶节保障"), ("en", "tea picking festival")):
        answer = world.get(
            "/v1/statistics/burden?group_by=matter", "analyst", COUNTY, headers={"Accept-Language": language}
        )
        names = {row["matter"]: row["matter_name"] for row in answer.json()["rows"]}
        assert names["tea-picking"] == name


@pytest.mark.parametrize(
    ("concept", "said"),
    [
        ({**TEA, "alt_labels": ["化肥"]}, "肥料监管"),
        ({**TEA, "broader": ["seed-check", "fertiliser-check"]}, "互不相容"),
        ({**TEA, "broader": ["no-such-matter"]}, "没有事项"),
        ({"id": "fire-safety", "broader": ["fire-e-bike"]}, "成环"),
        ({"id": "new-one"}, "需要 pref_label"),
        ({**TEA, "alt_labels": ["茶"]}, "只有一个字"),
    ],
)
def test_what_could_not_be_read_is_refused_and_nothing_kept(
    world: World, concept: dict[str, Any], said: str
) -> None:
    answer = put(world, "matters", {"concepts": [concept]})
    assert answer.status_code == 422
    [error, *_] = answer.json()["errors"]
    assert error["pointer"] == "/concepts/0"
    assert said in error["detail"]
    assert world.get(f"/v1/settings/{COUNTY}/matters", "coordinator", COUNTY).json()["version"] == 0


def test_a_refitted_model_judges_and_can_be_taken_back(world: World) -> None:
    title = "关于开展冬春火灾防控检查的通知"
    world.post("/v1/requests", inspection(title=title), "department", "990101-07")
    shipped = load_inbox_model()
    blind = shipped.to_json() | {"weights": dict.fromkeys(shipped.weights, 0.0), "bias": -9.0}
    assert found(world, title)
    taken = put(world, "model", blind).json()
    assert (taken["version"], taken["own"], taken["bias"]) == (1, True, -9.0)
    assert not found(world, title)
    back = put(world, "model", {}, version=1).json()
    assert (back["version"], back["own"], back["bias"]) == (2, False, shipped.bias)
    assert found(world, title)
    kept = world.get(f"/v1/settings/{COUNTY}/model?version=1", "coordinator", COUNTY).json()
    assert kept["bias"] == -9.0


def test_a_model_of_other_features_is_refused(world: World) -> None:
    answer = put(world, "model", {"weights": {"shoe_size": 1.0}, "cuts": {"overlap": 0.5}})
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/weights/shoe_size", "/cuts"]


def found(world: World, title: str) -> list[Any]:
    answer = world.post("/v1/requests/check", inspection(title=title), "department", "990101-20")
    return list(answer.json()["overlaps"])
