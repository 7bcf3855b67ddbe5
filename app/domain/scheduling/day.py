"""One township's day on the board: who is there in which half-day, and the visits that set out on it."""

from app.domain.scheduling.units import Unit


class Day:
    """`present[h]` is the set of departments that are there in half-day h, `quiet` the half-days held."""

    __slots__ = ("index", "present", "quiet", "township", "visits")

    def __init__(self, township: int, index: int, half_days: int) -> None:
        self.township = township
        self.index = index
        self.present = [0] * half_days
        self.quiet = 0
        self.visits: list[Visit] = []

    def is_there(self, department: int) -> bool:
        """True where the department is in the township in some half-day."""
        return any(present >> department & 1 for present in self.present)


class Visit:
    """Units that set out together at half-day `session`; `loads` are their departments' half-days.

    A department that comes for several works does one after the other, from the visit's beginning on.
    """

    __slots__ = ("day", "loads", "session", "units")

    def __init__(self, day: Day, session: int) -> None:
        self.day = day
        self.session = session
        self.units: list[Unit] = []
        self.loads: dict[int, int] = {}

    def has_room(self, unit: Unit, seats: int) -> bool:
        """True where its departments find time and, in each half-day, one of the `seats` of departments."""
        present = self.day.present
        joined: dict[int, int] = {}
        for department, half_days in zip(unit.departments, unit.half_days, strict=True):
            first = self.session + self.loads.get(department, 0)
            if first + half_days > len(present):
                return False
            for half_day in range(first, first + half_days):
                there = joined.get(half_day, present[half_day])
                if (
                    self.day.quiet >> half_day & 1
                    or there >> department & 1
                    or there & unit.apart
                    or there.bit_count() >= seats
                ):
                    return False
                joined[half_day] = there | 1 << department
        return not unit.held or not any(present[half_day] for half_day in joined)

    def seat(self, department: int, half_days: int) -> None:
        """Lets the department stay that much longer."""
        load = self.loads.get(department, 0)
        present = self.day.present
        for half_day in range(self.session + load, self.session + load + half_days):
            present[half_day] |= 1 << department
        self.loads[department] = load + half_days

    def unseat(self, department: int, half_days: int) -> None:
        """Lets the department leave that much earlier, or not come at all."""
        load = self.loads[department] - half_days
        present = self.day.present
        for half_day in range(self.session + load, self.session + load + half_days):
            present[half_day] &= ~(1 << department)
        if load:
            self.loads[department] = load
        else:
            del self.loads[department]
