"""Long work as rows of our own database: enqueued with the data it serves, leased, resumed after a crash."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import CheckConstraint, Index, Select, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit.clock import Clock
from app.kit.db import Base, Database, Json
from app.kit.ids import new_id

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
ATTEMPTS = 5
STATES = ("queued", "running", "done", "failed", "cancelled")


class Job(Base):
    """One piece of long work; `lease` names the worker's turn, so that a worker that lost it cannot save."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        Index(None, "state", "run_after"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    home: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    attempts: Mapped[int]
    progress: Mapped[float]
    cancel_requested: Mapped[bool]
    run_after: Mapped[datetime]
    lease: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime]


class Cancelled(Exception):
    """Raised inside a handler to stop it where somebody asked for that."""


@dataclass(frozen=True)
class Turn:
    """What a handler is given: its job's payload, and how to tell progress and hear a cancellation."""

    job_id: UUID
    home: str
    lease: UUID
    payload: Mapping[str, Any]
    database: Database
    clock: Clock

    def report(self, progress: float) -> None:
        """Store progress (0–1), renew the lease, and raise Cancelled where the turn is to end."""
        with self.database.write() as session:
            kept = session.execute(
                update(Job)
                .where(Job.id == self.job_id, Job.lease == self.lease, Job.cancel_requested.is_(False))
                .values(progress=progress, lease_until=self.clock() + LEASE)
            )
            if kept.rowcount == 0:  # type: ignore[attr-defined]
                raise Cancelled


Handler = Callable[[Turn], dict[str, Any] | None]
"""Runs one job. It must be idempotent: a crash runs it again. It opens its own short sessions."""


def enqueue(session: Session, kind: str, home: str, payload: dict[str, Any], now: datetime) -> UUID:
    """Store a job in the caller's transaction, so that it exists exactly if the business rows do."""
    job = Job(
        id=new_id(), home=home, kind=kind, payload=payload, state="queued", attempts=0, progress=0.0,
        cancel_requested=False, run_after=now, created_at=now,
    )  # fmt: skip
    session.add(job)
    session.flush()
    return job.id


def request_cancel(session: Session, job_id: UUID) -> None:
    """Ask a job to stop: a queued one is over at once, a running one at its next report."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "queued")
        .values(state="cancelled", cancel_requested=True)
    )
    session.execute(update(Job).where(Job.id == job_id, Job.state == "running").values(cancel_requested=True))


@contextmanager
def _kept(turn: Turn) -> Iterator[None]:
    """Renew the lease from a thread of its own while the handler thinks: a solver may be silent for minutes.

    The process's death ends the thread with it, so that a lease still lapses where its worker is gone.
    """
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                with turn.database.write() as session:
                    session.execute(
                        update(Job)
                        .where(Job.id == turn.job_id, Job.lease == turn.lease)
                        .values(lease_until=turn.clock() + LEASE)
                    )
            except Exception:  # the database may be restarting; the next beat tells
                log.exception("lease not renewed", job=str(turn.job_id))

    beat = threading.Thread(target=renew, name="lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def run_next(database: Database, handlers: Mapping[str, Handler], clock: Clock) -> bool:
    """Claim the oldest job that is due and run it to its end; False where none was due."""
    turn = _claim(database, clock, tuple(handlers))
    if turn is None:
        return False
    job_id, kind = turn.job_id, turn.payload["__kind"]
    try:
        with _kept(turn):
            result = handlers[kind](turn)
    except Cancelled:
        _finish(database, turn, state="cancelled")
    except Exception as error:  # a handler's fault must not stop the worker
        log.exception("job failed", job=str(job_id), kind=kind)
        _retry(database, turn, f"{type(error).__name__}: {error}")
    else:
        _finish(database, turn, state="done", progress=1.0, result=result)
    return True


def work(database: Database, handlers: Mapping[str, Handler], clock: Clock, stop: threading.Event) -> None:
    """Run jobs until `stop` is set; waits half a second where there is nothing to do."""
    while not stop.is_set():
        try:
            busy = run_next(database, handlers, clock)
        except Exception:  # the database may be restarting; the next round finds out
            log.exception("worker could not claim")
            busy = False
        if not busy:
            stop.wait(0.5)


def _due(now: datetime, kinds: tuple[str, ...]) -> Select[Job]:
    lapsed = (Job.state == "running") & (Job.lease_until < now)
    waiting = (Job.state == "queued") & (Job.run_after <= now)
    return (
        select(Job).where(or_(waiting, lapsed), Job.kind.in_(kinds)).order_by(Job.run_after, Job.id).limit(1)
    )


def _claim(database: Database, clock: Clock, kinds: tuple[str, ...]) -> Turn | None:
    now = clock()
    with database.read() as look:  # most rounds find nothing: do not take the writers' queue for that
        if look.scalar(_due(now, kinds)) is None:
            return None
    with database.write() as session:
        job = session.scalar(_due(now, kinds).with_for_update(skip_locked=True))
        if job is None:
            return None
        job.state, job.attempts = "running", job.attempts + 1
        job.lease, job.lease_until = new_id(), now + LEASE
        return Turn(job.id, job.home, job.lease, {**job.payload, "__kind": job.kind}, database, clock)


def _finish(database: Database, turn: Turn, **values: Any) -> None:
    with database.write() as session:
        session.execute(
            update(Job)
            .where(Job.id == turn.job_id, Job.lease == turn.lease)
            .values(lease=None, lease_until=None, **values)
        )


def _retry(database: Database, turn: Turn, error: str) -> None:
    with database.write() as session:
        job = session.get_one(Job, turn.job_id)
        if job.lease == turn.lease:
            job.state = "failed" if job.attempts >= ATTEMPTS else "queued"
            job.run_after = turn.clock() + timedelta(seconds=5 * 2**job.attempts)
            job.error, job.lease, job.lease_until = error, None, None
