"""Fits unannounced visits into what the announced plan leaves free, each alone in its half-days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.scheduling import Newcomer, Proposal, StandingVisit, propose_days
from app.kit.words import Words
from app.schedules.ask import Published
from app.schedules.load import Input, Item
from app.schedules.outing import Outing

FULL = (
    Words(
        "窗口内没有空余半天，或本部门当日已无检查组（不打招呼的检查让位于已公布的检查）",
        "no half-day of its window is free, or its department has no team left "
        "(an unannounced visit gives way to announced ones)",
    ),
    Words("放宽窗口，或增加一个检查组", "widen its window or add a team"),
)


def fit_held(
    input_: Input, announced: Sequence[Outing], hidden: Iterable[Item], published: Published, today: date
) -> tuple[list[Outing], list[tuple[Item, tuple[Words, Words]]]]:
    """The hidden items' visits, and those that found no place with the reason; published days first."""
    known = [(item, published.get(item.key, ())) for item in hidden]
    known.sort(key=lambda pair: (not pair[1], pair[0].latest, pair[0]))
    outings = list(announced)
    unfitted = []
    for item, visits in known:
        places = _find(input_, outings, item, [visit.date for visit in visits], today)
        if not places:
            unfitted.append((item, FULL))
        days = item.on_days(input_.caps.half_days_per_day)
        for place, day, number in zip(places, days, range(len(days)), strict=False):
            was = visits[number] if number < len(visits) else None
            outings.append(Outing(item.township, place.date, place.session, (day,), was))
    return outings[len(announced) :], unfitted


def _find(
    input_: Input, outings: Sequence[Outing], item: Item, was: Sequence[date], today: date
) -> Sequence[Proposal]:
    standing = [
        StandingVisit(
            str(number), one.date, one.session, one.half_days, one.departments, held=one.held
        )
        for number, one in enumerate(outings)
        if one.township == item.township
    ]  # fmt: skip
    served = defaultdict(set)
    for one in outings:
        if item.department in one.departments:
            served[one.date].add(one.township)
    newcomer = Newcomer(
        department=item.department, half_days=item.half_days, held=True,
        teams=input_.teams[item.department], busy={day: len(places) for day, places in served.items()},
    )  # fmt: skip
    away = input_.away.get(item.department, frozenset())
    days = {
        day
        for day in input_.open_days[item.township]
        if item.earliest <= day <= item.latest and day > today and day not in away
    }
    line = input_.working_days
    if was and days.issuperset(was):
        same = propose_days(line, set(was), standing, newcomer, input_.caps)
        if same:
            return same
    return propose_days(line, days, standing, newcomer, input_.caps)
