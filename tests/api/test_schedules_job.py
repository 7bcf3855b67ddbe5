"""The planning job: it notices what changes while it thinks, stops when asked, and loses nothing."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.kit.auth import Actor, Role
from app.kit.jobs import Turn, run_next
from app.schedules.plan import READY, ROUNDS, run_plan
from app.schedules.publish import publish_plan
from app.schedules.queries import find_schedule
from app.tables import Visit, VisitRequest
from tests.api.test_schedules import DECEMBER, FIRE, FORESTRY, TWO, plan, planned_and_published, post, publish
from tests.builders import fire_safety_check, inspection
from tests.conftest import COUNTY, World


@dataclass(frozen=True)
class Interrupted(Turn):
    """A turn during which something happens at the first report."""

    acts: list = field(default_factory=list)

    def report(self, progress: float) -> None:
        if self.acts:
            self.acts.pop()()
        super().report(progress)


def run_interrupted(world: World, act) -> None:
    def handler(turn: Turn):
        return run_plan(
            Interrupted(
                turn.job_id, turn.home, turn.lease, turn.payload, turn.database, turn.clock, acts=[act]
            )
        )

    assert run_next(world.database, {"schedule.plan": handler}, world.clock)


def test_what_is_posted_while_it_thinks_is_in_the_plan(world: World) -> None:
    post(world, inspection(targets=TWO))
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    run_interrupted(world, lambda: post(world, fire_safety_check(targets=TWO), scope=FIRE))
    read = world.get(f"/v1/schedules/{ordered['id']}", role="coordinator").json()
    assert (read["state"], read["result"]["asked_visit_days"]) == ("planned", 4)
    assert publish(world, read).status_code == 200


class Unsettled(Interrupted):
    """A turn in which something happens every time that a plan is ready."""

    def report(self, progress: float) -> None:
        if progress == READY:
            self.acts[0]()
        Turn.report(self, progress)


def test_a_plan_that_never_settles_says_so_and_is_not_published(world: World) -> None:
    post(world, inspection(targets=TWO))
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    made: list[dict] = []

    def one_more() -> None:
        made.append(post(world, inspection(targets=TWO, title=f"关于开展第{len(made)}批森林防火检查的通知")))

    def handler(turn: Turn):
        return run_plan(
            Unsettled(
                turn.job_id, turn.home, turn.lease, turn.payload, turn.database, turn.clock, acts=[one_more]
            )
        )

    assert run_next(world.database, {"schedule.plan": handler}, world.clock)
    read = world.get(f"/v1/schedules/{ordered['id']}", role="coordinator").json()
    assert (read["state"], read["result"]["stale"], len(made)) == ("planned", True, ROUNDS)
    assert publish(world, read).json()["type"] == "urn:jianfu:problem:stale-plan"
    assert plan(world)["result"]["stale"] is False


def test_a_publication_that_breaks_off_leaves_nothing_half_done(world: World) -> None:
    """It is one transaction: what was written when the process died is gone, and it can be repeated."""
    post(world, inspection(targets=TWO, window={"earliest": "2026-12-01", "latest": "2026-12-10"}))
    earlier = planned_and_published(world, to="2026-12-10")
    late = {"earliest": "2026-12-21", "latest": "2026-12-25"}
    post(world, fire_safety_check(targets=["990101003"], window=late), scope=FIRE)
    ordered = plan(world)
    coordinator = Actor(uuid4(), Role.COORDINATOR, COUNTY, None)

    def die() -> None:
        with world.database.write() as session:
            row = find_schedule(session, coordinator, ordered["id"])
            publish_plan(session, coordinator, row, world.clock())
            session.flush()
            raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        die()
    states = {
        one["id"]: (one["state"], len(one["in_force"]))
        for one in world.get("/v1/schedules", "coordinator").json()["items"]
    }
    assert states == {earlier["id"]: ("published", 1), ordered["id"]: ("planned", 0)}
    path = "/v1/townships/990101003/schedule?from=2026-12-01&to=2026-12-31"
    assert world.get(path, "coordinator").json()["visits"] == []
    assert publish(world, ordered).status_code == 200
    assert len(world.get(path, "coordinator").json()["visits"]) == 1


def test_a_plan_that_is_cancelled_while_it_thinks_saves_nothing(world: World) -> None:
    post(world, inspection(targets=TWO))
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()
    path = f"/v1/schedules/{ordered['id']}"
    run_interrupted(world, lambda: world.post(f"{path}/cancel", None, role="coordinator"))
    read = world.get(path, role="coordinator").json()
    assert (read["state"], read["result"]) == ("cancelled", None)


def test_a_handler_that_crashed_runs_again_and_plans(world: World) -> None:
    post(world, inspection(targets=TWO))
    ordered = world.post("/v1/schedules", DECEMBER, role="coordinator").json()

    def crash() -> None:
        raise OSError("out of memory")

    run_interrupted(world, crash)
    world.clock.forward(minutes=5)
    world.run_jobs()
    assert world.get(f"/v1/schedules/{ordered['id']}", role="coordinator").json()["state"] == "planned"


def test_a_second_plan_of_the_same_changes_nothing(world: World) -> None:
    """Whatever the first plan and later requests made of a day, the next plan keeps it."""
    towns = ["990101001", "990101002", "990101003"]
    for number, scope in enumerate((FORESTRY, FIRE, "990101-10", "990101-30", "990101-12"), start=1):
        body = inspection(
            targets=towns, half_days=1 + number % 2, document_no=None, title=f"关于第{number}项检查的通知"
        )
        post(world, body, scope=scope)
    planned_and_published(world)
    post(world, fire_safety_check(targets=towns), scope="990101-15")
    again = plan(world)
    assert again["result"]["changes"] == []
    assert again["result"]["moves"] == 0


def test_requests_posted_at_once_into_a_plan_are_each_served_once(world: World) -> None:
    post(world, inspection(targets=TWO))
    planned_and_published(world)
    scopes = [FORESTRY, FIRE, "990101-10", "990101-12"]
    for scope in scopes:
        world.key("department", scope)

    def submit(number: int) -> int:
        body = fire_safety_check(targets=TWO, source_no=str(uuid4()), document_no=None)
        return world.post("/v1/requests", body, scope=scopes[number % 4]).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(submit, range(16))) == {201}
    with world.database.read() as session:
        served = session.execute(
            select(VisitRequest.request_id, VisitRequest.township).where(VisitRequest.active)
        ).all()
        places = session.execute(
            select(Visit.township, Visit.date, Visit.session).where(Visit.state == "published")
        ).all()
    assert max(Counter(map(tuple, served)).values()) == 1
    assert max(Counter(map(tuple, places)).values()) == 1


def test_publishing_twice_at_the_same_moment_publishes_once(world: World) -> None:
    post(world, inspection(targets=TWO))
    schedule = plan(world)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: publish(world, schedule), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    with world.database.read() as session:
        assert len(session.scalars(select(Visit).where(Visit.state == "published")).all()) == 2
