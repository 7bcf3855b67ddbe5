"""A decision holds for what asks the same: next month's edition, a forwarded copy; never across a change."""

from typing import Any

import pytest

from tests.api.test_overlaps import FIRE, FORESTRY, HEALTH, bundle_of, decide, near, queue, send
from tests.builders import inspection
from tests.conftest import World

JANUARY = {"earliest": "2027-01-04", "latest": "2027-01-20"}
LATER = {"earliest": "2027-01-25", "latest": "2027-01-31"}


def month(world: World, one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """The pair of a month's two notices, as the second sender sees it."""
    first = send(world, one, FORESTRY)["request"]["id"]
    told = {pair["request"]["id"]: pair for pair in send(world, two, FIRE)["overlaps"]}
    return told[first]


def december(world: World) -> dict[str, Any]:
    return month(world, inspection(), near())


def january(world: World, mine: dict[str, Any] | None = None, theirs: dict[str, Any] | None = None):
    """The same asked again next month, under numbers of its own, months after the first."""
    world.clock.forward(days=30)
    one = inspection(window=JANUARY, document_no="东安办〔2027〕1号", **mine or {})
    return month(world, one, near(window=LATER, document_no="东消〔2027〕1号") | (theirs or {}))


def read(world: World, pair: str) -> dict[str, Any]:
    answer = world.get(f"/v1/overlaps/{pair}", "coordinator")
    assert answer.status_code == 200, answer.text
    return answer.json()


def decision_of(pair: dict[str, Any]) -> str:
    """What the evidence says of the decision that the pair follows."""
    return "".join(one["text"] for one in pair["evidence"] if one["kind"] == "decision")


@pytest.mark.parametrize(("decision", "state"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_the_same_asked_again_next_month_follows_the_decision_visibly(
    world: World, decision: str, state: str
) -> None:
    first = december(world)["id"]
    decide(world, first, decision, **({"lead_department": FIRE} if decision == "confirm" else {}))
    again = january(world)
    assert again["state"] == state
    assert first in decision_of(again)
    assert "2026-11-23" in decision_of(again)
    shown = read(world, again["id"])
    assert (shown["follows"], shown["decisions"]) == (first, [])
    assert (shown["lead_department"], bool(bundle_of(world, again["id"]))) == (
        (FIRE, True) if decision == "confirm" else (None, False)
    )


def test_a_check_tells_the_decision_that_would_be_followed(world: World) -> None:
    first = december(world)["id"]
    decide(world, first, "reject")
    send(world, inspection(window=JANUARY, document_no="东安办〔2027〕1号"), FORESTRY)
    draft = near(window=LATER, document_no="东消〔2027〕1号")
    told = world.post("/v1/requests/check", draft, scope=FIRE).json()["overlaps"]
    assert "rejected" in [one["state"] for one in told if first in decision_of(one)]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"targets": ["990101001"]}, {}),
        ({}, {"targets": ["990101001", "990101002"]}),
        ({}, {"title": "关于组织开展校园消防安全督导检查的通知"}),
        ({"title": "关于开展老旧小区冬春火灾防控检查的通知"}, {}),
    ],
)
def test_never_across_a_changed_matter_or_target(world: World, mine, theirs) -> None:
    decide(world, december(world)["id"], "reject")
    again = january(world, mine, theirs)
    assert again["state"] in ("proposed", "merged")
    assert decision_of(again) == ""


def test_what_was_changed_since_it_was_decided_is_no_precedent(world: World) -> None:
    first = december(world)
    decide(world, first["id"], "reject")
    world.clock.forward(days=1)
    path = f"/v1/requests/{first['request']['id']}"
    patch = {"title": "关于开展人员密集场所冬春火灾防控检查的通知"}
    assert world.call("PATCH", path, json=patch, headers={"If-Match": '"v1"'}).status_code == 200
    assert january(world, patch)["state"] == "proposed"


def test_a_change_of_the_later_one_ends_what_it_followed(world: World) -> None:
    decide(world, december(world)["id"], "reject")
    again = january(world)
    assert again["state"] == "rejected"
    path = f"/v1/requests/{again['request']['id']}"
    patch = {"targets": ["990101001"]}
    assert world.call("PATCH", path, json=patch, headers={"If-Match": '"v1"'}).status_code == 200
    shown = read(world, again["id"])
    assert (shown["state"], shown["follows"], decision_of(shown)) == ("proposed", None, "")


def test_a_decision_reaches_what_was_posted_before_it(world: World) -> None:
    first, again = december(world)["id"], january(world)["id"]
    told = decide(world, first, "reject")
    assert again in told["carried"]
    shown = read(world, again)
    assert (shown["state"], shown["follows"]) == ("rejected", first)
    assert first in decision_of(shown)


def test_reopening_takes_the_decision_back_from_all_that_followed(world: World) -> None:
    first = december(world)["id"]
    decide(world, first, "confirm")
    again = january(world)["id"]
    assert bundle_of(world, again)
    assert again in decide(world, first, "reopen")["carried"]
    shown = read(world, again)
    assert (shown["state"], shown["follows"], decision_of(shown)) == ("proposed", None, "")
    assert bundle_of(world, again) is None
    assert {first, again} <= {one["id"] for one in queue(world, "?state=proposed&when=all")}


def test_whoever_follows_may_be_decided_otherwise_and_then_leads(world: World) -> None:
    first = december(world)["id"]
    decide(world, first, "reject")
    again = january(world)["id"]
    decide(world, again, "confirm")
    assert decide(world, first, "reopen")["carried"] == []
    assert read(world, again)["state"] == "confirmed"
    decide(world, first, "reject")
    world.clock.forward(days=1)
    assert read(world, again)["state"] == "confirmed", "what was decided on the pair itself stays"


def test_a_reopened_follower_waits_and_stays_so(world: World) -> None:
    decide(world, december(world)["id"], "reject")
    again = january(world)
    decide(world, again["id"], "reopen")
    path = f"/v1/requests/{again['request']['id']}"
    assert world.call("PATCH", path, json={"half_days": 2}, headers={"If-Match": '"v1"'}).status_code == 200
    assert (read(world, again["id"])["state"], read(world, again["id"])["follows"]) == ("proposed", None)


def test_a_copy_that_comes_when_the_original_is_withdrawn_follows_it(world: World) -> None:
    first = december(world)
    decide(world, first["id"], "reject")
    original = near()
    [mine] = world.get("/v1/requests", scope=FIRE).json()["items"]
    assert world.post(f"/v1/requests/{mine['id']}/withdraw", {}, scope=FIRE).status_code == 200
    copy = original | {
        "title": f"关于转发《{original['title']}》的通知",
        "document_no": "东卫〔2026〕77号",
        "legal_basis": [original["document_no"]],
        "targets": ["990101001"],
    }
    told = {one["request"]["id"]: one for one in send(world, copy, HEALTH)["overlaps"]}
    assert told[first["request"]["id"]]["state"] == "rejected"
    assert first["id"] in decision_of(told[first["request"]["id"]])


def test_a_confirmation_never_puts_a_hidden_check_together_with_another(world: World) -> None:
    decide(world, december(world)["id"], "confirm")
    world.clock.forward(days=30)
    send(world, inspection(window=JANUARY, document_no="东安办〔2027〕1号", unannounced=True), FORESTRY)
    send(world, near(window=LATER, document_no="东消〔2027〕1号"), FIRE)
    waiting = queue(world, "?state=proposed")
    assert waiting
    assert all(decision_of(one) == "" for one in waiting)
    assert not any(bundle_of(world, one["id"]) for one in waiting)
