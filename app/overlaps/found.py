"""What detection finds, before anything is stored."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.overlaps.probe import Probe

DECIDED = frozenset({"confirmed", "rejected"})
"""States that a person gave; nothing that is computed overwrites them."""


@dataclass(frozen=True, slots=True)
class Found:
    """One overlap of a probe with a stored request: how surely, why, and what follows.

    `follows` is the pair whose decision gave the state, `lead` the department that it named.
    """

    other: Probe
    other_department: str
    score: float
    verdict: str
    state: str
    days_apart: int
    evidence: tuple[dict[str, Any], ...]
    follows: UUID | None = None
    lead: str | None = None
