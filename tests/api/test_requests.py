"""Departments post, check, change, withdraw and read requests."""

import json

import pytest

from tests.builders import fire_safety_check, inspection, report
from tests.conftest import World

HEALTH, FORESTRY, FIRE = "990101-10", "990101-07", "990101-20"


def test_a_request_comes_back_as_it_was_sent(world: World) -> None:
    sent = inspection(
        source_no="2026-001", legal_basis=["国办发〔2023〕12号"], targets=["990101001", "990101100"]
    )
    posted = world.post("/v1/requests", sent)
    assert posted.status_code == 201
    id_ = posted.json()["request"]["id"]
    assert id_.startswith("req_990101_")
    assert posted.headers["location"] == f"/v1/requests/{id_}"
    read = world.get(f"/v1/requests/{id_}").json()
    assert {name: read[name] for name in sent} == sent
    assert (read["version"], read["state"]) == (1, "active")


def test_the_answer_names_the_overlap_with_its_evidence_and_the_bundle(world: World) -> None:
    first = world.post("/v1/requests", inspection(), scope=FORESTRY).json()["request"]["id"]
    answer = world.post("/v1/requests", fire_safety_check(), scope=FIRE).json()
    [overlap] = answer["overlaps"]
    assert overlap["request"]["id"] == first
    assert set(overlap["request"]) == {"id", "department", "title", "window"}
    assert overlap["verdict"] in {"duplicate", "overlap"}
    assert all(one["text"] for one in overlap["evidence"])
    if overlap["state"] == "merged":
        assert {one["id"] for one in answer["bundle"]["requests"]} == {first, answer["request"]["id"]}


def test_a_check_gives_the_answer_of_a_submission_and_stores_nothing(world: World) -> None:
    world.post("/v1/requests", inspection(), scope=FORESTRY)
    checked = world.post("/v1/requests/check", fire_safety_check(), scope=FIRE)
    assert checked.status_code == 200
    assert world.get("/v1/requests", scope=FIRE).json()["items"] == []
    posted = world.post("/v1/requests", fire_safety_check(), scope=FIRE)
    answers = [checked.json(), posted.json()]
    for answer in answers:
        answer.pop("request")
        for overlap in answer["overlaps"]:
            overlap.pop("id")
        if answer["bundle"]:
            answer["bundle"]["requests"] = [
                one for one in answer["bundle"]["requests"] if one["title"] != fire_safety_check()["title"]
            ]
    assert answers[0] == answers[1]


def test_different_places_and_distant_times_do_not_overlap(world: World) -> None:
    world.post("/v1/requests", inspection(targets=["990101001"]))
    elsewhere = world.post("/v1/requests", inspection(targets=["990101002"]))
    later = world.post(
        "/v1/requests",
        inspection(targets=["990101001"], window={"earliest": "2027-03-01", "latest": "2027-03-20"}),
    )
    assert elsewhere.json()["overlaps"] == later.json()["overlaps"] == []


def test_windows_that_nearly_meet_are_told_with_what_would_make_one_visit(world: World) -> None:
    world.post("/v1/requests", inspection())
    near = fire_safety_check(window={"earliest": "2026-12-23", "latest": "2026-12-30"})
    [overlap] = world.post("/v1/requests", near, scope=FIRE).json()["overlaps"]
    assert (overlap["days_apart"], overlap["state"]) == (3, "proposed")
    assert any(one["kind"] == "window" and "3天" in one["text"] for one in overlap["evidence"])


