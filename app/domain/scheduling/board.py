"""The planning board: which unit goes on which visit of which day, kept consistent, with every step undoable."""

from app.domain.scheduling.units import Instance, Unit

Snapshot = list[tuple[int, int, tuple[Unit, ...]]]


class Visit:
    """Units that go to one township in one session; `mask` their departments, `length` its half-days."""

    __slots__ = ("day", "length", "mask", "township", "units")

    def __init__(self, township: int, day: int) -> None:
        self.township = township
        self.day = day
        self.units: list[Unit] = []
        self.mask = 0
        self.length = 0

    def length_with(self, unit: Unit) -> int:
        """The visit's half-days with the unit on it: the busiest department decides."""
        if not self.mask & unit.mask:
            return max(self.length, unit.length)
        return _busiest([*self.units, unit])


def _busiest(units: list[Unit]) -> int:
    load: dict[int, int] = {}
    for unit in units:
        for department, half_days in zip(unit.departments, unit.half_days, strict=True):
            load[department] = load.get(department, 0) + half_days
    return max(load.values(), default=0)


class Board:
    """A plan in the making. Invariant: no cap, team, closed day or window is ever broken.

    `free[d]` are the days on which department d still has a team, `there[t][d]` those on which it is in
    township t anyway, `open[t]` the visit-days of township t.
    """

    def __init__(self, instance: Instance) -> None:
        days, townships = len(instance.months), len(instance.townships)
        every_day = (1 << days) - 1
        self.instance = instance
        self.place: list[Visit | None] = [None] * len(instance.units)
        self.visits: list[dict[int, list[Visit]]] = [{} for _ in range(townships)]
        self.open = [0] * townships
        self.there: list[list[int]] = [[0] * len(instance.teams) for _ in range(townships)]
        self.load = [[0] * days for _ in instance.teams]
        self.free = [every_day if teams else 0 for teams in instance.teams]
        self.month: list[dict[int, int]] = [dict.fromkeys(instance.months, 0) for _ in range(townships)]
        self.visit_days = 0
        self.visit_count = 0
        self.absent = sum(len(unit.requests) for unit in instance.units)
        self.moves = 0
        self.slack = 0
        self.log: list[tuple[bool, Unit, Visit]] = []

    def feasible(self, unit: Unit) -> int:
        """The days on which every department of the unit has a team for the township."""
        mask = unit.allowed
        there = self.there[unit.township]
        for department in unit.departments:
            mask &= self.free[department] | there[department]
        return mask

    def joinable(self, unit: Unit, day: int) -> Visit | None:
        """A standing visit of that day which the unit can join, the shortest-lived choice first."""
        if unit.held:
            return None
        instance = self.instance
        standing = self.visits[unit.township].get(day, ())
        spare = instance.day_cap - sum(visit.length for visit in standing)
        for visit in standing:
            if (
                (visit.mask | unit.mask).bit_count() <= instance.department_cap
                and not visit.mask & unit.apart
                and not visit.units[0].held
                and visit.length_with(unit) - visit.length <= spare
            ):
                return visit
        return None

    def new_visit(self, unit: Unit, day: int) -> Visit | None:
        """A visit of its own on that day, where the day's half-days and the month's cap allow one."""
        instance = self.instance
        township = unit.township
        if self.month[township][instance.months[day]] >= instance.month_cap:
            return None
        standing = self.visits[township].get(day, ())
        if sum(visit.length for visit in standing) + unit.length > instance.day_cap:
            return None
        return Visit(township, day)

    def affordable(self, unit: Unit, day: int) -> bool:
        """True where the moves it would cause stay within the budget."""
        return not unit.published or self.moves + unit.moves(day) <= self.instance.max_moves

    def insert(self, unit: Unit, visit: Visit) -> None:
        """Puts an absent unit on a visit that has room (see `joinable`, `new_visit`)."""
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

    def snapshot(self) -> Snapshot:
        """The plan as plain values: every visit's township, day and units."""
        return [
            (township, day, tuple(visit.units))
            for township, days in enumerate(self.visits)
            for day, standing in days.items()
            for visit in standing
        ]

    def restore(self, snapshot: Snapshot) -> None:
        """Makes the board hold exactly that plan."""
        for unit in self.instance.units:
            if self.place[unit.index] is not None:
                self.remove(unit)
        for township, day, units in snapshot:
            visit = Visit(township, day)
            for unit in units:
                self.insert(unit, visit)

    def _add(self, unit: Unit, visit: Visit) -> None:
        township, day, bit = visit.township, visit.day, 1 << visit.day
        if not visit.units:
            self._begin(visit)
        visit.length = visit.length_with(unit)
        visit.units.append(unit)
        visit.mask |= unit.mask
        there = self.there[township]
        for department in unit.departments:
            if not there[department] & bit:
                there[department] |= bit
                self.load[department][day] += 1
                if self.load[department][day] >= self.instance.teams[department]:
                    self.free[department] &= ~bit
        self.place[unit.index] = visit
        self._count(unit, day, 1)

    def _drop(self, unit: Unit, visit: Visit) -> None:
        township, day, bit = visit.township, visit.day, 1 << visit.day
        visit.units.remove(unit)
        visit.length = _busiest(visit.units)
        visit.mask = 0
        for other in visit.units:
            visit.mask |= other.mask
        if not visit.units:
            self._end(visit)
        stay = 0
        for standing in self.visits[township].get(day, ()):
            stay |= standing.mask
        there = self.there[township]
        for department in unit.departments:
            if not stay >> department & 1:
                there[department] &= ~bit
                self.load[department][day] -= 1
                self.free[department] |= bit
        self.place[unit.index] = None
        self._count(unit, day, -1)

    def _begin(self, visit: Visit) -> None:
        standing = self.visits[visit.township].setdefault(visit.day, [])
        if not standing:
            self.open[visit.township] |= 1 << visit.day
            self.visit_days += 1
        standing.append(visit)
        self.visit_count += 1
        self.month[visit.township][self.instance.months[visit.day]] += 1

    def _end(self, visit: Visit) -> None:
        standing = self.visits[visit.township][visit.day]
        standing.remove(visit)
        if not standing:
            del self.visits[visit.township][visit.day]
            self.open[visit.township] &= ~(1 << visit.day)
            self.visit_days -= 1
        self.visit_count -= 1
        self.month[visit.township][self.instance.months[visit.day]] -= 1

    def _count(self, unit: Unit, day: int, sign: int) -> None:
        self.absent -= sign * len(unit.requests)
        self.slack += sign * day
        if unit.published:
            self.moves += sign * unit.moves(day)
