"""Recognises published visits in a new plan, so that each keeps its id, its half-day and its place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.schedules.outing import Outing
from app.schedules.standing import Standing


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
    here = {(item.request, item.occurrence) for item in outing.items}
    for visit in standing:
        if visit.township == outing.township and visit.held == outing.held:
            shared = sum((one.request, one.occurrence) in here for one in visit.served)
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
            return outings  # the plan's own order always fits
        free.difference_update(range(session, session + outing.half_days))
        settled.append(replace(outing, session=session))
    return sorted(settled, key=lambda one: one.session)


def _published_session(outing: Outing) -> int | None:
    return outing.was.session if outing.was is not None and outing.was.date == outing.date else None
