"""Coordinators review overlaps: one decision lasts, is seen, can be taken back, and is asked for once."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from app.commands.refit import refit_file
from tests.builders import fire_safety_check, inspection
from tests.conftest import World

FORESTRY, HEALTH, FIRE = "990101-07", "990101-10", "990101-20"


def near(**changes: Any) -> dict[str, Any]:
    """The same work some days later: told, and left to a coordinator."""
    window = {"earliest": "2026-12-23", "latest": "2026-12-30"}
    return fire_safety_check(window=window, document_no="东消〔2026〕9号") | changes


def send(world: World, body: dict[str, Any], scope: str) -> dict[str, Any]:
    posted = world.post("/v1/requests", body, scope=scope)
    assert posted.status_code == 201, posted.text
    return posted.json()


def proposed(world: World) -> dict[str, Any]:
    """A pair that waits, as the second sender sees it."""
    send(world, inspection(), FORESTRY)
    [pair] = send(world, near(), FIRE)["overlaps"]
    assert pair["state"] == "proposed"
    return pair


def decide(world: World, pair: str, decision: str, **more: Any) -> dict[str, Any]:
    answer = world.post(f"/v1/overlaps/{pair}/decision", {"decision": decision} | more, role="coordinator")
    assert answer.status_code == 200, answer.text
    return answer.json()


def queue(world: World, query: str = "") -> list[dict[str, Any]]:
    return world.get(f"/v1/overlaps{query}", role="coordinator").json()["items"]


def bundle_of(world: World, pair: str) -> dict[str, Any] | None:
    """The bundle that both sides of a pair stand in."""
    id_ = world.get(f"/v1/overlaps/{pair}", role="coordinator").json()["bundle"]
    return world.get(f"/v1/bundles/{id_}", role="coordinator").json() if id_ else None


def test_a_pair_is_read_with_reasons_and_every_decision(world: World) -> None:
    pair = proposed(world)["id"]
    decide(world, pair, "confirm", lead_department=FIRE, note="同一检查")
    decide(world, pair, "reopen")
    read = world.get(f"/v1/overlaps/{pair}", role="coordinator").json()
    assert [one["decision"] for one in read["decisions"]] == ["confirm", "reopen"]
    assert (read["decisions"][0]["lead_department"], read["decisions"][0]["note"]) == (FIRE, "同一检查")
    assert (read["state"], read["version"]) == ("proposed", 3)
    assert len(read["requests"]) == 2
    assert all(one["text"] for one in read["evidence"])


def test_the_reasons_are_drawn_in_the_readers_language(world: World) -> None:
    pair = proposed(world)["id"]
    path = f"/v1/overlaps/{pair}?format=svg"
    chinese = world.get(path, role="coordinator")
    english = world.get(path, role="coordinator", headers={"Accept-Language": "en"})
    assert chinese.headers["content-type"].startswith("image/svg+xml")
    told = [ET.fromstring(one.text).find("{http://www.w3.org/2000/svg}desc") for one in (chinese, english)]
    assert "同一事项" in (told[0].text or "")
    assert "same matter" in (told[1].text or "")


def test_a_department_reads_only_pairs_of_its_own(world: World) -> None:
    pair = proposed(world)["id"]
    assert world.get(f"/v1/overlaps/{pair}", scope=FIRE).status_code == 200
    assert world.get(f"/v1/overlaps/{pair}", scope=FORESTRY).status_code == 200
    assert world.get(f"/v1/overlaps/{pair}", scope=HEALTH).status_code == 404
    assert world.get("/v1/overlaps/ovl_990101_x", scope=FIRE).status_code == 404


def test_an_unannounced_check_is_told_to_nobody_else(world: World) -> None:
    send(world, inspection(unannounced=True), FORESTRY)
    send(world, near(), FIRE)
    [pair] = queue(world)
    assert world.get(f"/v1/overlaps/{pair['id']}", scope=FIRE).status_code == 404
    assert world.get(f"/v1/overlaps/{pair['id']}?format=svg", scope=FIRE).status_code == 404
    assert world.get(f"/v1/overlaps/{pair['id']}", scope=FORESTRY).status_code == 200


def test_confirming_bundles_and_names_the_lead_and_reopening_takes_it_back(world: World) -> None:
    pair = proposed(world)["id"]
    assert bundle_of(world, pair) is None
    decide(world, pair, "confirm", lead_department=FIRE)
    bundle = bundle_of(world, pair)
    assert bundle
    assert len(bundle["requests"]) == 2
    assert world.get(f"/v1/bundles/{bundle['id']}", scope=FIRE).json()["lead_department"] == FIRE
    decide(world, pair, "reopen")
    assert bundle_of(world, pair) is None


def test_a_decided_pair_leaves_the_queue_and_reopening_brings_it_back(world: World) -> None:
    pair = proposed(world)["id"]
    assert [one["id"] for one in queue(world, "?state=proposed")] == [pair]
    decide(world, pair, "reject")
    assert queue(world, "?state=proposed") == []
    assert [one["state"] for one in queue(world)] == ["rejected"]
    decide(world, pair, "reopen")
    assert [one["id"] for one in queue(world, "?state=proposed&order=age")] == [pair]


def test_a_decision_survives_a_change_of_the_request(world: World) -> None:
    pair = proposed(world)
    decide(world, pair["id"], "reject")
    path = f"/v1/requests/{pair['request']['id']}"
    changed = world.call("PATCH", path, json={"half_days": 2}, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200, changed.text
    assert [one["state"] for one in queue(world)] == ["rejected"]


def test_of_two_coordinators_the_second_hears_who_decided_and_what(world: World) -> None:
    pair = proposed(world)["id"]
    seen = queue(world)[0]["version"]
    decide(world, pair, "reject", note="不是一回事", version=seen)
    path = f"/v1/overlaps/{pair}/decision"
    late = world.post(path, {"decision": "confirm", "version": seen}, role="coordinator", scope="9901")
    assert (late.status_code, late.json()["type"]) == (409, "urn:jianfu:problem:already-decided")
    told = late.json()
    assert (told["decision"], told["decided_by"], told["version"]) == ("reject", "test", seen + 1)
    assert [one["state"] for one in queue(world)] == ["rejected"]
    assert world.post(path, {"decision": "confirm"}, role="coordinator").status_code == 409


def test_a_decision_sent_twice_by_one_key_is_one_decision(world: World) -> None:
    pair = proposed(world)["id"]
    body = {"note": "同一检查", "lead_department": FIRE}
    first, again = decide(world, pair, "confirm", **body), decide(world, pair, "confirm", **body)
    assert first["version"] == again["version"] == 2
    read = world.get(f"/v1/overlaps/{pair}", role="coordinator").json()
    assert [one["decision"] for one in read["decisions"]] == ["confirm"]


def test_a_reopened_pair_waits_again_and_may_be_decided_otherwise(world: World) -> None:
    pair = proposed(world)["id"]
    for decision, together in (("confirm", True), ("reopen", False), ("reject", False), ("reopen", False)):
        decide(world, pair, decision)
        assert bool(bundle_of(world, pair)) is together
    assert [one["id"] for one in queue(world, "?state=proposed")] == [pair]


def test_a_lead_that_sent_neither_is_refused(world: World) -> None:
    pair = proposed(world)["id"]
    body = {"decision": "confirm", "lead_department": HEALTH}
    refused = world.post(f"/v1/overlaps/{pair}/decision", body, role="coordinator")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/lead_department"


def test_a_rejected_pair_stays_apart_though_a_third_links_both(world: World) -> None:
    send(world, inspection(), FORESTRY)
    [pair] = send(world, fire_safety_check(), FIRE)["overlaps"]
    decide(world, pair["id"], "reject")
    third = send(world, inspection(document_no="东卫〔2026〕5号"), HEALTH)
    for one in third["overlaps"]:
        if one["state"] == "proposed":
            decide(world, one["id"], "confirm")
    assert len(third["overlaps"]) == 2
    assert bundle_of(world, pair["id"]) is None
    assert any(bundle_of(world, one["id"]) for one in third["overlaps"])


def test_a_bundle_keeps_its_id_when_a_member_comes_and_goes(world: World) -> None:
    pair = proposed(world)["id"]
    decide(world, pair, "confirm")
    before = bundle_of(world, pair)
    third = send(world, inspection(document_no="东卫〔2026〕5号"), HEALTH)
    for one in third["overlaps"]:
        if one["state"] == "proposed":
            decide(world, one["id"], "confirm")
    grown = bundle_of(world, pair)
    world.post(f"/v1/requests/{third['request']['id']}/withdraw", {}, scope=HEALTH)
    after = bundle_of(world, pair)
    assert before
    assert grown
    assert after
    assert before["id"] == grown["id"] == after["id"]
    assert len(grown["requests"]) == 3
    assert len(after["requests"]) == 2


def test_a_decision_holds_for_a_forwarded_copy(world: World) -> None:
    pair = proposed(world)
    decide(world, pair["id"], "reject")
    original = near()
    copy = original | {
        "title": f"关于转发《{original['title']}》的通知",
        "document_no": "东教〔2026〕77号",
        "legal_basis": [original["document_no"]],
    }
    told = {one["request"]["id"]: one for one in send(world, copy, HEALTH)["overlaps"]}
    followed = told[pair["request"]["id"]]
    assert followed["state"] == "rejected"
    assert any(one["kind"] == "decision" for one in followed["evidence"])


def test_the_queue_begins_with_what_weighs_most_and_pages_without_gaps(world: World) -> None:
    one_township = {"targets": ["990101001"]}
    send(world, inspection(**one_township), FORESTRY)
    [light] = send(world, near(**one_township), FIRE)["overlaps"]
    flood = {"title": "关于开展燃气安全检查的通知", "description": "检查瓶装液化气使用。", "half_days": 2}
    send(world, inspection(**flood, document_no="东住建〔2026〕1号"), HEALTH)
    other = {"title": "关于开展城镇燃气安全专项检查的通知", "description": "检查餐饮场所用气安全。"}
    [heavy] = send(world, near(**other, half_days=2, document_no="东消〔2026〕2号"), FIRE)["overlaps"]
    ids = [one["id"] for one in queue(world)]
    assert ids == [heavy["id"], light["id"]]
    assert [one["id"] for one in queue(world, "?order=age")] == sorted(ids)
    first = world.get("/v1/overlaps?limit=1", role="coordinator").json()
    second = world.get(f"/v1/overlaps?limit=1&cursor={first['next']}", role="coordinator").json()
    assert [one["id"] for page in (first, second) for one in page["items"]] == ids
    assert second["next"] is None
    assert world.get("/v1/overlaps?cursor=WzFd", role="coordinator").status_code == 400


def test_decisions_leave_as_what_a_refit_reads(world: World, tmp_path: Path) -> None:
    pair = proposed(world)["id"]
    decide(world, pair, "confirm")
    answer = world.get("/v1/overlaps/decided", role="coordinator")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    [line] = answer.text.splitlines()
    assert json.loads(line)["decision"] == "confirm"
    rejected = line.replace('"confirm"', '"reject"')
    (tmp_path / "decisions.jsonl").write_text(f"{line}\n{rejected}\n", "utf-8")
    out = tmp_path / "model.json"
    told = [refit_file(tmp_path / "decisions.jsonl", out) for _ in range(2)]
    assert told[0]["previous"] is None
    assert Path(told[1]["previous"]).exists()
    assert {"auc_before", "auc_after"} <= told[0]["quality"].keys()
    assert world.get("/v1/overlaps/decided", scope=FIRE).status_code == 403
