"""What a coordinator allows a plan to do."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.scheduling import DEFAULT_EFFORT


@dataclass(frozen=True, slots=True)
class Options:
    """What the coordinator allows: published dates up to `frozen_until` stay, `max_moves` others may move.

    `effort` is the planner's budget in iterations: the same input and effort give the same plan.
    """

    frozen_until: date | None = None
    max_moves: int = 0
    effort: int = DEFAULT_EFFORT


def options_of(stored: dict[str, Any]) -> Options:
    """The options as the schedule keeps them."""
    frozen = stored.get("frozen_until")
    return Options(date.fromisoformat(frozen) if frozen else None, stored["max_moves"], stored["effort"])
