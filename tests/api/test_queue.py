"""The review queue is walked along an index, page by page, whatever the division and what waits behind."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from tests.api.test_overlaps import FIRE, FORESTRY, HEALTH, near, queue, send
from tests.builders import inspection, report
from tests.conftest import World

TOWNSHIPS = ("990101001", "990101002", "990101003", "990101100", "990101101")
CITY_BUREAU, ITS_PEER = "9901-01", "9901-02"


def waiting_in_two_homes(world: World) -> None:
    """Five pairs of the county and one of the city above it, each of another weight."""
    for number, township in enumerate(TOWNSHIPS):
        place = {"targets": list(TOWNSHIPS[: number + 1])}
        send(world, inspection(**place, document_no=f"东安办〔2026〕{number}号"), FORESTRY)
        send(world, near(targets=[township], document_no=f"东消〔2026〕{number}号"), FIRE)
    city = {"targets": ["9901"], "half_days": 2}
    send(world, inspection(**city, document_no="云安办〔2026〕1号"), CITY_BUREAU)
    send(world, near(**city, document_no="云消〔2026〕1号"), ITS_PEER)


def pages(world: World, query: str, scope: str, limit: int = 2) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = world.get(f"/v1/overlaps?{query}&limit={limit}{cursor}", "coordinator", scope).json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("scope", ["990101", "9901", "0"])
def test_pages_of_several_homes_make_one_order_without_gaps(world: World, scope: str) -> None:
    waiting_in_two_homes(world)
    whole = world.get("/v1/overlaps?limit=200", "coordinator", scope).json()["items"]
    assert len({one["id"].split("_")[1] for one in whole}) == 2, "pairs of the county and of the city"
    assert [one["id"] for one in pages(world, "", scope)] == [one["id"] for one in whole]
    burdens = [one["burden"] for one in whole]
    assert burdens == sorted(burdens, reverse=True)
    assert len(set(burdens)) > 2
    by_age = pages(world, "order=age", scope, 3)
    assert [one["id"].split("_")[2] for one in by_age] == sorted(one["id"].split("_")[2] for one in whole)
    waiting = pages(world, "state=proposed", scope)
    assert [one["id"] for one in waiting] == [one["id"] for one in whole if one["state"] == "proposed"]


def test_another_county_sees_of_the_citys_pairs_what_concerns_it(world: World) -> None:
    waiting_in_two_homes(world)
    seen = world.get("/v1/overlaps", "coordinator", "990102").json()["items"]
    assert {one["id"].split("_")[1] for one in seen} == {"9901"}


def test_the_cursor_of_one_order_is_refused_by_the_other(world: World) -> None:
    waiting_in_two_homes(world)
    first = world.get("/v1/overlaps?limit=1", "coordinator").json()["next"]
    assert world.get(f"/v1/overlaps?order=age&cursor={first}", "coordinator").status_code == 400
    for cursor in ("WzEsICJ4Il0=", "WyIxIiwgIngiXQ==", "WzFd", "W3t9LCB7fV0="):
        assert world.get(f"/v1/overlaps?cursor={cursor}", "coordinator").status_code == 400


def test_a_change_of_the_request_moves_the_pair_in_the_queue(world: World) -> None:
    first = send(world, inspection(half_days=1), FORESTRY)["request"]["id"]
    send(world, near(half_days=2), FIRE)
    [before] = queue(world)
    patch = {"half_days": 2}
    changed = world.call("PATCH", f"/v1/requests/{first}", json=patch, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200
    assert queue(world)[0]["burden"] == pytest.approx(2 * before["burden"])


@pytest.mark.parametrize("order", ["burden", "age"])
def test_a_page_is_a_walk_of_an_index_and_no_sort(world: World, order: str) -> None:
    waiting_in_two_homes(world)
    first = world.get(f"/v1/overlaps?state=proposed&limit=1&order={order}", "coordinator").json()["next"]
    walks: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        if "UNION ALL" in statement and "overlap" in statement:
            walks.append((statement, parameters))

    engine = world.database.read_engine
    event.listen(engine, "before_cursor_execute", note)
    page = f"/v1/overlaps?state=proposed&limit=1&order={order}&cursor={first}"
    assert world.get(page, "coordinator").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    [(statement, parameters)] = walks
    with engine.connect() as connection:
        if world.database.is_sqlite:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        else:
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_bitmapscan = off"))
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all()
    told = "\n".join(str(tuple(row)) for row in plan)
    assert not re.search(r"\bSort\b|TEMP B-TREE", told), told
    assert told.count("ix_overlap_queue" if order == "burden" else "ix_overlap_home_state_id") == 4, told


def test_what_can_no_longer_be_changed_waits_no_longer(world: World) -> None:
    send(world, inspection(), FORESTRY)
    [pair] = send(world, near(), FIRE)["overlaps"]
    [waiting] = queue(world, "?state=proposed")
    assert waiting["decide_by"] == "2026-12-20", "the first visit's last day: after it no visit can be shared"
    world.clock.forward(days=(date(2026, 12, 20) - world.clock().date()).days)
    assert [one["id"] for one in queue(world, "?state=proposed")] == [pair["id"]]
    world.clock.forward(days=1)
    assert queue(world, "?state=proposed") == []
    assert queue(world) == []
    assert world.post("/v1/overlaps/claims", {"limit": 5}, role="coordinator").json()["items"] == []
    for query in ("?state=proposed&when=past", "?when=past", "?when=all"):
        assert [one["id"] for one in queue(world, query)] == [pair["id"]]
    decided = world.post(f"/v1/overlaps/{pair['id']}/decision", {"decision": "reject"}, role="coordinator")
    assert decided.status_code == 200, "next month's edition follows it"
    assert [one["state"] for one in queue(world)] == ["rejected"], "what was decided stays readable"
    assert world.get("/v1/overlaps?when=never", role="coordinator").status_code == 422


def test_a_longer_window_brings_a_pair_back(world: World) -> None:
    first = send(world, inspection(), FORESTRY)["request"]["id"]
    send(world, near(), FIRE)
    world.clock.forward(days=30)
    assert queue(world) == []
    patch = {"window": {"earliest": "2026-12-01", "latest": "2027-01-10"}}
    changed = world.call("PATCH", f"/v1/requests/{first}", json=patch, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200, changed.text
    assert [one["decide_by"] for one in queue(world)] == ["2026-12-30"]


def test_a_returns_answers_can_be_reused_until_the_later_one_is_due(world: World) -> None:
    one = report(
        title="关于报送农村留守儿童情况的通知", window={"earliest": "2026-12-01", "latest": "2026-12-05"}
    )
    other = report(title="关于摸排留守儿童的通知", window={"earliest": "2026-12-01", "latest": "2026-12-25"})
    send(world, one, FORESTRY)
    send(world, other, FIRE)
    [pair] = queue(world)
    assert pair["decide_by"] == "2026-12-25"
    monthly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-12"]}
    third = report(
        title="关于按月报送留守儿童情况的通知",
        window={"earliest": "2026-12-01", "latest": "2026-12-31"},
        recurrence=monthly,
    )
    send(world, third, HEALTH)
    assert {one["decide_by"] for one in queue(world)} == {"2026-12-25", "2027-01-31"}
