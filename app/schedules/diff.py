"""What a new plan would change of the published one, told so that a person can read and approve it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.kit.words import Words
from app.schedules.load import Input
from app.schedules.outing import Outing, choose_lead
from app.schedules.standing import Served, Standing

Kind = Literal["added", "moved", "changed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that is new, on another date, composed differently, or gone; and why."""

    kind: Kind
    was: Standing | None
    becomes: Outing | None
    requests: tuple[Served, ...]
    reason: Words


def find_changes(input_: Input, outings: Iterable[Outing]) -> list[Change]:
    """The changes against the published plan, by township and date; visits that stay are not told."""
    outings = tuple(outings)
    kept = {outing.was.id for outing in outings if outing.was is not None}
    changes = [change for outing in outings for change in _of_outing(input_, outing)]
    changes += [
        Change(
            "cancelled", visit, None, visit.served, Words("所检查的任务不再在此安排", "nothing is left to do")
        )
        for visit in input_.standing
        if visit.id not in kept
    ]
    return sorted(changes, key=_place)


def count_moves(outings: Iterable[Outing]) -> int:
    """How many announced requests change their published date."""
    return sum(
        len(set(outing.served) & set(outing.was.served))
        for outing in outings
        if outing.was is not None and outing.was.date != outing.date and not outing.held
    )


def _of_outing(input_: Input, outing: Outing) -> Iterator[Change]:
    was = outing.was
    if was is None:
        why = Words("新安排", "newly planned")
        yield Change("added", None, outing, outing.served, why)
    elif was.date != outing.date:
        yield Change("moved", was, outing, outing.served, _why_moved(input_, outing, was))
    elif not outing.is_kept:
        yield Change("changed", was, outing, outing.served, _why_changed(outing, was))
    elif was.lead != choose_lead(outing, input_.leads):
        yield Change("changed", was, outing, outing.served, Words("更换牵头部门", "another department leads"))


def _why_moved(input_: Input, outing: Outing, was: Standing) -> Words:
    if was.date not in input_.open_days[outing.township]:
        return Words(f"{was.date} 已不可排", f"{was.date} is no longer open")
    if len(outing.departments) > len(was.departments):
        return Words("与其他部门并为一次检查", "it joins other departments in one visit")
    return Words("腾出原日期，使检查日更少", "its date is freed, so that fewer visit-days are needed")


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
