"""A planned visit before it is published: what it serves, how long it lasts, who leads, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.kit.words import Words
from app.schedules.load import Item
from app.schedules.standing import Served, Standing, lead_of


@dataclass(frozen=True, slots=True)
class Outing:
    """Some departments' one visit to a township; `was` is the published visit that it continues."""

    township: str
    date: date
    session: int
    items: tuple[Item, ...]
    was: Standing | None = None

    @property
    def held(self) -> bool:
        """True for an unannounced visit: it has the township to itself."""
        return self.items[0].held

    @property
    def departments(self) -> frozenset[str]:
        """Who comes."""
        return frozenset(item.department for item in self.items)

    @property
    def served(self) -> tuple[Served, ...]:
        """The requests served, in the order of a standing visit's."""
        return tuple(
            sorted(
                Served(item.request, item.occurrence, item.department, item.half_days, item.part, item.parts)
                for item in self.items
            )
        )

    @property
    def half_days(self) -> int:
        """Its length: the busiest department does its works one after the other, each bundle once."""
        if self.was is not None and self.was.served == self.served:
            return self.was.half_days
        works: dict[tuple[str, UUID], int] = {}
        for item in self.items:
            work = (item.department, item.bundle)
            works[work] = max(works.get(work, 0), item.half_days)
        loads: Counter[str] = Counter()
        for (department, _), half_days in works.items():
            loads[department] += half_days
        return max(loads.values())

    @property
    def is_kept(self) -> bool:
        """True where it stays exactly as it was published."""
        was = self.was
        return was is not None and (was.date, was.session, was.served) == (
            self.date, self.session, self.served,
        )  # fmt: skip


def choose_lead(outing: Outing, leads: Mapping[UUID, str]) -> str:
    """Who leads: the lead department that was named for the bundle with most requests on the visit.

    Where none was named, or it does not come: who led before; then who has most requests on the visit,
    the lowest code of equals.
    """
    bundles = Counter(item.bundle for item in outing.items)
    for bundle, _ in sorted(bundles.items(), key=lambda pair: (-pair[1], str(pair[0]))):
        named = leads.get(bundle)
        if named in outing.departments and named is not None:
            return named
    if outing.was is not None and outing.was.lead in outing.departments:
        return outing.was.lead
    return lead_of(item.department for item in outing.items)


def explain_outing(items: Iterable[Item]) -> Words:
    """Why the visit is as it is, for the township that reads it."""
    items = tuple(items)
    departments = len({item.department for item in items})
    if departments > 1:
        return Words(
            f"{departments}个部门的{len(items)}项检查合并为一次",
            f"{len(items)} inspections of {departments} departments in one visit",
        )
    if len(items) > 1:
        return Words(
            f"同一部门的{len(items)}项检查合并为一次",
            f"{len(items)} inspections of one department in one visit",
        )
    return Words("单项检查", "one inspection")
