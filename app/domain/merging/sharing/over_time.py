"""A longer time's figure in a template that asks all the shorter times in it too: added up, and not asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.domain.merging.alignment import element_of
from app.domain.merging.alignment.units import UnitError, factor_between
from app.domain.merging.field import Field
from app.domain.merging.sharing.moments import RUNNING, Moment, moment_of
from app.domain.merging.sharing.one_fact import one_fact
from app.domain.merging.sharing.said import field_under
from app.domain.merging.sharing.shape import Derivation, SharedField
from app.domain.merging.sharing.staying import is_flow

_MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class _Flow:
    """A figure of what happened from `first` to the moment's last day; a running total's is 1 January."""

    shared: SharedField
    field: Field
    moment: Moment

    @property
    def first(self) -> str:
        running = self.moment.aspect[0] == RUNNING
        return f"{self.moment.last[:4]}-01-01" if running else self.moment.first


def added_over_time(
    fields: Sequence[SharedField], titles: Mapping[str, str]
) -> Iterator[tuple[str, Derivation]]:
    """(id of a figure, the sum that it is): a quarter of its three months, a running total of the one before
    and the months since.

    Only flows that state their times, that ask one fact (definitions, grain, scope and unit's dimension
    included), whose times fill the whole without gap or overlap, each by one figure alone. Stocks, rates and
    means never add up.
    """
    flows = [flow for one in fields if (flow := _flow(one, titles)) is not None]
    by_key: dict[str, list[_Flow]] = {}
    for flow in flows:
        for key in element_of(flow.field).block_keys:
            by_key.setdefault(key, []).append(flow)
    for whole in flows:
        near = {id(one): one for key in element_of(whole.field).block_keys for one in by_key[key]}
        inside = [one for one in near.values() if _within(one, whole) and one_fact(one.field, whole.field)]
        parts = _tile(inside, whole.first, whole.moment.last)
        expression = _sum(whole, parts)
        if expression:
            text = f"由 {'、'.join(one.shared.period for one in parts)} 各期数相加"
            yield whole.shared.id, Derivation(expression, tuple(one.shared.id for one in parts), text)


def _flow(one: SharedField, titles: Mapping[str, str]) -> _Flow | None:
    if one.roster or not one.asked or one.unit == "%" or one.type not in ("integer", "decimal"):
        return None
    field = field_under(titles, one)
    moment = moment_of(field, "")
    means = any(facet == "mean" for facet, _ in element_of(field).qualifiers)
    known = moment.stated and moment.first and moment.first < moment.last
    running = moment.aspect[0] == RUNNING and moment.stated
    return _Flow(one, field, moment) if (known or running) and is_flow(field) and not means else None


def _within(part: _Flow, whole: _Flow) -> bool:
    """A shorter time in the longer one; of running totals also one that ends earlier."""
    if part.shared.id == whole.shared.id or part.moment.aspect[1:] != whole.moment.aspect[1:]:
        return False
    if part.moment.aspect[0] == RUNNING and whole.moment.aspect[0] != RUNNING:
        return False
    inside = whole.first <= part.first and part.moment.last <= whole.moment.last
    return inside and (part.first, part.moment.last) != (whole.first, whole.moment.last)


def _tile(parts: Sequence[_Flow], first: str, last: str) -> list[_Flow]:
    """The parts that fill the time, the longest first from its end; none where one is missing or doubled."""
    found: list[_Flow] = []
    while last >= first and len(found) < _MOST_PARTS:
        ending = [one for one in parts if one.moment.last == last]
        if not ending:
            return []
        start = min(one.first for one in ending)
        longest = [one for one in ending if one.first == start]
        if len(longest) != 1:
            return []
        found.append(longest[0])
        last = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
    return found[::-1] if len(found) > 1 else []


def _sum(whole: _Flow, parts: Sequence[_Flow]) -> str:
    """The sum in the whole's unit; empty where there is none, or a unit does not convert."""
    terms = []
    for one in parts:
        try:
            same = one.shared.unit == whole.shared.unit
            factor = Fraction(1) if same else factor_between(one.shared.unit, whole.shared.unit)
        except UnitError:
            return ""
        scaled = f"{one.shared.id}*{factor.numerator}/{factor.denominator}"
        terms.append(one.shared.id if factor == 1 else scaled)
    return "+".join(terms)
