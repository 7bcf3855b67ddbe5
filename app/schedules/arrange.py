"""Thinks a county's plan out: the announced visits first, the unannounced into what they leave."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app.domain.scheduling import Department, Plan, Problem, VisitRequest, plan_visits
from app.kit.words import Words
from app.schedules.continuity import keep_company, keep_sessions, recognise
from app.schedules.fit_held import fit_held
from app.schedules.load import Input, Item, item_key
from app.schedules.outing import Outing
from app.schedules.standing import Standing, is_hidden


@dataclass(frozen=True, slots=True)
class Options:
    """What the coordinator allows: published dates up to `frozen_until` stay, `max_moves` others may move.

    `effort` is the planner's budget in iterations: the same input and effort give the same plan.
    """

    frozen_until: date | None = None
    max_moves: int = 0
    effort: int = 200_000


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An item without a day: why, and what would mend it."""

    item: Item
    reason: Words
    remedy: Words


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The plan: its visits, what it could not place, and the bound that no plan can pass."""

    outings: tuple[Outing, ...]
    unplaced: tuple[Unplaced, ...]
    visit_days: int
    asked_visit_days: int
    lower_bound: int


NOTHING = Plan(visits=(), unplaced=(), visit_days=0, lower_bound=0, moved=())

OVERDUE = (
    Words("窗口已过，尚未安排", "its window has passed"),
    Words("改窗口或撤回该任务", "change its window or withdraw it"),
)


def arrange(
    input_: Input, options: Options, today: date, progress: Callable[[float], None] | None = None
) -> Arrangement:
    """Plan the county's period. New visits begin tomorrow at the earliest; what was published stays put.

    The hidden visits are fitted in last, so that the announced plan is the same with and without them; one
    whose day is today stays where it is, and only those of days that are over count like announced ones.
    """
    published = _published_dates(input_)
    late = [item for item in input_.items if item.key not in published and item.latest <= today]
    planned = {
        item.key: item
        for item in input_.items
        if item not in late and (not item.held or published.get(item.key, date.max) < today)
    }
    plan, too_long = NOTHING, set[str]()
    if planned:
        problem, too_long = _within_a_day(_problem(input_, options, today, planned.values(), published))
        plan = plan_visits(problem, options.effort, progress)
    announced = [
        Outing(visit.township, visit.date, visit.session, tuple(planned[key] for key in visit.requests))
        for visit in plan.visits
    ]
    shown = [one for one in input_.standing if not is_hidden(one, today)]
    announced = recognise(keep_company(announced, shown, input_.caps), shown)
    announced = keep_sessions(announced, input_.caps.half_days_per_day)
    hidden = [item for item in input_.items if item.held and item not in late and item.key not in planned]
    going = _going_on(input_, hidden, today)
    gone = {item.key for outing in going for item in outing.items}
    fitted, unfitted = fit_held(
        input_, [*announced, *going], [item for item in hidden if item.key not in gone], today
    )
    outings = (*announced, *going, *fitted)
    return Arrangement(
        outings=outings,
        unplaced=(
            *_unplaced(plan, planned),
            *(Unplaced(planned[key], *_split_it(input_)) for key in sorted(too_long)),
            *(Unplaced(item, *OVERDUE) for item in late),
            *(Unplaced(item, *why) for item, why in unfitted),
        ),
        visit_days=len({(outing.township, outing.date) for outing in outings}),
        asked_visit_days=len(input_.items),
        lower_bound=plan.lower_bound,
    )


def _within_a_day(problem: Problem) -> tuple[Problem, set[str]]:
    """The problem without the requests that are longer than a day, and their ids.

    The planner could give them several days; here a visit is of one day, in tables and in calendars.
    """
    long = {one.id for one in problem.requests if one.half_days > problem.caps.half_days_per_day}
    published = {key: day for key, day in problem.published.items() if key not in long}
    requests = tuple(one for one in problem.requests if one.id not in long)
    return (replace(problem, requests=requests, published=published) if long else problem), long


def _split_it(input_: Input) -> tuple[Words, Words]:
    most = input_.caps.half_days_per_day
    return (
        Words(f"一天只有 {most} 个半天，该任务需要更多", f"a day holds {most} half-days and it needs more"),
        Words(f"拆成每次不超过 {most} 个半天的任务", f"split it into requests of at most {most} half-days"),
    )


def _going_on(input_: Input, hidden: Iterable[Item], today: date) -> list[Outing]:
    """The unannounced visits of today as they are: they are on their way."""
    items = {item.key: item for item in hidden}
    going = []
    for visit in input_.standing:
        keys = [item_key(one.request, one.occurrence, visit.township) for one in visit.served]
        mine = tuple(sorted(items[key] for key in keys if key in items))
        if visit.held and visit.date == today and mine:
            going.append(Outing(visit.township, visit.date, visit.session, mine, visit))
    return going


def _published_dates(input_: Input) -> dict[str, date]:
    return {
        item_key(one.request, one.occurrence, visit.township): visit.date
        for visit in input_.standing
        for one in visit.served
    }


def _problem(
    input_: Input, options: Options, today: date, items: Iterable[Item], published: Mapping[str, date]
) -> Problem:
    frozen_until = max(options.frozen_until or today, today)
    fixed = [
        visit for visit in input_.standing if options.max_moves == 0 or visit.date <= frozen_until
    ]  # fmt: skip
    items = tuple(sorted(items, key=lambda item: (item.key not in published, item)))
    days = tuple(sorted({day for opened in input_.open_days.values() for day in opened}))
    mine = {item.key for item in items}
    pinned = {key: day for key, day in published.items() if key in mine}
    return Problem(
        days=days,
        departments=tuple(
            Department(code, teams, _off(input_, code, pinned, items))
            for code, teams in sorted(input_.teams.items())
        ),
        requests=tuple(_ask(input_, items, fixed, today, published)),
        caps=input_.caps,
        closed={
            township: frozenset(days) - frozenset(opened) for township, opened in input_.open_days.items()
        },
        published=pinned,
        frozen_until=frozen_until,
        max_moves=options.max_moves,
    )


def _ask(
    input_: Input,
    items: Iterable[Item],
    fixed: Iterable[Standing],
    today: date,
    published: Mapping[str, date],
) -> Iterable[VisitRequest]:
    """The items in the planner's words.

    What a fixed visit serves is one bundle as long as the visit, so that the planner packs its day as it
    was published; a newcomer of a bundle that is on such a visit belongs to it.
    """
    company = {
        item_key(one.request, one.occurrence, visit.township): visit
        for visit in fixed
        for one in visit.served
    }
    items = tuple(items)
    mates: dict[tuple[str, UUID], list[Standing]] = {}
    for item in items:
        if item.key in company:
            mates.setdefault((item.township, item.bundle), []).append(company[item.key])
    for item in items:
        visit = company.get(item.key)
        earliest = _earliest(input_, item, today, published.get(item.key))
        near = (
            one for one in mates.get((item.township, item.bundle), ()) if earliest <= one.date <= item.latest
        )
        joined = visit or min(near, key=lambda one: (one.date, str(one.id)), default=None)
        yield VisitRequest(
            id=item.key, department=item.department, township=item.township, earliest=earliest,
            latest=item.latest, half_days=visit.half_days if visit else item.half_days,
            bundle=f"visit {joined.id}" if joined else str(item.bundle), held=item.held,
        )  # fmt: skip


def _earliest(input_: Input, item: Item, today: date, published: date | None) -> date:
    """From when on it may be planned: with the county's notice where its window allows it, else tomorrow.

    What is published stays allowed on its day, however near.
    """
    if published is not None and published <= today:
        return item.earliest
    noticed = input_.noticed[item.township]
    first = noticed if noticed <= item.latest and not item.held else today + timedelta(days=1)
    return max(item.earliest, first if published is None else min(first, published))


def _off(input_: Input, code: str, pinned: Mapping[str, date], items: Iterable[Item]) -> frozenset[date]:
    # a day on which it is published here too stays open to it: pins are never broken
    here = {pinned[item.key] for item in items if item.department == code and item.key in pinned}
    return input_.away.get(code, frozenset()) - here


def _unplaced(plan: Plan, items: Mapping[str, Item]) -> Iterable[Unplaced]:
    for one in plan.unplaced:
        yield Unplaced(items[one.request], Words(one.reason, one.reason_en), Words(one.remedy, one.remedy_en))
