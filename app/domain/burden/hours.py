"""Hours of township staff, after the US Paperwork Reduction Act: components, minutes, and their range."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

_MINUTES = 60

Activity = Literal["return", "visit"]


@dataclass(frozen=True, slots=True)
class Hours:
    """An estimate with its range, in hours. Sums and differences go case by case.

    Low with low and high with high: the cases are those of one and the same office, quick or laboured at
    everything. A difference may therefore be stated with a narrower range than two independent guesses.
    """

    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def __sub__(self, other: "Hours") -> "Hours":
        return Hours(self.low - other.low, self.likely - other.likely, self.high - other.high)

    def __mul__(self, times: float) -> "Hours":
        return Hours(self.low * times, self.likely * times, self.high * times)


@dataclass(frozen=True, slots=True)
class Component:
    """One component of burden: what is done, what it is counted per, how long it takes once."""

    label: str
    label_en: str
    source: str
    per: str
    once: Hours


@cache
def components(activity: Activity) -> Mapping[str, Component]:
    """The components of a return or a visit, from parameters.toml."""
    path = resources.files("app.domain.burden") / "parameters.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))[activity]
    return {
        key: Component(
            label=row["label"],
            label_en=row["label_en"],
            source=row["source"],
            per=row["per"],
            once=Hours(**row["minutes"]) * (1 / _MINUTES),
        )
        for key, row in table.items()
    }


def return_hours(cells: int, returns: int = 1, forms: int = 1, confirmed: int = 0) -> Hours:
    """Hours for `returns` returns of `cells` cells to type and `confirmed` cells to look at each, on `forms`
    forms that are new to the township.

    A monthly return of one form is `return_hours(cells, returns=12)`: the form is learnt once.
    """
    counts = {"form": forms, "return": returns, "cell": cells * returns}
    return _sum("return", {**counts, "confirmed cell": confirmed * returns})


def visit_hours(half_days: int, announced: int = 1) -> Hours:
    """Hours for one visit of `half_days` that serves `announced` requests known beforehand.

    Unannounced requests have no papers prepared: a visit of such alone is `visit_hours(1, announced=0)`.
    """
    return _sum("visit", {"visit": 1, "half-day": half_days, "announced request": announced})


def _sum(activity: Activity, counts: Mapping[str, int]) -> Hours:
    parts = (component.once * counts[component.per] for component in components(activity).values())
    return sum(parts, start=Hours())
