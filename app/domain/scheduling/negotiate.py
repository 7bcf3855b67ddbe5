"""Lets townships negotiate for the teams that they share, each with as few visit-days as it could have alone.

Negotiated congestion (PathFinder: McMurchie and Ebeling 1995), which routes the nets of a chip: everybody
takes what is best at the prices of the day, however crowded; where too many want a team, prices rise, now
and for good, until all fit. Where they do not, the township in most trouble gets another day.
"""

from collections.abc import Callable, Collection, Mapping
from random import Random

import numpy as np

from app.domain.scheduling.board import Board
from app.domain.scheduling.crowding import Crowding
from app.domain.scheduling.day_choice import OUT, DayChoice, may_be_spared
from app.domain.scheduling.follow import follow, take_better
from app.domain.scheduling.units import by_township

_NOISE, _NOISES = 6, 1 << 16
_PATIENCE, _HASTE = 600, 10
_SEATLESS = 500  # what a unit without a seat weighs beside a crowded team
_NEAR = 2  # so few days more than on the table, a plan found elsewhere is worth beginning from
_REPORT_EVERY = 32


class Negotiation:
    """One county's townships at the table. The units of `out` stay out at first, and others of their
    departments may instead; all else is to have a day, save what is absent from the board and could not
    stay out for another.
    """

    def __init__(self, board: Board, random: Random, out: Collection[int] = ()) -> None:
        self.board, self.random = board, random
        instance = board.instance
        spare = [0] * len(instance.teams)
        for index in out:
            spare[instance.units[index].departments[0]] += 1
        asked = by_township(
            unit
            for unit in instance.units
            if not out or board.place[unit.index] is not None or may_be_spared(unit)
        )
        self.townships = [DayChoice(instance, asked[t], spare, out) for t in sorted(asked)]
        self.crowding = Crowding(instance, spare)
        self._noise = np.random.default_rng(random.getrandbits(64)).integers(
            0, _NOISE, _NOISES + max((t.size for t in self.townships), default=0), dtype=np.int64
        )
        self.trial = board
        self._settled = board.visit_days
        self._kept: Mapping[int, int] = {}
        for township in self.townships:
            self._choose(township)
        self._best, self._since = self._trouble() + 1, 0

    def run(self, steps: int, least_days: int, report: Callable[[float], bool]) -> None:
        """Negotiates until the board has no more than `least_days` visit-days, or `steps` are spent."""
        if self.board.visit_days < self._settled and self.board.visit_days <= self.days + _NEAR:
            self._adopt()
        for step in range(steps):
            if self.board.visit_days <= least_days or (step % _REPORT_EVERY == 0 and report(step / steps)):
                return
            trouble = self._note_trouble()
            patience = _PATIENCE if self.days >= least_days else _HASTE
            if trouble and self._since <= patience:
                self._step(trouble)
                continue
            if not trouble or patience == _PATIENCE:
                self._settle()
            if not self._change_days(is_settled=not trouble):
                return
            self._best = self._trouble() + 1
        self._settle()

    def _note_trouble(self) -> int:
        """How far the townships are from one another; keeps the nearest they were."""
        trouble = self._trouble()
        self._since += 1
        if trouble < self._best:
            self._best, self._since, self._kept = trouble, 0, self._plan()
        return trouble

    def _step(self, trouble: int) -> None:
        self._choose(self._somebody())
        if self._trouble() >= trouble:
            self.crowding.raise_prices()

    @property
    def days(self) -> int:
        """The visit-days on the table."""
        return sum(len(township.days) for township in self.townships)

    def _trouble(self) -> int:
        return self.crowding.excess() + sum(township.seatless for township in self.townships)

    def _choose(self, township: DayChoice) -> None:
        start = self.random.randrange(_NOISES)
        township.choose(self.crowding, self._noise[start : start + township.size], self.random)

    def _somebody(self) -> DayChoice:
        """One of those who share a crowded cell, or lack a seat."""
        seatless = [township for township in self.townships if township.seatless]
        crowded = self.crowding.crowded()
        if seatless and (not crowded or self.random.random() < 0.1):
            return self.random.choice(seatless)
        cell = self.random.choice(crowded)
        return self.random.choice([township for township in self.townships if cell in township.cells])

    def _change_days(self, is_settled: bool) -> bool:
        """Other numbers of days for a new attempt, fewer in all than the board has; False if there are none.

        A township in trouble gets one more, and where they would be too many, others that have more than
        their floors one less.
        """
        changed = None
        if not is_settled:
            changed = max(self.townships, key=lambda one: (self._weight(one), -one.units[0].index))
            if not changed.add_day(self.crowding):
                changed = None
        while self.days >= self.board.visit_days:
            richer = [one for one in self.townships if len(one.days) > one.fewest and one is not changed]
            if not richer:
                return False
            poorer = self.random.choice(richer)
            poorer.drop_day(self.crowding)
            self._choose(poorer)
        if changed is not None:
            self._choose(changed)
        self.crowding.forget()
        return True

    def _weight(self, township: DayChoice) -> int:
        return self.crowding.weight(township.cells) + _SEATLESS * township.seatless

    def _settle(self) -> None:
        """Puts the best of what has been negotiated on a board, and on the county's where that is better."""
        self.trial = Board(self.board.instance)
        follow(self.trial, self.random, self._kept)
        if take_better(self.board, self.trial):
            self.trial = self.board
        self._settled = self.board.visit_days

    def _adopt(self) -> None:
        """Begins anew from the board's plan."""
        for township in self.townships:
            places = [self.board.place[unit.index] for unit in township.units]
            township.adopt([None if visit is None else visit.day.index for visit in places], self.crowding)
        self._settled = self.board.visit_days
        self._best = self._trouble() + 1

    def _plan(self) -> Mapping[int, int]:
        return {
            unit.index: day
            for township in self.townships
            for unit, day in zip(township.units, township.place, strict=True)
            if day not in (OUT, township.out)
        }
