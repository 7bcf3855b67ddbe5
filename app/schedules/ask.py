"""Puts a county's input into the planner's words, and the planner's visits back into items."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.scheduling import Department, Plan, Problem, VisitRequest
from app.schedules.load import Input, Item, item_key
from app.schedules.options import Options
from app.schedules.outing import Outing
from app.schedules.standing import Standing

Published = Mapping[str, Sequence[Standing]]
"""By item key the published visits that serve it in the period, by date: one for each of its days."""


@dataclass(frozen=True, slots=True)
class Question:
    """A planning problem, and what each of its requests stands for.

    That is an item, or one day of an item of several days that keeps every one of them.
    """

    problem: Problem
    asked: Mapping[str, Item]

    @classmethod
    def nothing(cls) -> "Question":
        """Nothing is asked."""
        return cls(Problem((), (), ()), {})

    def read(self, plan: Plan, half_days_per_day: int) -> list[Outing]:
        """The plan's visits with the items that they serve, each on its day.

        Where an item lost one of its days, none of them is left: it is among the unplaced.
        """
        lost = {self.asked[one.request].key for one in plan.unplaced}
        begun: Counter[str] = Counter()
        outings = []
        for visit in plan.visits:
            items = []
            for name in visit.requests:
                item = self.asked[name]
                days = item.on_days(half_days_per_day) if name == item.key else (item,)
                if item.key not in lost:
                    items.append(days[begun[name]])
                begun[name] += 1
            if items:
                outings.append(Outing(visit.township, visit.date, visit.session, tuple(items)))
        return outings


def published_days(input_: Input) -> Published:
    """What is published of each item in the period."""
    found: dict[str, list[Standing]] = {}
    for visit in sorted(input_.standing, key=lambda one: one.date):
        for one in visit.served:
            found.setdefault(item_key(one.request, one.occurrence, visit.township), []).append(visit)
    return found


def ask(
    input_: Input, options: Options, today: date, items: Iterable[Item], published: Published
) -> Question:
    """The items as a problem: new ones with their windows, published ones as they stand."""
    items = tuple(sorted(items, key=lambda item: (item.key not in published, item)))
    frozen_until = max(options.frozen_until or today, today)
    fixed = frozenset(
        visit.id for visit in input_.standing if options.max_moves == 0 or visit.date <= frozen_until
    )
    asking = _Asking(input_, today, fixed, published, items)
    requests = [(item, request) for item in items for request in asking.requests(item)]
    pinned = {request.id: day for item, request in requests if (day := asking.day(item, request))}
    days = input_.working_days
    problem = Problem(
        days=days,
        departments=tuple(
            Department(code, teams, input_.away.get(code, frozenset()) - _here(code, requests, pinned))
            for code, teams in sorted(input_.teams.items())
        ),
        requests=tuple(request for _, request in requests),
        caps=input_.caps,
        closed={
            township: frozenset(days) - frozenset(opened) for township, opened in input_.open_days.items()
        },
        published=pinned,
        frozen_until=frozen_until,
        max_moves=options.max_moves,
    )
    return Question(problem, {request.id: asking.stands_for(item, request) for item, request in requests})


def _here(
    code: str, requests: Iterable[tuple[Item, VisitRequest]], pinned: Mapping[str, date]
) -> frozenset[date]:
    """The days on which it is published here: they stay open to it wherever else it is, pins never break."""
    return frozenset(
        pinned[request.id] for item, request in requests if item.department == code and request.id in pinned
    )


class _Asking:
    """How each item is asked for, given what is published and which of that is fixed."""

    def __init__(
        self,
        input_: Input,
        today: date,
        fixed: frozenset[UUID],
        published: Published,
        items: Iterable[Item],
    ) -> None:
        self.input_, self.today, self.fixed, self.published = input_, today, fixed, published
        self.mates: dict[tuple[str, UUID], list[Standing]] = {}
        for item in items:
            for visit in published.get(item.key, ())[:1]:  # its bundle meets it on its first day
                if visit.id in fixed:
                    self.mates.setdefault((item.township, item.bundle), []).append(visit)

    def requests(self, item: Item) -> Iterator[VisitRequest]:
        """What a fixed visit serves is one bundle as long as the visit, so that its day stays packed.

        A newcomer of a bundle that is on such a visit belongs to it. An item of several days of which one
        is fixed, or not in the period, keeps them all: each is asked for alone.
        """
        visits = self.published.get(item.key, ())
        if self._keeps_its_days(item):
            for visit in visits:
                yield self._on_its_day(item, visit)
            return
        mine = next((one for one in visits if one.id in self.fixed), None)
        earliest = self._earliest(item)
        mates = self.mates.get((item.township, item.bundle), ())
        near = (one for one in mates if earliest <= one.date <= item.latest)
        joined = mine or min(near, key=lambda one: (one.date, str(one.id)), default=None)
        yield VisitRequest(
            id=item.key, department=item.department, township=item.township, earliest=earliest,
            latest=item.latest, half_days=mine.half_days if mine else item.half_days,
            bundle=f"visit {joined.id}" if joined else str(item.bundle), held=item.held,
        )  # fmt: skip

    def day(self, item: Item, request: VisitRequest) -> date | None:
        """The published (first) date of what is asked for."""
        visits = self.published.get(item.key, ())
        if not visits:
            return None
        return visits[0].date if request.id == item.key else request.earliest

    def stands_for(self, item: Item, request: VisitRequest) -> Item:
        """The item, or the one day of it."""
        if request.id == item.key:
            return item
        return item.as_served(self._visit_on(item, request.earliest))

    def _visit_on(self, item: Item, day: date) -> Standing:
        return next(one for one in self.published[item.key] if one.date == day)

    def _keeps_its_days(self, item: Item) -> bool:
        visits = self.published.get(item.key, ())
        several = max(item.parts, len(visits)) > 1
        return several and bool(visits) and (
            len(visits) != item.parts or any(visit.id in self.fixed for visit in visits)
        )  # fmt: skip

    def _on_its_day(self, item: Item, visit: Standing) -> VisitRequest:
        served = item.as_served(visit)
        return VisitRequest(
            id=f"{item.key}|{served.part}", department=item.department, township=item.township,
            earliest=visit.date, latest=visit.date,
            half_days=visit.half_days if visit.id in self.fixed else served.half_days,
            bundle=f"visit {visit.id}", held=item.held,
        )  # fmt: skip

    def _earliest(self, item: Item) -> date:
        """From when on it may be planned: with the county's notice where its window allows it, else tomorrow.

        What is published stays allowed on its day, however near.
        """
        published = next((visit.date for visit in self.published.get(item.key, ())), None)
        if published is not None and published <= self.today:
            return item.earliest
        noticed = self.input_.noticed[item.township]
        first = noticed if noticed <= item.latest and not item.held else self.today + timedelta(days=1)
        return max(item.earliest, first if published is None else min(first, published))
