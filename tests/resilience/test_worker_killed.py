"""A worker killed while it plans: its lease lapses, the next one takes the plan up, and nothing is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.kit import jobs
from app.kit.clock import system_clock
from app.kit.jobs import Job, Turn, enqueue, run_next
from app.tables import Schedule
from tests.api.test_schedules import DECEMBER, FIRE, post
from tests.builders import fire_safety_check, inspection
from tests.conftest import COUNTY, NOW, World
from tests.resilience.server import ROOT


@contextmanager
def worker(url: str, now: datetime) -> Iterator[subprocess.Popen[bytes]]:
    """`jianfu worker` on the world's database, at a moment of its own."""
    settings = {"JIANFU_DATABASE_URL": url, "JIANFU_FIXED_NOW": now.isoformat()}
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "worker"], cwd=ROOT, env={**os.environ, **settings},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def wait_for(world: World, path: str, done, seconds: float = 120) -> dict:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        read = world.get(path, role="coordinator").json()
        if done(read):
            return read
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {read['state']} at {read['progress']}")


def wait_until_planning(world: World, seconds: float = 120) -> None:
    """Looks into the database itself, every few milliseconds: what is proven best is planned in a moment."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with world.database.read() as session:
            if session.scalar(select(Schedule.state)) == "planning":
                return
        time.sleep(0.002)
    raise AssertionError(f"not taken up within {seconds} s")


def job_of(world: World) -> tuple[str, int]:
    """State and attempts of the planning job; it is done a moment after its plan is saved."""
    with world.database.read() as session:
        [job] = session.scalars(select(Job).where(Job.kind == "schedule.plan"))
        return job.state, job.attempts


def test_a_plan_is_taken_up_where_its_worker_died(world: World) -> None:
    for number in range(4):
        post(world, inspection(title=f"关于第{number}项检查的通知", document_no=None))
    post(world, fire_safety_check(), scope=FIRE)
    ordered = world.post("/v1/schedules", DECEMBER | {"effort": 300_000}, role="coordinator").json()
    path = f"/v1/schedules/{ordered['id']}"
    with worker(world.url, NOW) as first:
        wait_until_planning(world)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    assert world.get(path, role="coordinator").json()["state"] == "planning"
    # while the lease lasts nobody takes it, since the first might only be slow
    assert not run_next(world.database, {"schedule.plan": pytest.fail}, lambda: NOW + timedelta(seconds=30))
    with worker(world.url, NOW + timedelta(minutes=2)):
        read = wait_for(world, path, lambda read: read["state"] == "planned" and job_of(world)[0] == "done")
    assert read["result"]["visits"]
    assert job_of(world) == ("done", 2)
    published = world.post(f"{path}/publish", None, role="coordinator")
    assert published.status_code == 200, published.text


def test_a_silent_solver_keeps_its_lease(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=1.5))
    with world.database.write() as session:
        enqueue(session, "think", COUNTY, {}, system_clock())
    thinking, over = threading.Event(), threading.Event()

    def think(_: Turn) -> None:
        thinking.set()
        over.wait(60)

    first = threading.Thread(target=run_next, args=(world.database, {"think": think}, system_clock))
    first.start()
    assert thinking.wait(10)
    deadline = time.monotonic() + 4  # more than two leases, without a report
    while time.monotonic() < deadline:
        assert not run_next(world.database, {"think": pytest.fail}, system_clock)
        time.sleep(0.2)
    over.set()
    first.join(10)
    with world.database.read() as session:
        [job] = session.scalars(select(Job).where(Job.kind == "think"))
        assert (job.state, job.attempts) == ("done", 1)
