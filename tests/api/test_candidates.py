"""The key table finds what brute force finds: whoever shares keys, ground and time, on both databases."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from app.commands.reindex import reindex
from app.domain.divisions import NATION, contains, home_of, lift, targets_meet
from app.domain.matching import (
    Notice,
    candidate_keys,
    key_search,
    load_vocabulary,
    read_notice,
    windows_apart,
)
from app.kit.db import Database
from app.kit.ids import new_id
from app.overlaps.candidates import FILED_SCOPES, drop_keys, file_keys, find_candidates, refile_keys
from app.overlaps.probe import Probe
from app.overlaps.slots import slot_of, slots_meeting
from app.tables import CandidateKey
from tests.builders import fire_safety_check, inspection
from tests.conftest import World

DAYS = st.integers(700_000, 760_000)
NEAR = 15
TITLES = (
    "关于开展冬春火灾防控检查的通知", "关于组织开展校园消防安全检查的通知", "关于开展安全生产大检查的通知",
    "关于报送呜呜事项台账的通知", "关于呜呜事项情况的函", "关于开展农药质量抽查的通知",
)  # fmt: skip
PLACES = ("0", "99", "9901", "990101", "990102", "990101001", "990101002", "990102001", "990201")


@given(starts=DAYS, days=st.integers(0, 5000), first=DAYS, more=st.integers(0, 2000))
def test_a_window_that_meets_the_days_lies_in_a_slot_that_is_searched(starts, days, first, more):
    ends, last = starts + days, first + more
    if starts <= last and ends >= first:
        assert slot_of(starts, ends) in set(slots_meeting(first, last))


def test_a_month_is_searched_in_a_handful_of_slots_and_years_of_history_add_none():
    assert len(set(slots_meeting(740_000, 740_045))) <= 12


@given(codes=st.sets(st.sampled_from(PLACES), min_size=1), most=st.integers(1, 4))
def test_lifted_places_hold_all_and_are_few(codes, most):
    places = lift(codes, most)
    assert len(places) <= most
    assert all(any(contains(place, code) for place in places) for code in codes)


def probes(seed: int, many: int) -> list[Probe]:
    chance = Random(seed)
    readings = [read_notice(Notice(title), load_vocabulary()) for title in TITLES]
    found = []
    for _ in range(many):
        at = chance.randrange(len(TITLES))
        targets = tuple(sorted(chance.sample(PLACES, chance.choice((1, 1, 2, 5)))))
        earliest = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
        latest = earliest + timedelta(days=chance.choice((0, 12, 31, 32, 93, 401, 2000)))
        found.append(
            Probe(
                new_id(), home_of(targets), "990101-07", TITLES[at], "inspection", targets, earliest, latest,
                False, readings[at],
            )
        )  # fmt: skip
    return found


def by_brute_force(probe: Probe, others: Iterable[Probe]) -> set[UUID]:
    search = key_search(probe.reading)

    def meets(other: Probe) -> bool:
        shared = sum(key.weight for key in candidate_keys(other.reading) if key.key in search.keys)
        near = windows_apart(probe.earliest, probe.latest, other.earliest, other.latest) <= NEAR
        return shared >= search.least and near and targets_meet(probe.targets, other.targets)

    return {other.id for other in others if other.id != probe.id and meets(other)}


def test_all_that_share_keys_ground_and_time_are_found(world: World) -> None:
    stored, asked = probes(1, 300), probes(2, 60)
    with world.database.write() as session:
        for probe in stored:
            file_keys(session, probe)
    by_id = {probe.id: probe for probe in stored}
    found_any = 0
    with world.database.read() as session:
        for probe in asked:
            found = find_candidates(session, probe, NEAR)
            # filed under lifted places, some are found beside the ground: the gate after it is exact
            exact = {one for one in found if targets_meet(probe.targets, by_id[one].targets)}
            assert exact == by_brute_force(probe, stored)
            assert len(found) == len(set(found))
            scattered = {one.id for one in stored if len(one.targets) > FILED_SCOPES}
            if len(probe.targets) <= FILED_SCOPES:
                assert set(found) - exact <= scattered
            found_any += len(exact)
    assert found_any > 500


def test_a_request_that_left_the_index_is_not_found_and_one_that_moved_is_found_anew(world: World) -> None:
    one, other = probes(3, 2)
    base = {"targets": ("990101",), "earliest": date(2026, 12, 1), "latest": date(2026, 12, 20)}
    one, other = (_with(probe, **base, reading=one.reading) for probe in (one, other))
    moved = _with(one, targets=("990102",), earliest=date(2024, 1, 1), latest=date(2027, 1, 1))
    elsewhere = _with(other, targets=(NATION,))
    assert _found_after(world.database, file_keys, one, asks=other) == [one.id]
    assert _found_after(world.database, refile_keys, one, moved, asks=other) == []
    assert _found_after(world.database, refile_keys, moved, moved, asks=elsewhere) == [one.id]
    assert _found_after(world.database, drop_keys, moved, asks=elsewhere) == []


def _found_after(database: Database, change, *probes_: Probe, asks: Probe) -> list[UUID]:
    with database.write() as session:
        change(session, *probes_)
    with database.read() as session:
        return find_candidates(session, asks, NEAR)


def _with(probe: Probe, **changes) -> Probe:
    values = {name: getattr(probe, name) for name in Probe.__slots__}
    return Probe(**values | changes)


def test_a_reindex_files_what_is_active_and_may_be_run_again(world: World) -> None:
    first = world.post("/v1/requests", inspection()).json()["request"]["id"]
    gone = world.post("/v1/requests", inspection(document_no="东安办〔2026〕30号")).json()["request"]["id"]
    assert world.post(f"/v1/requests/{gone}/withdraw", {}).status_code == 200
    with world.database.write() as session:
        session.execute(delete(CandidateKey))
    assert world.post("/v1/requests/check", fire_safety_check(), scope="990101-20").json()["overlaps"] == []
    for _ in range(2):
        assert list(reindex(world.database))[-1] == 1.0
        told = world.post("/v1/requests/check", fire_safety_check(), scope="990101-20").json()["overlaps"]
        assert [one["request"]["id"] for one in told] == [first]
