"""Bundles through a year of coming, going and deciding: a partition, lawful, under ids that stay."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.matching import Notice, line_of, load_vocabulary, read_notice
from app.kit.auth import Actor, Role
from app.kit.ids import new_id
from app.overlaps.bundling import group, links_between, partners, settle_bundles
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.found import Found
from app.overlaps.keep import drop_overlaps, keep_overlaps
from app.overlaps.probe import Probe, probe_of
from app.tables import BundleMember, Overlap, WorkRequest
from tests.conftest import NOW, World

READING = read_notice(Notice("关于开展冬春火灾防控检查的通知"), load_vocabulary())
COORDINATOR = Actor(new_id(), Role.COORDINATOR, "990101")
STEPS = 40


def add_request(session: Session) -> Probe:
    id_ = new_id()
    row = WorkRequest(
        id=id_, home="990101", department="990101-07", source_no=str(id_), kind="inspection", oversight=None,
        document_no=None, title=f"第{id_.int}号检查", description="", legal_basis=[], targets=["990101"],
        earliest=date(2026, 12, 1), latest=date(2026, 12, 9), latest_time=None, half_days=1,
        unannounced=False, recurrence=None, matter=READING.matter, reading=READING.to_json(),
        line=line_of(READING), state="active", version=1, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return probe_of(row)


def detect(session: Session, probe: Probe, others: list[Probe], chance: Random) -> None:
    """What a detection would store: some of the others, with scores and states of their own."""
    found = [
        Found(
            other=other, other_department="", score=round(chance.random(), 3), verdict="overlap",
            state=chance.choice(("merged", "merged", "proposed")), days_apart=0, evidence=(),
        )
        for other in others
        if chance.random() < 0.4
    ]  # fmt: skip
    touched = partners(session, [probe.id])
    keep_overlaps(session, probe, found, NOW)
    settle_bundles(session, touched, NOW)


def bundles(session: Session) -> dict[UUID, UUID]:
    """The bundle of every request; fails where one stands in none or in two."""
    rows = session.execute(select(BundleMember.request_id, BundleMember.bundle_id)).all()
    found = {request: bundle for request, bundle in rows}  # noqa: C416 - a Row is no pair
    assert len(found) == len(rows)
    assert set(found) == set(session.scalars(select(WorkRequest.id)))
    return found


def step(session: Session, active: list[Probe], chance: Random) -> None:
    """One thing that happens in a county office."""
    pairs = session.scalars(select(Overlap).order_by(Overlap.id)).all()
    what = chance.choice(("post", "post", "change", "decide", "decide", "reopen", "withdraw"))
    if what == "post" or len(active) < 4:
        probe = add_request(session)
        detect(session, probe, active, chance)
        active.append(probe)
    elif what == "change":
        probe = chance.choice(active)
        detect(session, replace(probe), [one for one in active if one.id != probe.id], chance)
    elif what == "withdraw":
        probe = active.pop(chance.randrange(len(active)))
        session.get_one(WorkRequest, probe.id).state = "withdrawn"
        touched = partners(session, [probe.id])
        drop_overlaps(session, probe.home, probe.id, NOW)
        settle_bundles(session, touched, NOW)
    else:
        open_ = [one for one in pairs if (one.state in ("confirmed", "rejected")) is (what == "reopen")]
        if open_:
            decision = "reopen" if what == "reopen" else chance.choice(("confirm", "reject"))
            decide_overlap(session, COORDINATOR, chance.choice(open_), Ruling(decision, None, ""), NOW)
    session.flush()
    session.expire_all()


def check_lawful(session: Session, of: Mapping[UUID, UUID]) -> None:
    for pair in session.scalars(select(Overlap)):
        together = of[pair.first_id] == of[pair.second_id]
        assert not (pair.state == "rejected" and together), "a rejected pair stands together"


def check_ids_stay(before: Mapping[UUID, UUID], after: Mapping[UUID, UUID]) -> None:
    """Where a bundle and a group are each other's largest part beyond doubt, the group has its id."""
    shared: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for request, old in before.items():
        shared[old, after[request]] += 1
    for (old, new), many in shared.items():
        rivals = [n for (o, w), n in shared.items() if (o == old) != (w == new)]
        if all(n < many for n in rivals):
            assert new == old, "a bundle lost its id to a smaller part"


@pytest.mark.parametrize("most", [1_000, 3])
@pytest.mark.parametrize("seed", range(4))
def test_bundles_stay_lawful_and_keep_their_ids_whatever_happens(
    world: World, seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where an island is larger than what is looked at after one change."""
    monkeypatch.setattr("app.overlaps.bundling.MOST", most)
    chance, active = Random(seed), []
    with world.database.write() as session:
        before: dict[UUID, UUID] = {}
        for _ in range(STEPS):
            step(session, active, chance)
            after = bundles(session)
            check_lawful(session, after)
            check_ids_stay(before, after)
            before = after
        assert len(set(before.values())) < len(before), "nothing was ever bundled"


@pytest.mark.parametrize("seed", range(4))
def test_bundles_do_not_depend_on_the_order_in_which_things_came(world: World, seed: int) -> None:
    """What many small settlings leave is what one look at everything would give."""
    chance, active = Random(seed), []
    with world.database.write() as session:
        for _ in range(STEPS):
            step(session, active, chance)
        of = bundles(session)
        nodes = sorted(probe.id for probe in active)
        stored = {frozenset(one for one in nodes if of[one] == bundle) for bundle in of.values()} - {
            frozenset()
        }
        assert stored == set(group(nodes, links_between(session, nodes)))
