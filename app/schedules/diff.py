"""What a new plan would change of the published one, told so that a person can read and approve it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.kit.words import Words
from app.schedules.load import Input
from app.schedules.outing import Outing, choose_lead
from app.schedules.standing import Served, Standing

Kind = Literal["added", "moved", "changed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that is new, on another date, composed differently, or gone; and why.

    `gain` is how many visit-days fewer the plan needs by it (negative: more), all else being equal.
    """

    kind: Kind
    was: Standing | None
    becomes: Outing | None
    requests: tuple[Served, ...]
    reason: Words
    gain: int = 0


def find_changes(input_: Input, outings: Iterable[Outing]) -> list[Change]:
    """The changes against the published plan, by township and date; visits that stay are not told."""
    outings = tuple(outings)
    kept = {outing.was.id for outing in outings if outing.was is not None}
    days = Counter((outing.township, outing.date) for outing in outings)
    changes = [change for outing in outings for change in _of_outing(input_, outing, days)]
    changes += [
        Change(
            "cancelled",
            visit,
            None,
            visit.served,
            Words("所检查的任务不再在此安排", "nothing is left to do"),
            int(not days[visit.township, visit.date]),
        )
        for visit in input_.standing
        if visit.id not in kept
    ]
    return sorted(changes, key=_place)


def count_moves(outings: Iterable[Outing]) -> int:
    """How many announced requests change their published date; of several days counts once."""
    moved = {
        (outing.township, one.request, one.occurrence)
        for outing in outings
        if outing.was is not None and outing.was.date != outing.date and not outing.held
        for one in set(outing.served) & set(outing.was.served)
    }
    return len(moved)


Days = Mapping[tuple[str, date], int]
"""How many visits of the new plan each township has on each day."""


def _of_outing(input_: Input, outing: Outing, days: Days) -> Iterator[Change]:
    was = outing.was
    opened = int(days[outing.township, outing.date] == 1)
    if was is None:
        why = Words("新安排", "newly planned")
        yield Change("added", None, outing, outing.served, why, -opened)
    elif was.date != outing.date:
        gain = int(not days[outing.township, was.date]) - opened
        yield Change("moved", was, outing, outing.served, _why_moved(input_, outing, was, days), gain)
    elif not outing.is_kept:
        yield Change("changed", was, outing, outing.served, _why_changed(outing, was))
    elif was.lead != choose_lead(outing, input_.leads):
        yield Change("changed", was, outing, outing.served, Words("更换牵头部门", "another department leads"))


def _why_moved(input_: Input, outing: Outing, was: Standing, days: Days) -> Words:
    if was.date not in input_.open_days[outing.township]:
        return Words(f"{was.date} 已不可排", f"{was.date} is no longer open")
    if outing.departments > was.departments:
        return Words("与其他部门并为一次检查", "it joins other departments in one visit")
    if days[outing.township, outing.date] > 1 and not days[outing.township, was.date]:
        return Words(
            "与当日另一检查同日，腾出原日期", "it shares the day of another visit, which frees its own"
        )
    if days[outing.township, was.date]:
        return Words("原日期让给其他检查", "its date is given to other visits")
    return Words(
        "为使全县检查日更少、或让其他任务排得下而调整",
        "moved so that the county needs fewer visit-days or another request finds a place",
    )


def _why_changed(outing: Outing, was: Standing) -> Words:
    more = len(set(outing.served) - set(was.served))
    fewer = len(set(was.served) - set(outing.served))
    if not more and not fewer:
        return Words("改在当日另一个半天", "it takes the other half-day")
    return Words(f"并入{more}项，移出{fewer}项", f"{more} request(s) join, {fewer} leave")


def _place(change: Change) -> tuple[str, str, int]:
    one = change.becomes or change.was
    assert one is not None
    return one.township, one.date.isoformat(), one.session
