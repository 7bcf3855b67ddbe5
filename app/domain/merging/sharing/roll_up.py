"""A quarter out of its months, a year out of its quarters: flows that were said already are added up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from app.domain.merging.sharing.carried import CarriedValue
from app.domain.merging.sharing.moments import RUNNING
from app.domain.merging.sharing.said import Said, Wanted, in_unit
from app.domain.merging.sharing.staying import is_flow


def roll_up(fitting: Iterable[Said], wanted: Wanted) -> CarriedValue | None:
    """The sum of earlier answers whose times fill the wanted one without gap or overlap; None where one is
    missing, where two for one time differ, or where the figure is no flow (a stock takes the period's last
    day, which is the same fact and no sum).

    A total of the year to date counts from 1 January, out of its months or quarters, or out of the total of
    an earlier month and the months since.
    """
    if not is_flow(wanted.field) or wanted.field.unit == "%":
        return None
    running = wanted.moment.aspect[0] == RUNNING
    first = wanted.moment.last[:4] + "-01-01" if running else wanted.moment.first
    rest = wanted.moment.aspect[1:]
    parts = [
        one
        for one in fitting
        if one.moment.aspect[1:] == rest and one.moment.stated and one.moment.last <= wanted.moment.last
    ]
    return _added(_tile(_spans(parts, running), first, wanted.moment.last), wanted)


def run_on(fitting: Sequence[Said], wanted: Wanted, own: Wanted | None) -> CarriedValue | None:
    """A total of the year to date as what was said up to last month plus this month's figure `own`, which is
    asked in the same form: the offer's `plus` names it, its value is the part before."""
    if own is None or not is_flow(wanted.field) or own.shared.unit != wanted.shared.unit:
        return None
    start = own.moment.first
    if start[5:] == "01-01":
        at = max((one.earlier for one in fitting), key=lambda earlier: earlier.at, default=None)
        return None if at is None else CarriedValue("0", at.source, at.at, "rolled_up", "", (), own.shared.id)
    before = (date.fromisoformat(start) - timedelta(days=1)).isoformat() if start else ""
    moment = replace(wanted.moment, last=before, first=wanted.moment.last[:4] + "-01-01")
    found = roll_up(fitting, replace(wanted, moment=moment))
    return replace(found, plus=own.shared.id) if found else None


def _added(found: Sequence[Said], wanted: Wanted) -> CarriedValue | None:
    if not found:
        return None
    total = Decimal(0)
    for one in found:
        number = _number(one, wanted)
        if number is None:
            return None
        total += number
    newest = max((one.earlier for one in found), key=lambda earlier: earlier.at)
    sources = tuple(dict.fromkeys(one.earlier.source for one in found))
    return CarriedValue(_plain(total), newest.source, newest.at, "rolled_up", "", sources)


def _spans(parts: Iterable[Said], running: bool) -> dict[str, dict[str, list[Said]]]:
    """What was said by last day and first day; a running total begins with its year."""
    spans: dict[str, dict[str, list[Said]]] = {}
    for one in parts:
        total = one.moment.aspect[0] == RUNNING
        if total and not running:
            continue
        first = one.moment.last[:4] + "-01-01" if total else one.moment.first
        spans.setdefault(one.moment.last, {}).setdefault(first, []).append(one)
    return spans


def _tile(spans: dict[str, dict[str, list[Said]]], first: str, last: str) -> list[Said]:
    """Answers that fill first to last, the newest first; of two ways to fill it the longest spans."""
    if not (first and last):
        return []
    found: list[Said] = []
    while last >= first:
        starts = [start for start in spans.get(last, {}) if start >= first]
        if not starts:
            return []
        start = min(starts)
        same = spans[last][start]
        if len({in_unit(one.value, one.field.unit, same[0].field.unit) for one in same}) > 1:
            return []
        found.append(max(same, key=lambda one: one.earlier.at))
        last = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
    return found


def _number(one: Said, wanted: Wanted) -> Decimal | None:
    try:
        return Decimal(in_unit(one.value, one.field.unit, wanted.shared.unit))
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")
