"""Calls at the same instant: no pair is missed, nothing is stored twice, no answer is lost."""

from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import select

from app.tables import FormReturn, Overlap, Submission, WorkRequest
from tests.builders import fire_safety_check, inspection, report
from tests.conftest import World
from tests.resilience.crowd import at_once

TOWN, OFFICE = "990101001", "990101-07"
DEPARTMENTS = [f"990101-{number:02d}" for number in range(1, 26)]


def overlapping(number: int):
    """One of 50 requests: two wordings, two places, windows that meet or nearly meet."""
    make = inspection if number % 2 else fire_safety_check
    first = 1 + number % 10
    window = {"earliest": f"2026-12-{first:02d}", "latest": f"2026-12-{first + 5:02d}"}
    targets = ["990101"] if number % 5 else [TOWN, "990101002"]
    return make(source_no=f"S-{number}", window=window, targets=targets)


def pairs_of(world: World) -> dict[frozenset[str | None], tuple[str, str, int, float]]:
    """All pairs with what was found about them, by the senders' own numbers."""
    with world.database.read() as session:
        numbers = {
            row.id: f"{row.department} {row.source_no}" for row in session.scalars(select(WorkRequest))
        }
        return {
            frozenset((numbers[row.first_id], numbers[row.second_id])): (
                row.verdict, row.state, row.days_apart, round(row.score, 6),
            )
            for row in session.scalars(select(Overlap))
        }  # fmt: skip


def test_fifty_posts_at_one_instant_find_each_other_like_fifty_in_a_row(world: World, make_world) -> None:
    bodies = [(DEPARTMENTS[number % 25], overlapping(number)) for number in range(50)]
    for department in DEPARTMENTS:
        world.key("department", department)
    answers = at_once([lambda b=body, d=who: world.post("/v1/requests", b, scope=d) for who, body in bodies])
    assert [answer.status_code for answer in answers] == [201] * 50
    in_a_row = make_world()
    for who, body in bodies:
        assert in_a_row.post("/v1/requests", body, scope=who).status_code == 201
    found = pairs_of(world)
    assert len(found) > 500
    assert found == pairs_of(in_a_row)
    # every pair was told to the one of the two that came second
    told = {
        frozenset((answer.json()["request"]["id"], one["request"]["id"]))
        for answer in answers
        for one in answer.json()["overlaps"]
    }
    assert len(told) == len(found)


def test_a_hundred_posts_of_one_key_are_one_request(world: World) -> None:
    world.key("department", OFFICE)
    header = {"Idempotency-Key": '"0f8fad5b-d9cb-469f-a165-70867728950e"'}
    answers = at_once([lambda: world.post("/v1/requests", inspection(), headers=header)] * 100)
    assert {answer.status_code for answer in answers} == {201}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 99
    assert len(world.get("/v1/requests").json()["items"]) == 1


def test_fifty_posts_of_one_source_number_are_one_request(world: World) -> None:
    world.key("department", OFFICE)
    body = inspection(source_no="2026-77")
    answers = at_once([lambda: world.post("/v1/requests", body)] * 50)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 49
    [stored] = [answer.json()["request"]["id"] for answer in answers if answer.status_code == 201]
    assert {answer.json()["request"] for answer in answers if answer.status_code == 409} == {stored}


def test_two_changes_of_one_version_leave_one(world: World) -> None:
    id_ = world.post("/v1/requests", inspection()).json()["request"]["id"]
    header = {"If-Match": '"v1"'}
    titles = [f"关于开展第{number}次消防安全检查的通知" for number in range(8)]
    answers = at_once(
        [
            lambda t=title: world.call("PATCH", f"/v1/requests/{id_}", json={"title": t}, headers=header)
            for title in titles
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    [kept] = [title for title, answer in zip(titles, answers, strict=True) if answer.status_code == 200]
    assert world.get(f"/v1/requests/{id_}").json()["title"] == kept


@pytest.mark.parametrize(
    ("method", "path", "body", "statuses"),
    [
        ("PUT", "/v1/settings/990101001", {"near_days": 9}, {200: 1, 412: 7}),
        ("PUT", "/v1/calendars/990101001", {"entries": []}, {200: 1, 412: 7}),
        ("POST", f"/v1/townships/{TOWN}/feeds", {"name": "党政办"}, {201: 8}),
        (
            "POST",
            "/v1/schedules",
            {"division": "990101", "from": "2026-12-01", "to": "2026-12-31", "effort": 1000},
            {202: 8},
        ),
    ],
)
def test_what_has_no_row_yet_is_made_by_one(world: World, method, path, body, statuses) -> None:
    world.key("coordinator")
    header = {"If-Match": '"v0"'}
    answers = at_once(
        [lambda: world.call(method, path, "coordinator", json=body, headers=header) for _ in range(8)]
    )
    assert Counter(answer.status_code for answer in answers) == statuses, [one.text for one in answers]


def test_of_decisions_at_one_instant_one_counts_and_the_others_hear_of_it(world: World) -> None:
    world.post("/v1/requests", inspection(), scope=OFFICE)
    pair = world.post("/v1/requests", fire_safety_check(), scope="990101-08").json()["overlaps"][0]["id"]
    path = f"/v1/overlaps/{pair}/decision"
    world.key("coordinator")
    answers = at_once(
        [lambda d=one: world.post(path, {"decision": d}, "coordinator") for one in ("confirm", "reject") * 4]
    )
    # all four of the one kind are one decision, sent again by the same key
    assert Counter(answer.status_code for answer in answers) == {200: 4, 409: 4}
    [state] = {answer.json()["state"] for answer in answers if answer.status_code == 200}
    [told] = {answer.json()["decision"] for answer in answers if answer.status_code == 409}
    assert {"confirm": "confirmed", "reject": "rejected"}[told] == state
    acts = world.get("/v1/audit", "coordinator").json()["items"]
    assert [act["detail"]["version"] for act in acts if act["action"].startswith("overlap.")] == [2]


def test_two_clerks_saving_at_one_instant_lose_no_answer(world: World) -> None:
    world.post("/v1/requests", report())
    bundle = world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"][0]["bundle"]
    address = f"/v1/bundles/{bundle}/template?township={TOWN}"
    fields = [one["id"] for one in world.get(address, "township", TOWN).json()["fields"]]
    bodies = [
        {"bundle": bundle, "answers": {"values": {name: number}, "rows": {}}}
        for number, name in enumerate(fields[:2], start=100)
    ]
    path = f"/v1/townships/{TOWN}/submissions"
    answers = at_once([lambda b=body: world.post(path, b, "township", TOWN) for body in bodies])
    assert [answer.status_code for answer in answers] == [201, 201], [answer.text for answer in answers]
    assert sorted(answer.json()["version"] for answer in answers) == [1, 2]
    values = world.get(address, "township", TOWN).json()["answers"]["values"]
    assert {name: float(value) for name, value in values.items()} == {fields[0]: 100, fields[1]: 101}
    with world.database.read() as session:
        assert session.query(Submission).count() == 2
        issues = session.scalars(select(FormReturn.version).order_by(FormReturn.version)).all()
    assert all(later == earlier + 1 for earlier, later in pairwise(issues))
