"""Bundles whatever comes, goes and is decided: a lawful partition, ids that stay, no trace of the order."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from app.domain.matching import Notice, line_of, load_vocabulary, read_notice
from app.kit import ids
from app.kit.auth import Actor, Role
from app.kit.db import Database
from app.kit.ids import new_id
from app.overlaps.bundling import group, links_between, settle_bundles
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.found import DECIDED, Found
from app.overlaps.keep import drop_overlaps, keep_overlaps
from app.overlaps.probe import Probe, probe_of
from app.tables import Base, BundleMember, Department, Division, Overlap, WorkRequest
from tests.conftest import NOW, World

READING = read_notice(Notice("关于开展冬春火灾防控检查的通知"), load_vocabulary())
COORDINATOR = Actor(UUID(int=1), Role.COORDINATOR, "990101")
LINK = st.tuples(st.integers(0, 1000), st.sampled_from(("merged", "merged", "proposed")))
LINKS = st.lists(st.none() | LINK, max_size=8)
"""What a detection finds among the others, the latest first: nothing, or a score in thousandths, a state."""

ONE_OF_THEM = st.integers(0, 30)


class Office(RuleBasedStateMachine):
    """A county office: requests are posted, changed and withdrawn, pairs decided and reopened."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.session = Session(engine)
        self.active: list[Probe] = []
        self.before: dict[UUID, UUID] = {}

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    @rule(links=LINKS)
    def post(self, links) -> None:
        probe = add_request(self.session)
        self._detect(probe, links)
        self.active.append(probe)

    @precondition(lambda self: self.active)
    @rule(which=ONE_OF_THEM, links=LINKS)
    def change(self, which: int, links) -> None:
        self._detect(self.active[which % len(self.active)], links)

    @precondition(lambda self: len(self.active) > 2)
    @rule(which=ONE_OF_THEM)
    def withdraw(self, which: int) -> None:
        probe = self.active.pop(which % len(self.active))
        self.session.get_one(WorkRequest, probe.id).state = "withdrawn"
        drop_overlaps(self.session, probe.home, probe.id, NOW)
        settle_bundles(self.session, [probe.id], NOW)

    @rule(which=ONE_OF_THEM, decision=st.sampled_from(("confirm", "reject", "reopen")))
    def decide(self, which: int, decision: str) -> None:
        pairs = self.session.scalars(select(Overlap).order_by(Overlap.id)).all()
        open_ = [one for one in pairs if (one.state in DECIDED) is (decision == "reopen")]
        if open_:
            pair = open_[which % len(open_)]
            decide_overlap(self.session, COORDINATOR, pair, Ruling(decision, None, ""), NOW)

    def _detect(self, probe: Probe, links) -> None:
        others = [one for one in reversed(self.active) if one.id != probe.id]
        found = [
            Found(other, "", link[0] / 1000, "overlap", link[1], 0, ())
            for other, link in zip(others, links, strict=False)
            if link is not None
        ]
        keep_overlaps(self.session, probe, found, NOW)
        settle_bundles(self.session, [probe.id], NOW)

    @invariant()
    def every_request_stands_in_one_bundle_and_no_rejected_pair_in_one(self) -> None:
        self.session.flush()
        self.session.expire_all()
        of = bundles(self.session)
        for pair in self.session.scalars(select(Overlap).where(Overlap.state == "rejected")):
            assert of[pair.first_id] != of[pair.second_id], "a rejected pair stands together"

    @invariant()
    def ids_stay_with_the_larger_part(self) -> None:
        after = bundles(self.session)
        check_ids_stay(self.before, after)
        self.before = after

    @invariant()
    def one_look_at_everything_would_give_the_same_groups(self) -> None:
        of = bundles(self.session)
        stored: dict[UUID, set[UUID]] = defaultdict(set)
        for probe in self.active:
            stored[of[probe.id]].add(probe.id)
        nodes = sorted(probe.id for probe in self.active)
        whole = group(nodes, links_between(self.session, nodes))
        assert set(map(frozenset, stored.values())) == set(whole)


