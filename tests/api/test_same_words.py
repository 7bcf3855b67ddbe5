"""Notices that many send in the same words are judged once, and each keeps what is its own."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.divisions import meets, targets_meet
from app.domain.matching import Notice, load_inbox_model, load_vocabulary, read_notice
from app.kit.ids import new_id
from app.overlaps import detect
from app.overlaps.probe import Probe
from app.registry.county_settings import CountySettings
from tests.builders import fire_safety_check, inspection
from tests.conftest import World

FORESTRY, HEALTH, FIRE, SCHOOLS = "990101-07", "990101-10", "990101-20", "990101-11"
BASIS = "国办发〔2023〕12号"
CODES = st.sampled_from(
    ("0", "51", "5101", "510104", "510105", "510104001", "510104002", "510105001", "52", "520103001")
)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the judge was asked: it judges as ever, and is only listened to."""
    asked: list[Any] = []
    judge = detect.judge_pair

    def listening(mine: Any, theirs: Any, *rest: Any) -> Any:
        asked.append(theirs)
        return judge(mine, theirs, *rest)

    monkeypatch.setattr(detect, "judge_pair", listening)
    return asked


def sent(number: int, *basis: str, title: str = "关于开展冬春火灾防控检查的通知") -> Probe:
    """A request in the same words under a number of its own."""
    notice = Notice(title, document_no=f"东办〔2026〕{number}号", legal_basis=basis)
    days = date(2026, 12, 1), date(2026, 12, 20)
    reading = read_notice(notice, load_vocabulary())
    return Probe(
        new_id(), "990101", FORESTRY, notice.title, "inspection", ("990101",), *days, False, reading
    )  # fmt: skip


def test_words_that_are_not_told_are_judged_once_but_a_shared_document_is_looked_at(
    judged: list[Any],
) -> None:
    settings = CountySettings(propose_threshold=1.0)
    judge = detect.Judge(load_inbox_model(), load_vocabulary(), settings)
    probe = sent(9, BASIS, title="关于开展校园消防安全检查的通知")
    assert [judge.told(probe, other, "林业局") for other in (sent(1), sent(2), sent(3, BASIS), sent(4))] == [
        None
    ] * 4
    assert len(judged) == 2


def test_of_the_same_words_each_keeps_its_own_reasons(world: World) -> None:
    sent = []
    for number, scope in enumerate((FORESTRY, HEALTH, SCHOOLS)):
        basis = [BASIS] if scope == SCHOOLS else []
        body = inspection(document_no=f"东办〔2026〕{number + 1}号", legal_basis=basis)
        sent.append(world.post("/v1/requests", body, scope=scope).json()["request"]["id"])
    check = fire_safety_check(legal_basis=[BASIS])
    told = world.post("/v1/requests/check", check, scope=FIRE).json()["overlaps"]
    assert {one["request"]["id"] for one in told} == set(sent)
    kinds = {one["request"]["id"]: {why["kind"] for why in one["evidence"]} for one in told}
    assert [id_ for id_ in sent if "document" in kinds[id_]] == sent[2:]


@given(ones=st.sets(CODES, min_size=1), others=st.sets(CODES, min_size=1))
def test_targets_meet_where_any_two_of_them_do(ones: set[str], others: set[str]) -> None:
    assert targets_meet(ones, others) == any(meets(one, other) for one in ones for other in others)
