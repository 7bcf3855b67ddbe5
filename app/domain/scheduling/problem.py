"""What is to be planned: the words of a planning instance as frozen values, and the error of a bad one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Pin = Literal["date", "company", "both"]
"""What of a published request stays, whatever may move: its date; who comes with it (the requests published
for the same township and day, which then move together or not at all); or both."""


class ProblemError(ValueError):
    """An instance that cannot be read: where (JSON pointer, RFC 6901), what is wrong and how to mend it."""

    def __init__(self, pointer: str, text: str, text_en: str) -> None:
        super().__init__(f"{pointer or '/'}: {text} ({text_en})")
        self.pointer = pointer
        self.text = text
        self.text_en = text_en


@dataclass(frozen=True, slots=True)
class Department:
    """A department (部门) serves at most `teams` townships a day, and none on its `off` days."""

    id: str
    teams: int = 1
    off: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """One department's inspection of one township, within a window (both days inclusive).

    `days`, where given, narrows the window to those days. Requests of one `bundle` are the same work.
    A `lead` request must be on its bundle's visit for the others to go. A `held` request is an
    unannounced one: it takes capacity and has a visit to itself.
    """

    id: str
    department: str
    township: str
    earliest: date
    latest: date
    half_days: int = 1
    bundle: str = ""
    days: frozenset[date] | None = None
    lead: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class VisitPart(VisitRequest):
    """One day of a visit that lasts several: there on its day, or the whole visit is not."""


@dataclass(frozen=True, slots=True)
class Caps:
    """The county's limits; None stands for no limit."""

    departments_per_visit: int | None = None
    half_days_per_day: int = 2
    visits_per_month: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One county and period. `days` are the open working days in order; `closed` those of a township."""

    days: tuple[date, ...]
    departments: tuple[Department, ...]
    requests: tuple[VisitRequest, ...]
    caps: Caps = Caps()
    closed: Mapping[str, frozenset[date]] = field(default_factory=dict)
    published: Mapping[str, date] = field(default_factory=dict)
    frozen_until: date | None = None
    max_moves: int = 0
    apart: tuple[tuple[str, str], ...] = ()
    pins: Mapping[str, Pin] = field(default_factory=dict)

    def is_pinned(self, request: str) -> bool:
        """True where a published date must stay: pinned, in the frozen days, or nothing may move at all."""
        day = self.published.get(request)
        if day is None:
            return False
        if self.pins.get(request) in ("date", "both"):
            return True
        return self.max_moves == 0 or (self.frozen_until is not None and day <= self.frozen_until)
