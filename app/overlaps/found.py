"""What detection finds, before anything is stored."""

from dataclasses import dataclass
from typing import Any

from app.overlaps.probe import Probe

DECIDED = frozenset({"confirmed", "rejected"})
"""States that a person gave; nothing that is computed overwrites them."""


@dataclass(frozen=True, slots=True)
class Found:
    """One overlap of a probe with a stored request: how surely, why, and what follows."""

    other: Probe
    other_department: str
    score: float
    verdict: str
    state: str
    days_apart: int
    evidence: tuple[dict[str, Any], ...]
