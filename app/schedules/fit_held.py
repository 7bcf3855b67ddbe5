"""Fits unannounced visits into what the announced plan leaves free, each alone in its half-day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.scheduling import Newcomer, Proposal, StandingVisit, propose_day
from app.kit.words import Words
from app.schedules.load import Input, Item
from app.schedules.outing import Outing
from app.schedules.standing import Standing

FULL = (
    Words(
        "窗口内没有空余半天，或本部门当日已无检查组（不打招呼的检查让位于已公布的检查）",
        "no half-day of its window is free, or its department has no team left "
        "(an unannounced visit gives way to announced ones)",
    ),
    Words("放宽窗口，或增加一个检查组", "widen its window or add a team"),
)


def fit_held(
    input_: Input, announced: Sequence[Outing], hidden: Iterable[Item], today: date
) -> tuple[list[Outing], list[tuple[Item, tuple[Words, Words]]]]:
    """The hidden items' visits, and those that found no place with the reason; published days first."""
    was = {
        (one.request, one.occurrence, visit.township): visit
        for visit in input_.standing
        for one in visit.served
    }
    known = [(item, was.get((item.request, item.occurrence, item.township))) for item in hidden]
    known.sort(key=lambda pair: (pair[1] is None, pair[0].latest, pair[0]))
    outings = list(announced)
    unfitted = []
    for item, visit in known:
        proposal = _find(input_, outings, item, visit, today)
        if proposal is None:
            unfitted.append((item, FULL))
        else:
            outings.append(Outing(item.township, proposal.date, proposal.session, (item,), visit))
    return outings[len(announced) :], unfitted


def _find(
    input_: Input, outings: Sequence[Outing], item: Item, visit: Standing | None, today: date
) -> Proposal | None:
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
    days = [
        day
        for day in input_.open_days[item.township]
        if item.earliest <= day <= item.latest and day > today and day not in away
    ]
    if visit is not None and visit.date in days:
        same = propose_day([visit.date], standing, newcomer, input_.caps)
        if same is not None:
            return same
    return propose_day(days, standing, newcomer, input_.caps)
