"""The reasons of a pair name what both share and what differs, alike for both senders, in both languages."""

import re
import xml.etree.ElementTree as ET
from typing import Any

from tests.api.test_overlaps import FIRE, FORESTRY, near, send
from tests.builders import inspection, report
from tests.conftest import World

DESC = "{http://www.w3.org/2000/svg}desc"
FIGURES = ("留守儿童数", "单亲抚养儿童数", "残疾儿童数", "辍学儿童数", "困境儿童数", "孤儿数")


def form(*labels: str) -> dict[str, Any]:
    fields = [{"label": label, "unit": "人", "type": "integer"} for label in labels]
    return {"title": "儿童情况表", "kind": "record", "fields": fields}


def counted_twice(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two returns on one matter whose forms share four figures: both answers."""
    cited = {"description": "据民发〔2016〕42号填报。", "legal_basis": ["民发〔2016〕42号"]}
    one = report(title="关于报送农村留守儿童情况的通知", form=form(*FIGURES), **cited)
    window = {"earliest": "2026-12-01", "latest": "2026-12-10"}
    later = {"earliest": "2026-12-15", "latest": "2026-12-20"}
    other = report(title="关于摸排留守学生的通知", form=form(*FIGURES[:4], "寄宿学生数"), **cited)
    return send(world, one | {"window": window}, FORESTRY), send(world, other | {"window": later}, FIRE)


def told(evidence: list[dict[str, Any]]) -> dict[str, str]:
    return {one["kind"]: one["text"] for one in evidence}


def test_each_of_the_five_kinds_is_named_alike_for_both_senders(world: World) -> None:
    first, second = counted_twice(world)
    mine, pair = told(second["overlaps"][0]["evidence"]), second["overlaps"][0]["id"]
    assert mine["matter_same"] == "同一事项：留守儿童关爱"
    assert mine["object_same"] == "同一对象：留守儿童"
    assert mine["fields"].startswith("东安县卫生健康局的5个指标中有4个东安县林业局也要（共6个）：")
    assert mine["document"] == "同据文件：民发〔2016〕42号"
    assert mine["fields_apart"] == "指标不同，只有一方要：寄宿学生"
    read = world.get(f"/v1/requests/{first['request']['id']}/overlaps", scope=FORESTRY).json()["items"]
    assert told(read[0]["evidence"]) == mine
    english = {"headers": {"Accept-Language": "en"}, "role": "coordinator"}
    theirs = told(world.get(f"/v1/overlaps/{pair}", **english).json()["evidence"])
    assert theirs["object_same"] == "same object: left-behind children"
    assert theirs["fields"].startswith("4 of the 5 fields of 东安县卫生健康局 are asked by 东安县林业局 too")
    for headers, words in (({}, mine), (english["headers"], theirs)):
        picture = world.get(f"/v1/overlaps/{pair}?format=svg", role="coordinator", headers=headers).text
        drawn = ET.fromstring(picture).findtext(DESC) or ""
        assert all(text in drawn for kind, text in words.items() if kind != "window")


def test_what_would_bring_two_together_names_departments_not_codes(world: World) -> None:
    send(world, inspection(), FORESTRY)
    [pair] = send(world, near(), FIRE)["overlaps"]
    text = told(pair["evidence"])["window"]
    assert "东安县林业局延至12月23日" in text
    assert "东安县卫生健康局提前到12月20日" in text
    assert not re.search(r"\d{6}-\d\d", text)


def test_returns_are_done_at_once_and_nobody_comes_for_them(world: World) -> None:
    _, second = counted_twice(world)
    assert "到镇" not in told(second["overlaps"][0]["evidence"])["window"]
    assert told(second["overlaps"][0]["evidence"])["window"].endswith("即可一并办理")
