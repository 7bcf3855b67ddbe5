"""The planning board: which unit goes on which visit of which day, kept consistent, every step undoable."""

from collections import defaultdict
from typing import NamedTuple

from app.domain.scheduling.day import Day, Visit
from app.domain.scheduling.units import Instance, Unit


class Outing(NamedTuple):
    """A visit as plain values."""

    township: int
    day: int
    session: int
    units: tuple[Unit, ...]


class Board:
    """A plan in the making. Invariant: no cap, team, closed day or window is ever broken.

    `free[d]` are the days on which department d still has a team, `there[t][d]` those on which it is in
    township t anyway, `serving[d][k]` its townships of day k, `open[t]` the visit-days of township t.
    `missing` is the weight of the units that have no visit.
    """

    def __init__(self, instance: Instance) -> None:
        days, townships = len(instance.months), len(instance.townships)
        self.instance = instance
        self.place: list[Visit | None] = [None] * len(instance.units)
        self.days: list[dict[int, Day]] = [{} for _ in range(townships)]
        self.open = [0] * townships
        self.there: list[dict[int, int]] = [defaultdict(int) for _ in range(townships)]
        self.serving: list[dict[int, list[int]]] = [defaultdict(list) for _ in instance.teams]
        self.free = [(1 << days) - 1 if teams else 0 for teams in instance.teams]
        self.month: list[dict[int, int]] = [dict.fromkeys(instance.months, 0) for _ in range(townships)]
        self.visit_days = 0
        self.visit_count = 0
        self.missing = sum(unit.weight for unit in instance.units)
        self.moves = 0
        self.lateness = 0
        self.log: list[tuple[bool, Unit, Visit]] = []

    def feasible(self, unit: Unit) -> int:
        """The days on which every department of the unit has a team for the township."""
        mask = unit.allowed
        there, free = self.there[unit.township], self.free
        for department in unit.departments:
            mask &= free[department] | there[department]
        return mask

    def find(self, unit: Unit, day: int) -> Visit | None:
        """Room for the unit on that day: a standing visit, else one of its own; None where there is none.

        Teams are the caller's to check (see `feasible`).
        """
        if unit.published and self.moves + unit.moves(day) > self.instance.max_moves:
            return None
        return self._join(unit, day) or self._begin_visit(unit, day)

    def absent(self) -> list[Unit]:
        """The units without a visit."""
        return [unit for unit in self.instance.units if self.place[unit.index] is None]

    def insert(self, unit: Unit, visit: Visit) -> None:
        """Puts an absent unit on a visit that has room for it."""
        self._add(unit, visit)
        self.log.append((True, unit, visit))

    def remove(self, unit: Unit) -> None:
        """Takes a placed unit off its visit; a visit that is left empty ends."""
        visit = self.place[unit.index]
        if visit is None:
            raise ValueError("the unit is not on the board")
        self._drop(unit, visit)
        self.log.append((False, unit, visit))

    def undo(self, mark: int) -> None:
        """Takes back every step after the log had `mark` entries."""
        while len(self.log) > mark:
            inserted, unit, visit = self.log.pop()
            if inserted:
                self._drop(unit, visit)
            else:
                self._add(unit, visit)

    def outings(self) -> list[Outing]:
        """The plan as plain values, by township, day and session."""
        return [
            Outing(township, index, visit.session, tuple(visit.units))
            for township, days in enumerate(self.days)
            for index, day in sorted(days.items())
            for visit in sorted(day.visits, key=lambda visit: visit.session)
        ]

    def restore(self, outings: list[Outing]) -> None:
        """Makes the board hold exactly that plan."""
        for unit in self.instance.units:
            if self.place[unit.index] is not None:
                self.remove(unit)
        for outing in outings:
            visit = Visit(self._day(outing.township, outing.day), outing.session)
            for unit in outing.units:
                self.insert(unit, visit)

    def _day(self, township: int, index: int) -> Day:
        return self.days[township].get(index) or Day(township, index, self.instance.day_cap)

    def _join(self, unit: Unit, index: int) -> Visit | None:
        day = self.days[unit.township].get(index)
        if day is None or unit.held:
            return None
        for visit in day.visits:
            if not visit.units[0].held and visit.has_room(unit, self.instance.department_cap):
                return visit
        return None

    def _begin_visit(self, unit: Unit, index: int) -> Visit | None:
        instance = self.instance
        if self.month[unit.township][instance.months[index]] >= instance.month_cap:
            return None
        day = self._day(unit.township, index)
        taken = {visit.session for visit in day.visits}
        for session in range(instance.day_cap):
            if session not in taken:
                visit = Visit(day, session)
                if visit.has_room(unit, instance.department_cap):
                    return visit
        return None

    def _add(self, unit: Unit, visit: Visit) -> None:
        day = visit.day
        bit = 1 << day.index
        if not visit.units:
            self._open(visit)
        visit.units.append(unit)
        if unit.held:
            day.quiet |= (1 << unit.length) - 1 << visit.session
        there = self.there[day.township]
        for department, half_days in zip(unit.departments, unit.half_days, strict=True):
            visit.seat(department, half_days)
            if not there[department] & bit:
                there[department] |= bit
                serving = self.serving[department][day.index]
                serving.append(day.township)
                if len(serving) >= self.instance.teams[department]:
                    self.free[department] &= ~bit
        self.place[unit.index] = visit
        self._count(unit, day.index, 1)

    def _drop(self, unit: Unit, visit: Visit) -> None:
        day = visit.day
        bit = 1 << day.index
        visit.units.remove(unit)
        if unit.held:
            day.quiet &= ~((1 << unit.length) - 1 << visit.session)
        there = self.there[day.township]
        for department, half_days in zip(unit.departments, unit.half_days, strict=True):
            visit.unseat(department, half_days)
            if not day.is_there(department):
                there[department] &= ~bit
                self.serving[department][day.index].remove(day.township)
                self.free[department] |= bit
        if not visit.units:
            self._close(visit)
        self.place[unit.index] = None
        self._count(unit, day.index, -1)

    def _open(self, visit: Visit) -> None:
        day = visit.day
        if not day.visits:
            self.days[day.township][day.index] = day
            self.open[day.township] |= 1 << day.index
            self.visit_days += 1
        day.visits.append(visit)
        self.visit_count += 1
        self.month[day.township][self.instance.months[day.index]] += 1

    def _close(self, visit: Visit) -> None:
        day = visit.day
        day.visits.remove(visit)
        if not day.visits:
            del self.days[day.township][day.index]
            self.open[day.township] &= ~(1 << day.index)
            self.visit_days -= 1
        self.visit_count -= 1
        self.month[day.township][self.instance.months[day.index]] -= 1

    def _count(self, unit: Unit, day: int, sign: int) -> None:
        self.missing -= sign * unit.weight
        self.lateness += sign * day
        if unit.published:
            self.moves += sign * unit.moves(day)
