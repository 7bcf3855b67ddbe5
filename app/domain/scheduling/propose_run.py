"""Finds a new request that is longer than a day its days in a row in a published plan, moving nothing."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from app.domain.scheduling.problem import Caps
from app.domain.scheduling.propose import Newcomer, Proposal, StandingVisit, propose_day
from app.domain.scheduling.several_days import day_lengths

Run = tuple[Proposal, ...]


def propose_days(
    line: Sequence[date], days: Collection[date], visits: Sequence[StandingVisit], newcomer: Newcomer,
    caps: Caps,
) -> Run:  # fmt: skip
    """The best place of a newcomer on each of its days, moving no visit; () where there is none.

    It takes as many neighbours of `line` (everybody's working days, in order) as it needs, all of them among
    `days` (those open to it, in its window). One day is answered as by `propose_day`; of several runs the one
    that begins with its bundle is best, then the one that opens the fewest visit-days, then the earliest.
    """
    lengths = day_lengths(newcomer.half_days, caps.half_days_per_day)
    if len(lengths) == 1:
        found = propose_day(sorted(days), visits, newcomer, caps)
        return () if found is None else (found,)
    return min(_Runs(visits, newcomer, caps).all(line, days, lengths), key=_worth, default=(True, 0, ()))[2]


def _worth(run: tuple[bool, int, Run]) -> tuple[bool, int, date]:
    without_bundle, opened, places = run
    return without_bundle, opened, places[0].date


class _Runs:
    """The places of the newcomer's days, each found alone; only the month's cap counts them together."""

    def __init__(self, visits: Sequence[StandingVisit], newcomer: Newcomer, caps: Caps) -> None:
        self.newcomer, self.caps = newcomer, caps
        self.standing: dict[date, list[StandingVisit]] = {}
        for visit in visits:
            self.standing.setdefault(visit.date, []).append(visit)
        self.months = Counter((visit.date.year, visit.date.month) for visit in visits)
        self.mates = {visit.key for visit in visits if newcomer.bundle and newcomer.bundle in visit.bundles}
        self.known: dict[tuple[date, int, bool], Proposal | None] = {}

    def all(
        self, line: Sequence[date], days: Collection[date], lengths: Sequence[int]
    ) -> list[tuple[bool, int, Run]]:
        """Every run that fits: whether its bundle is elsewhere, the visit-days that it opens, its places."""
        found = []
        for begin in range(len(line) - len(lengths) + 1):
            run = line[begin : begin + len(lengths)]
            if all(day in days for day in run):
                places = self._places(run, lengths)
                if places and self._keeps_months(places):
                    opened = sum(one.date not in self.standing for one in places)
                    found.append((places[0].key not in self.mates, opened, places))
        return found

    def _places(self, run: Sequence[date], lengths: Sequence[int]) -> Run:
        places = []
        for number, (day, half_days) in enumerate(zip(run, lengths, strict=True)):
            place = self._place(day, half_days, first=not number)
            if place is None:
                return ()
            places.append(place)
        return tuple(places)

    def _place(self, day: date, half_days: int, *, first: bool) -> Proposal | None:
        """One day's place; its bundle meets it on its first day."""
        asked = day, half_days, first
        if asked not in self.known:
            part = replace(self.newcomer, half_days=half_days, bundle=self.newcomer.bundle if first else "")
            alone = replace(self.caps, visits_per_month=None)
            self.known[asked] = propose_day([day], self.standing.get(day, ()), part, alone)
        return self.known[asked]

    def _keeps_months(self, places: Run) -> bool:
        cap = self.caps.visits_per_month
        opened = Counter((one.date.year, one.date.month) for one in places if one.key is None)
        return cap is None or all(self.months[month] + more <= cap for month, more in opened.items())