def test_a_change_needs_the_version_it_changes(world: World) -> None:
    id_ = world.post("/v1/requests", inspection()).json()["request"]["id"]
    path, patch = f"/v1/requests/{id_}", {"title": "关于开展冬季消防安全检查的通知"}
    assert world.call("PATCH", path, json=patch).status_code == 428
    stale = world.call("PATCH", path, json=patch, headers={"If-Match": '"v7"'})
    assert stale.status_code == 412
    changed = world.call("PATCH", path, json=patch, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"v2"'
    assert changed.json()["request"]["title"] == patch["title"]
    assert changed.json()["request"]["description"] == inspection()["description"]


def test_a_changed_window_takes_an_overlap_away_and_back(world: World) -> None:
    world.post("/v1/requests", inspection(), scope=FORESTRY)
    id_ = world.post("/v1/requests", fire_safety_check(), scope=FIRE).json()["request"]["id"]
    away = {"window": {"earliest": "2027-05-01", "latest": "2027-05-20"}}
    answer = world.call("PATCH", f"/v1/requests/{id_}", scope=FIRE, json=away, headers={"If-Match": '"v1"'})
    assert answer.json()["overlaps"] == []
    assert answer.json()["bundle"] is None
    back = {"window": fire_safety_check()["window"]}
    answer = world.call("PATCH", f"/v1/requests/{id_}", scope=FIRE, json=back, headers={"If-Match": '"v2"'})
    assert len(answer.json()["overlaps"]) == 1


def test_a_home_never_changes(world: World) -> None:
    id_ = world.post("/v1/requests", inspection(), scope="9901-01").json()["request"]["id"]
    moved = world.call(
        "PATCH",
        f"/v1/requests/{id_}",
        scope="9901-01",
        json={"targets": ["990102"]},
        headers={"If-Match": '"v1"'},
    )
    assert (moved.status_code, moved.json()["type"]) == (409, "urn:jianfu:problem:home-changed")


def test_a_withdrawn_request_is_found_no_more_and_withdrawing_twice_is_one_act(world: World) -> None:
    first = world.post("/v1/requests", inspection(), scope=FORESTRY).json()["request"]["id"]
    assert world.post(f"/v1/requests/{first}/withdraw", None, scope=FORESTRY).json()["state"] == "withdrawn"
    again = world.post(f"/v1/requests/{first}/withdraw", None, scope=FORESTRY).json()
    assert (again["state"], again["version"]) == ("withdrawn", 2)
    assert world.post("/v1/requests", fire_safety_check(), scope=FIRE).json()["overlaps"] == []
    refused = world.call(
        "PATCH", f"/v1/requests/{first}", scope=FORESTRY, json={"title": "改动"}, headers={"If-Match": "*"}
    )
    assert refused.json()["type"] == "urn:jianfu:problem:not-active"


def test_monthly_returns_are_one_request_with_occurrences(world: World) -> None:
    monthly = {"frequency": "monthly", "due_day": 31, "periods": ["2026-11", "2026-10", "2027-01"]}
    answer = world.post("/v1/requests", report(recurrence=monthly)).json()
    assert answer["request"]["occurrences"] == [
        {"period": "2026-10", "due": "2026-11-30"},
        {"period": "2026-11", "due": "2026-12-31"},
        {"period": "2027-01", "due": "2027-02-28"},
    ]


def test_one_key_posted_again_gives_the_stored_answer(world: World) -> None:
    headers = {"Idempotency-Key": '"a-1"'}
    first = world.post("/v1/requests", inspection(), headers=headers)
    again = world.post("/v1/requests", inspection(), headers={"Idempotency-Key": "a-1"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    other = world.post("/v1/requests", inspection(title="另一项检查的通知"), headers=headers)
    assert (other.status_code, other.json()["type"]) == (422, "urn:jianfu:problem:idempotency-key-reused")
    assert len(world.get("/v1/requests").json()["items"]) == 1


def test_a_retry_long_after_the_key_expired_still_stores_nothing_twice(world: World) -> None:
    headers = {"Idempotency-Key": "a-1"}
    first = world.post("/v1/requests", inspection(), headers=headers).json()["request"]["id"]
    world.clock.forward(days=31)
    again = world.post("/v1/requests", inspection(), headers=headers)
    assert (again.status_code, again.json()["request"]) == (409, first)


def test_a_source_number_is_stored_once(world: World) -> None:
    world.post("/v1/requests", inspection(source_no="7"))
    again = world.post("/v1/requests", inspection(source_no="7"))
    assert (again.status_code, again.json()["type"]) == (409, "urn:jianfu:problem:already-posted")
    assert world.post("/v1/requests", inspection(source_no="7"), scope=FIRE).status_code == 201


def test_a_batch_refuses_its_bad_lines_alone(world: World) -> None:
    lines = [
        json.dumps(inspection()),
        "{",
        "",
        json.dumps(inspection(targets=["123456"])),
        json.dumps(report()),
    ]
    answer = world.call("POST", "/v1/requests/batch", content="\n".join(lines))
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [(row["line"], row["status"]) for row in rows] == [(1, 201), (2, 400), (4, 422), (5, 201)]
    assert rows[2]["problem"]["errors"][0]["pointer"] == "/targets/0"
    assert len(world.get("/v1/requests").json()["items"]) == 2


def test_a_dry_run_of_a_batch_stores_nothing(world: World) -> None:
    answer = world.call("POST", "/v1/requests/batch?dry_run=true", content=json.dumps(inspection()))
    assert json.loads(answer.text)["status"] == 200
    assert world.get("/v1/requests").json()["items"] == []


def test_a_list_is_cut_into_pages_that_lose_nothing(world: World) -> None:
    for number in range(5):
        world.post("/v1/requests", inspection(source_no=str(number)))
    seen, path = [], "/v1/requests?limit=2"
    while path:
        answer = world.get(path)
        seen += [row["source_no"] for row in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url", "").removeprefix("http://testserver")
    assert seen == ["0", "1", "2", "3", "4"]


def test_another_department_sees_nothing_but_the_overlap(world: World) -> None:
    id_ = world.post("/v1/requests", inspection(), scope=FORESTRY).json()["request"]["id"]
    assert world.get(f"/v1/requests/{id_}", scope=FIRE).status_code == 404
    assert world.get(f"/v1/requests/{id_}/overlaps", scope=FIRE).status_code == 404
    assert world.get("/v1/requests", scope=FIRE).json()["items"] == []
    assert len(world.get("/v1/requests", role="coordinator").json()["items"]) == 1
    assert world.get("/v1/requests", role="coordinator", scope="990102").json()["items"] == []


def test_an_unannounced_check_is_told_to_no_other_department_and_never_merges(world: World) -> None:
    secret = world.post("/v1/requests", inspection(unannounced=True), scope=FORESTRY).json()["request"]["id"]
    answer = world.post("/v1/requests", fire_safety_check(), scope=FIRE).json()
    assert answer["overlaps"] == []
    assert answer["bundle"] is None
    mine = world.get(f"/v1/requests/{answer['request']['id']}/overlaps", scope=FIRE).json()
    assert mine["items"] == []
    queue = world.get("/v1/overlaps", role="coordinator").json()["items"]
    assert [pair["state"] for pair in queue] == ["proposed"]
    assert secret in {side["id"] for side in queue[0]["requests"]}


@pytest.mark.parametrize("language", ["zh-CN", "en-GB,en;q=0.9"])
def test_evidence_speaks_the_readers_language(world: World, language: str) -> None:
    world.post("/v1/requests", inspection())
    answer = world.post(
        "/v1/requests", fire_safety_check(), scope=FIRE, headers={"Accept-Language": language}
    )
    text = "".join(one["text"] for one in answer.json()["overlaps"][0]["evidence"] if one["kind"] == "window")
    assert ("both may come" in text) == language.startswith("en")
