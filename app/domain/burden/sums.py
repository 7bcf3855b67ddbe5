"""Burden of visits and returns, so that before and after stand side by side in the same measure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.domain.burden.hours import Hours, return_hours, visit_hours


@dataclass(frozen=True, slots=True)
class Burden:
    """Visits, visit-days, cells to fill, and hours. `before - after` is what was saved."""

    visits: int = 0
    visit_days: int = 0
    cells: int = 0
    hours: Hours = field(default_factory=Hours)

    def __add__(self, other: "Burden") -> "Burden":
        return Burden(
            self.visits + other.visits,
            self.visit_days + other.visit_days,
            self.cells + other.cells,
            self.hours + other.hours,
        )

    def __sub__(self, other: "Burden") -> "Burden":
        return Burden(
            self.visits - other.visits,
            self.visit_days - other.visit_days,
            self.cells - other.cells,
            self.hours - other.hours,
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to one township. `day` is None while it is unplanned: a day of its own then."""

    township: str
    day: date | None = None
    half_days: int = 1
    announced: int = 1


@dataclass(frozen=True, slots=True)
class Return:
    """`returns` returns of `cells` cells by one township, on `forms` forms that are new to it."""

    cells: int
    returns: int = 1
    forms: int = 1


def burden_of(visits: Iterable[Visit] = (), returns: Iterable[Return] = ()) -> Burden:
    """The burden of these visits and returns. Two visits to a township on one day are one visit-day."""
    seen, asked = tuple(visits), tuple(returns)
    planned = {(visit.township, visit.day) for visit in seen if visit.day is not None}
    hours = [
        *(visit_hours(visit.half_days, visit.announced) for visit in seen),
        *(return_hours(ask.cells, ask.returns, ask.forms) for ask in asked),
    ]
    return Burden(
        visits=len(seen),
        visit_days=len(planned) + sum(1 for visit in seen if visit.day is None),
        cells=sum(ask.cells * ask.returns for ask in asked),
        hours=sum(hours, start=Hours()),
    )
