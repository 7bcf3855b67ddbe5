"""Thinks a county's plan out: the announced visits first, the unannounced into what they leave."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.scheduling import Plan, plan_visits
from app.kit.words import Words
from app.schedules.ask import Published, Question, ask, published_days
from app.schedules.continuity import keep_company, keep_sessions, recognise
from app.schedules.fit_held import fit_held
from app.schedules.load import Input, Item
from app.schedules.options import Options
from app.schedules.outing import Outing
from app.schedules.standing import Standing, is_hidden


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
    that has begun stays where it is, and only those whose days are over count like announced ones.
    """
    published = published_days(input_)
    late = [item for item in input_.items if item.key not in published and item.latest <= today]
    planned = {
        item.key: item
        for item in input_.items
        if item not in late and (not item.held or _is_over(published.get(item.key, ()), today))
    }
    plan, question = NOTHING, Question.nothing()
    if planned:
        question = ask(input_, options, today, planned.values(), published)
        plan = plan_visits(question.problem, options.effort, progress)
    announced = question.read(plan, input_.caps.half_days_per_day)
    shown = [one for one in input_.standing if not is_hidden(one, today)]
    announced = recognise(keep_company(announced, shown, input_.caps), shown)
    announced = keep_sessions(announced, input_.caps.half_days_per_day)
    hidden = [item for item in input_.items if item.held and item not in late and item.key not in planned]
    going = _going_on(hidden, published, today)
    gone = {item.key for outing in going for item in outing.items}
    fitted, unfitted = fit_held(
        input_, [*announced, *going], [item for item in hidden if item.key not in gone], published, today
    )
    outings = (*announced, *going, *fitted)
    visit_days = len({(outing.township, outing.date) for outing in outings})
    return Arrangement(
        outings=outings,
        unplaced=(
            *_unplaced(plan, question.asked, planned),
            *(Unplaced(item, *OVERDUE) for item in late),
            *(Unplaced(item, *why) for item, why in unfitted),
        ),
        visit_days=visit_days,
        asked_visit_days=sum(item.parts for item in input_.items),
        lower_bound=min(plan.lower_bound, visit_days),
    )


def _is_over(visits: Sequence[Standing], today: date) -> bool:
    return bool(visits) and not any(is_hidden(visit, today) for visit in visits)


def _going_on(hidden: Iterable[Item], published: Published, today: date) -> list[Outing]:
    """The unannounced visits that have begun, and those of several days that reach beyond the period.

    They are as they are: somebody is on the way.
    """
    going = []
    for item in hidden:
        visits = published.get(item.key, ())
        if visits and (visits[0].date <= today or len(visits) != item.parts):
            going += [
                Outing(visit.township, visit.date, visit.session, (item.as_served(visit),), visit)
                for visit in visits
            ]
    return going


def _unplaced(plan: Plan, asked: Mapping[str, Item], items: Mapping[str, Item]) -> Iterable[Unplaced]:
    told = set()
    for one in plan.unplaced:
        item = items[asked[one.request].key]
        if item.key not in told:
            told.add(item.key)
            yield Unplaced(item, Words(one.reason, one.reason_en), Words(one.remedy, one.remedy_en))
