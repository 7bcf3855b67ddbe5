"""Runs searches through the product's own query and measures their cost, client and database together."""

import gc
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kit.db import Database
from app.overlaps.candidates import find_candidates
from benchmarks.candidates.truth import SETTINGS, Truth
from benchmarks.province.notices import Text
from benchmarks.province.year import Ask

WARM = 20


@dataclass
class Figures:
    """CPU milliseconds of each search, the same by the clock, requests found, and what of the truth was."""

    cpu: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    told: int = 0
    hit: int = 0
    right: int = 0
    right_hit: int = 0

    @property
    def recall(self) -> float:
        """Of what the judge would tell, the share that was found; 1 where there is nothing."""
        return self.hit / self.told if self.told else 1.0

    @property
    def right_recall(self) -> float:
        """The same of what the judge would tell rightly."""
        return self.right_hit / self.right if self.right else 1.0

    def count(self, told: Mapping[UUID, bool], found: set[UUID]) -> None:
        """Add what one search should have found and what it did."""
        right = {one for one, is_right in told.items() if is_right}
        self.told, self.hit = self.told + len(told), self.hit + len(told.keys() & found)
        self.right, self.right_hit = self.right + len(right), self.right_hit + len(right & found)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def search(
    database: Database, asks: Sequence[Ask], texts: Sequence[Text], truth: Truth, judged: int
) -> Figures:
    """Search for each of `asks` as a POST would; for the first `judged` of them count what was missed.

    The first searches are repeated: they open pages and compile the statement. The requests that this process
    holds in memory, and a server does not, are kept from the garbage collector, which would halt a search for
    a quarter of a second to look at them.
    """
    figures = Figures()
    gc.collect()
    gc.freeze()
    with database.read() as session:
        backend = None if database.is_sqlite else session.scalar(text("SELECT pg_backend_pid()"))
        for ask in asks[:WARM]:
            find_candidates(session, ask.probe(texts), SETTINGS.near_days)
        for number, ask in enumerate(asks):
            found = _timed(session, backend, ask, texts, figures)
            if number < judged:
                figures.count(truth.told(ask), found)
    return figures


def warm_up(database: Database, ask: Ask, counties: Sequence[str], texts: Sequence[Text]) -> None:
    """Compile the seven forms of the statement, as a server that has run for a minute has."""
    with database.read() as session:
        for many in (0, 1, 2, 4, 8, 16, 32):
            targets = tuple(counties[:many]) or ("510104017",)
            find_candidates(session, replace(ask, targets=targets).probe(texts), SETTINGS.near_days)


def _timed(
    session: Session, backend: int | None, ask: Ask, texts: Sequence[Text], figures: Figures
) -> set[UUID]:
    probe = ask.probe(texts)
    before, clock = time.thread_time() + _spent(backend), time.perf_counter()
    found = find_candidates(session, probe, SETTINGS.near_days)
    figures.clock.append(1000 * (time.perf_counter() - clock))
    figures.cpu.append(1000 * (time.thread_time() + _spent(backend) - before))
    figures.found.append(len(found))
    return set(found)


def _spent(process: int | None) -> float:
    """Seconds that a process has been on a processor, to the nanosecond (Linux)."""
    if process is None:
        return 0.0
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