def add_request(session: Session) -> Probe:
    """A request of its own words: no two are editions of one, so that each decision is about one pair."""
    id_ = new_id()
    row = WorkRequest(
        id=id_, home="990101", department="990101-07", source_no=str(id_), kind="inspection", oversight=None,
        document_no=None, title=f"第{id_.int}号检查", description="", legal_basis=[], targets=["990101001"],
        earliest=date(2026, 12, 1), latest=date(2026, 12, 9), latest_time=None, half_days=1,
        unannounced=False, recurrence=None, matter=READING.matter, reading=READING.to_json(),
        line=line_of(READING), state="active", version=1, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return probe_of(row)


def bundles(session: Session) -> dict[UUID, UUID]:
    """The bundle of every request; fails where one stands in none or in two."""
    rows = session.execute(select(BundleMember.request_id, BundleMember.bundle_id)).all()
    found = {request: bundle for request, bundle in rows}  # noqa: C416 - a Row is no pair
    assert len(found) == len(rows)
    assert set(found) == set(session.scalars(select(WorkRequest.id)))
    return found


def check_ids_stay(before: Mapping[UUID, UUID], after: Mapping[UUID, UUID]) -> None:
    """Where a bundle and a group are each other's largest part beyond doubt, the group has its id."""
    shared: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for request, old in before.items():
        shared[old, after[request]] += 1
    for (old, new), many in shared.items():
        rivals = [n for (o, w), n in shared.items() if (o == old) != (w == new)]
        if all(n < many for n in rivals):
            assert new == old, "a bundle lost its id to a smaller part"


@pytest.fixture
def ids_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids without chance and without a clock: one run is like the other."""
    numbers = count(1)
    bits = SimpleNamespace(randbits=lambda many: next(numbers) if many == 62 else 0)
    monkeypatch.setattr(ids, "secrets", bits)
    monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=lambda: 10**18))


@contextmanager
def in_memory() -> Iterator[Engine]:
    """A SQLite that is nowhere but in memory, with one county and one department."""
    database = Database("sqlite://")
    Base.metadata.create_all(database.write_engine)
    day = date(2026, 1, 1)
    with database.write() as session:
        for code, parent in (("0", None), ("99", "0"), ("9901", "99"), ("990101", "9901")):
            session.add(Division(code=code, name=code, level="", parent=parent, valid_from=day))
            session.flush()
        session.add(
            Department(code="990101-07", home="990101", name="", short_name="", level="county", teams=1)
        )
    yield database.write_engine
    database.close()


def run(office: Callable[[], Office], examples: int) -> None:
    bounds = settings(
        max_examples=examples, stateful_step_count=20, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(office, settings=bounds)


@pytest.mark.usefixtures("ids_in_order")
def test_bundles_stay_lawful_keep_their_ids_and_leave_no_trace_of_the_order() -> None:
    with in_memory() as engine:
        run(partial(Office, engine), 10)


@pytest.mark.usefixtures("ids_in_order")
@pytest.mark.parametrize("engine", ["postgresql"])
def test_the_same_on_the_other_database(world: World) -> None:
    run(partial(Office, world.database.write_engine), 2)


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile, with the values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def join(session: Session, probe: Probe, links: Mapping[Probe, float]) -> None:
    """Say how surely each of some others is the work of `probe`, and settle."""
    found = [Found(other, "", score, "overlap", "merged", 0, ()) for other, score in links.items()]
    keep_overlaps(session, probe, found, NOW)
    settle_bundles(session, [probe.id], NOW)


def couples(session: Session, many: int) -> list[tuple[Probe, Probe]]:
    """An island in a row: couples, each too weakly joined to the next to stand in one bundle with it."""
    row: list[tuple[Probe, Probe]] = []
    for _ in range(many):
        one, other = add_request(session), add_request(session)
        join(session, one, {row[-1][1]: 0.7} if row else {})
        join(session, other, {one: 0.95})
        row.append((one, other))
    return row


def test_who_is_far_away_in_the_island_is_not_even_asked_for(world: World) -> None:
    with Session(world.database.write_engine) as session:
        row = couples(session, 12)
        of = bundles(session)
        newcomer = add_request(session)
        with statements(world.database.write_engine) as seen:
            join(session, newcomer, {row[0][0]: 0.9})
        after = bundles(session)
        whole = group(sorted(after), links_between(session, after))
    assert {after[newcomer.id], after[row[0][1].id]} == {of[row[0][0].id]}, "it joins the first couple"
    assert frozenset({newcomer.id, *(probe.id for probe in row[0])}) in whole
    assert {one: after[one] for one in of} == of
    told = str(seen)
    asked = [any(name in told for name in (str(one.id), one.id.hex)) for one, _ in row]
    assert asked == [True, True] + [False] * 10, "the next couple is looked at, those beyond are not"


def test_what_joins_anew_sets_others_free_down_the_row(world: World) -> None:
    """The first couple's tie is broken by a better one: whoever stood next to it is looked at in turn."""
    with Session(world.database.write_engine) as session:
        row = couples(session, 6)
        newcomer = add_request(session)
        # it takes one out of each of the first three couples, by a pair surer than the couple's own
        join(session, newcomer, {row[0][0]: 0.99, row[1][0]: 0.98, row[2][0]: 0.97})
        after = bundles(session)
        stored: dict[UUID, set[UUID]] = defaultdict(set)
        for request, bundle in after.items():
            stored[bundle].add(request)
        whole = group(sorted(after), links_between(session, after))
    assert set(map(frozenset, stored.values())) == set(whole)
    assert after[newcomer.id] == after[row[0][0].id]


def test_settling_walks_indexes_and_no_table(world: World) -> None:
    engine = world.database.write_engine
    with Session(engine) as session:
        row = couples(session, 4)
        newcomer = add_request(session)
        keep_overlaps(session, newcomer, [Found(row[0][0], "", 0.9, "overlap", "merged", 0, ())], NOW)
        with statements(engine) as seen:
            settle_bundles(session, [newcomer.id], NOW)
        asked = [one for one in seen if one[0].startswith("SELECT")]
        plans = [plan_of(session, world.database.is_sqlite, *one) for one in asked]
    walked = "\n".join(plans)
    assert not re.search(r"\bSCAN\b|Seq Scan", walked), walked
    for name in ("ix_overlap_standing", "ix_overlap_standing_back", "ix_bundle_member_request_id"):
        assert re.search(rf"{name}\b", walked), (name, walked)


def plan_of(session: Session, is_sqlite: bool, statement: str, parameters: Any) -> str:
    """How the database would do it; PostgreSQL as it does where tables are large."""
    connection = session.connection()
    if not is_sqlite:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    return "\n".join(
        str(tuple(one)) for one in connection.exec_driver_sql(f"{explain} {statement}", parameters)
    )
