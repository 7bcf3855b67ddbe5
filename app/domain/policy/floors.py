"""Minimum frequencies of the law (R19) as values, and where caps leave no room for them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement

from app.domain.policy.rulebook import rulebook

PER_YEAR = {"month": 12, "quarter": 4, "half_year": 2}


@dataclass(frozen=True, slots=True)
class Floor:
    """A check that the law wants at least `times` in each `per`, with the source of that."""

    words: str
    bodies: str
    unannounced: bool
    times: int
    per: str
    months: int
    who: str
    who_en: str
    source: str
    source_en: str

    @property
    def a_year(self) -> int:
        """How often in a year; a floor that runs in some months only counts those."""
        return self.times * PER_YEAR[self.per] * self.months // 12


@cache
def all_floors() -> tuple[Floor, ...]:
    """The floors shipped, in the order in which they are tried."""
    return tuple(Floor(**row) for row in rulebook()["R19"].numbers["floors"])


def floor_of(title: str, department: str, *, unannounced: bool) -> Floor | None:
    """The floor that a check serves: by its title, its sender's name (empty: unknown), and how it comes."""
    for floor in all_floors():
        theirs = not department or re.search(floor.bodies, department)
        if unannounced >= floor.unannounced and theirs and re.search(floor.words, title):
            return floor
    return None


@dataclass(frozen=True, slots=True)
class Demand:
    """A check that a floor wants in one township, from month `first` to `last` (year times 12 plus month).

    `alone`: unannounced, so it shares no visit. `key` is the caller's name for it.
    """

    key: str
    township: str
    first: int
    last: int
    alone: bool
    floor: Floor


@dataclass(frozen=True, slots=True)
class Conflict:
    """In these months the floors want `needed` visits of the township, and the cap allows `allowed`."""

    township: str
    first: int
    last: int
    needed: int
    allowed: int
    demands: tuple[Demand, ...]


def find_conflicts(demands: Iterable[Demand], visits_per_month: int | None) -> list[Conflict]:
    """The shortest months of each township in which no plan can keep both its floors and the cap.

    Proven, not guessed: only demands that must be met within the months count, announced ones as one visit
    together, since they may share it. One conflict a township: the earliest of the shortest.
    """
    if visits_per_month is None:
        return []
    of_township: dict[str, list[Demand]] = defaultdict(list)
    for demand in demands:
        of_township[demand.township].append(demand)
    found = (_conflict(town, mine, visits_per_month) for town, mine in sorted(of_township.items()))
    return [one for one in found if one is not None]


def _conflict(township: str, demands: list[Demand], cap: int) -> Conflict | None:
    months = sorted({month for one in demands for month in (one.first, one.last)})
    spans = combinations_with_replacement(months, 2)
    for first, last in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        within = tuple(one for one in demands if first <= one.first and one.last <= last)
        needed = sum(one.alone for one in within) + any(not one.alone for one in within)
        allowed = cap * (last - first + 1)
        if needed > allowed:
            return Conflict(township, first, last, needed, allowed, within)
    return None
