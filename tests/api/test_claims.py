"""Two coordinators never read the same pair: a claim holds it, is seen by both, and ends by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from app.overlaps.claims import LEASE
from tests.api.test_overlaps import FIRE, FORESTRY, HEALTH, near, queue, send
from tests.builders import inspection
from tests.conftest import NOW, World

COUNTY, CITY = "990101", "9901"
UNTIL = NOW + LEASE


def three_pairs(world: World) -> list[str]:
    """Three waiting pairs, the heaviest first."""
    send(world, inspection(), FORESTRY)
    send(world, near(), FIRE)
    third = send(world, near(document_no="东卫〔2026〕5号", targets=["990101001"]), HEALTH)
    assert len(third["overlaps"]) == 2
    waiting = queue(world, "?state=proposed")
    merged = [one for one in queue(world) if one["state"] == "merged"]
    assert len(waiting) + len(merged) == 3
    return [one["id"] for one in waiting]


def take(world: World, scope: str, many: int = 1) -> list[str]:
    answer = world.post("/v1/overlaps/claims", {"limit": many}, "coordinator", scope)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


def claim(world: World, pair: str, scope: str, method: str = "POST") -> Any:
    return world.call(method, f"/v1/overlaps/{pair}/claim", "coordinator", scope)


def test_two_who_take_the_next_get_different_pairs(world: World) -> None:
    pairs = three_pairs(world)
    assert take(world, COUNTY) == pairs[:1]
    assert take(world, CITY) == pairs[1:2]
    assert take(world, COUNTY) == pairs[:1], "an answer that was lost is given again"
    assert take(world, COUNTY, 50) == [one for one in pairs if one != pairs[1]]


def test_a_claim_is_shown_with_who_and_until_when(world: World) -> None:
    pair = three_pairs(world)[0]
    take(world, COUNTY)
    mine = world.get(f"/v1/overlaps/{pair}", "coordinator", COUNTY).json()["claim"]
    theirs = world.get(f"/v1/overlaps/{pair}", "coordinator", CITY).json()["claim"]
    assert (mine["by"], mine["mine"], theirs["mine"]) == ("test", True, False)
    assert datetime.fromisoformat(theirs["until"]) == UNTIL
    assert [one["id"] for one in queue(world, "?state=proposed&whose=mine")] == [pair]
    free = world.get("/v1/overlaps?state=proposed&whose=free", "coordinator", CITY).json()["items"]
    assert pair not in [one["id"] for one in free]
    seen = world.get(f"/v1/overlaps/{pair}", scope=FIRE).json()
    assert seen["claim"] is None, "who reviews is no business of a department"


def test_while_one_reads_it_another_neither_claims_nor_decides_it(world: World) -> None:
    pair = three_pairs(world)[0]
    assert claim(world, pair, COUNTY).status_code == 200
    for refused in (
        claim(world, pair, CITY),
        world.post(f"/v1/overlaps/{pair}/decision", {"decision": "reject"}, "coordinator", CITY),
    ):
        told = refused.json()
        assert (refused.status_code, told["type"]) == (409, "urn:jianfu:problem:claimed")
        assert (told["by"], datetime.fromisoformat(told["until"])) == ("test", UNTIL)
    assert claim(world, pair, CITY, "DELETE").status_code == 204, "what one does not hold stays as it is"
    assert claim(world, pair, CITY).status_code == 409
    decided = world.post(f"/v1/overlaps/{pair}/decision", {"decision": "reject"}, "coordinator", COUNTY)
    assert (decided.status_code, decided.json()["claim"]) == (200, None)


def test_a_claim_ends_by_itself_and_may_then_be_taken_by_another(world: World) -> None:
    pair = three_pairs(world)[0]
    claim(world, pair, COUNTY)
    world.clock.moment = UNTIL - timedelta(seconds=1)
    assert claim(world, pair, CITY).status_code == 409
    assert pair not in take(world, CITY, 50)
    world.clock.moment = UNTIL
    assert queue(world, "?state=proposed&whose=mine") == []
    assert world.get(f"/v1/overlaps/{pair}", "coordinator", COUNTY).json()["claim"] is None
    assert pair in take(world, CITY, 50)
    late = world.post(f"/v1/overlaps/{pair}/decision", {"decision": "confirm"}, "coordinator", COUNTY)
    assert late.status_code == 409, "whoever let it lapse is told that another reads it"


def test_a_claim_is_held_longer_by_claiming_anew_and_given_back_at_will(world: World) -> None:
    pair = three_pairs(world)[0]
    claim(world, pair, COUNTY)
    world.clock.forward(minutes=10)
    again = claim(world, pair, COUNTY).json()["claim"]
    assert datetime.fromisoformat(again["until"]) == UNTIL + timedelta(minutes=10)
    assert claim(world, pair, COUNTY, "DELETE").status_code == 204
    assert claim(world, pair, CITY).status_code == 200


def test_an_unclaimed_pair_is_decided_without_ceremony(world: World) -> None:
    pair = three_pairs(world)[0]
    decided = world.post(f"/v1/overlaps/{pair}/decision", {"decision": "confirm"}, "coordinator", CITY)
    assert decided.status_code == 200


def test_of_many_who_take_at_once_no_two_get_the_same(world: World) -> None:
    send(world, inspection(), FORESTRY)
    for number in range(8):
        send(world, near(document_no=f"东消〔2026〕{number}号", targets=[f"9901011{number:02d}"]), FIRE)
    waiting = {one["id"] for one in queue(world, "?state=proposed")}
    scopes = (COUNTY, CITY, "99", "0")
    for scope in scopes:
        world.key("coordinator", scope)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda scope: take(world, scope, 2), scopes))
    found = [id_ for some in taken for id_ in some]
    assert len(found) == len(set(found)) == 8
    assert set(found) <= waiting
