"""Keeps published visits what they were in a new plan: company, id, half-day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.scheduling import Caps
from app.schedules.load import Item
from app.schedules.outing import Outing
from app.schedules.standing import Standing


def keep_company(outings: Sequence[Outing], standing: Iterable[Standing], caps: Caps) -> list[Outing]:
    """The outings with the requests of a published visit together again where they stay on its day.

    The planner promises the date only; this keeps those of a morning from changing with those of the
    afternoon. Where the caps do not allow it for a day, the planner's own composition stands.
    """
    published = defaultdict(list)
    for visit in standing:
        published[visit.township, visit.date].append(visit)
    months = Counter((one.township, one.date.year, one.date.month) for one in outings)
    days = defaultdict(list)
    for outing in outings:
        days[outing.township, outing.date].append(outing)
    kept = []
    for (township, day), planned in days.items():
        groups = _regroup(planned, published[township, day])
        month = (township, day.year, day.month)
        more = len(groups) - len(planned)
        if _fits_day(groups, caps) and (
            more <= 0 or months[month] + more <= (caps.visits_per_month or len(outings) + more)
        ):
            months[month] += more
            kept += groups
        else:
            kept += planned
    return kept


def _regroup(planned: Sequence[Outing], published: Iterable[Standing]) -> list[Outing]:
    """Every item back to the published visit that serves it; a newcomer goes where most of its mates go."""
    visits = {visit.id: visit for visit in published}
    serving = {(one.request, one.occurrence): id_ for id_, visit in visits.items() for one in visit.served}
    groups: dict[object, list[Item]] = defaultdict(list)
    for number, outing in enumerate(planned):
        known = Counter(
            serving[item.request, item.occurrence]
            for item in outing.items
            if (item.request, item.occurrence) in serving
        )
        most = min(known, key=lambda id_: (-known[id_], id_)) if known else number
        for item in outing.items:
            groups[serving.get((item.request, item.occurrence), most)].append(item)
    first = planned[0]
    return [
        Outing(first.township, first.date, 1, tuple(sorted(items)), visits.get(key))  # type: ignore[call-overload]
        for key, items in groups.items()
    ]


def _fits_day(groups: Sequence[Outing], caps: Caps) -> bool:
    crowded = any(
        caps.departments_per_visit is not None and len(one.departments) > caps.departments_per_visit
        for one in groups
    )
    mixed = any(one.held and len(one.items) > 1 for one in groups)
    return not crowded and not mixed and sum(one.half_days for one in groups) <= caps.half_days_per_day


def recognise(outings: Sequence[Outing], standing: Iterable[Standing]) -> list[Outing]:
    """The outings, each with the published visit that it continues: the one it shares most requests with.

    A published visit is continued at most once, preferably on its own day; hidden and announced ones are
    never taken for each other.
    """
    standing = tuple(standing)
    pairs = sorted(
        (
            (visit.date != outing.date, -shared, position, str(visit.id), visit)
            for position, outing in enumerate(outings)
            for visit, shared in _shared(outing, standing)
        ),
        key=lambda pair: pair[:4],
    )
    continued: dict[int, Standing] = {}
    used = set()
    for _, _, position, id_, visit in pairs:
        if position not in continued and id_ not in used:
            continued[position] = visit
            used.add(id_)
    return [replace(outing, was=continued.get(position)) for position, outing in enumerate(outings)]


def _shared(outing: Outing, standing: Iterable[Standing]) -> Iterable[tuple[Standing, int]]:
    """The published visits of the township that serve some of its requests, and how many."""
    here = {(item.request, item.occurrence, item.part) for item in outing.items}
    for visit in standing:
        if visit.township == outing.township and visit.held == outing.held:
            shared = sum((one.request, one.occurrence, one.part) in here for one in visit.served)
            if shared:
                yield visit, shared


def keep_sessions(outings: Sequence[Outing], half_days_per_day: int) -> list[Outing]:
    """The outings with every continued visit at its published half-day, as far as the day allows it."""
    days = defaultdict(list)
    for outing in outings:
        days[outing.township, outing.date].append(outing)
    return [outing for key in sorted(days) for outing in _settle_day(days[key], half_days_per_day)]


def _settle_day(outings: list[Outing], half_days_per_day: int) -> list[Outing]:
    free = set(range(1, half_days_per_day + 1))
    settled = []
    for outing in sorted(outings, key=lambda one: (_published_session(one) is None, one.session)):
        wanted = [_published_session(outing), *range(1, half_days_per_day + 1)]
        fitting = (
            first
            for first in wanted
            if first is not None and free.issuperset(range(first, first + outing.half_days))
        )
        session = next(fitting, None)
        if session is None:
            return _one_after_the_other(outings)
        free.difference_update(range(session, session + outing.half_days))
        settled.append(replace(outing, session=session))
    return sorted(settled, key=lambda one: one.session)


def _one_after_the_other(outings: list[Outing]) -> list[Outing]:
    """What always fits, since the day holds them all; the published half-days could not be kept."""
    first, settled = 1, []
    for outing in sorted(outings, key=lambda one: (one.was is None, one.session, -one.half_days)):
        settled.append(replace(outing, session=first))
        first += outing.half_days
    return settled


def _published_session(outing: Outing) -> int | None:
    return outing.was.session if outing.was is not None and outing.was.date == outing.date else None
