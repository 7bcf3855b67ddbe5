"""Hours of any number of visits and returns, from their counts alone, by the formula of docs/burden.md."""

from dataclasses import dataclass
from functools import cache

from app.domain.burden import Hours, return_hours, visit_hours


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formula multiplies. Fractions are parts of what several rows share."""

    visits: float = 0.0
    half_days: float = 0.0
    announced: float = 0.0
    returns: float = 0.0
    cells: float = 0.0
    forms: float = 0.0
    confirmed: float = 0.0


def hours_of(counts: Counts) -> Hours:
    """The sum over all these visits and returns: the formula is linear, so the counts suffice."""
    parts = [rate * getattr(counts, name) for name, rate in _rates().items()]
    return sum(parts, start=Hours())


@cache
def _rates() -> dict[str, Hours]:
    """What one of each costs, read off the formula itself so that there is no second one."""
    visit, sheet = visit_hours(0, announced=0), return_hours(0, returns=1, forms=0)
    return {
        "visits": visit,
        "half_days": visit_hours(1, announced=0) - visit,
        "announced": visit_hours(0, announced=1) - visit,
        "returns": sheet,
        "cells": return_hours(1, returns=1, forms=0) - sheet,
        "confirmed": return_hours(0, returns=1, forms=0, confirmed=1) - sheet,
        "forms": return_hours(0, returns=0, forms=1),
    }
