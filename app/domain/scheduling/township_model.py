"""A township's days, visits and caps as a CP-SAT model: shared by the bound, the polish and the fewest."""

from collections import defaultdict
from collections.abc import Iterable

from app.domain.scheduling.board import Board
from app.domain.scheduling.cpsat import Model, Term
from app.domain.scheduling.units import Instance, Unit, days_of


class TownshipModel:
    """Adds one township to `model`.

    `on[unit.index, day]` says that a unit goes that day, `there[department, day]` that a department comes,
    `is_open[day]` that somebody does, `extra[day]` how many visits the day has beyond its first (missing
    where one is always enough). Who goes when is for the caller to demand. Half-days are counted as seats
    of the whole day, which with one or two a day is exact and with more a relaxation.
    """

    def __init__(self, model: Model, instance: Instance, units: Iterable[Unit], days: int = -1) -> None:
        self.model = model
        self.instance = instance
        self.on: dict[tuple[int, int], int] = {}
        self.there: dict[tuple[int, int], int] = {}
        self.is_open: dict[int, int] = {}
        self.extra: dict[int, int] = {}
        by_day: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            for day in days_of(unit.allowed & days):
                by_day[day].append(unit)
        for day in sorted(by_day):
            self._add_day(day, by_day[day])
        self._cap_months()

    def choices(self, unit: Unit) -> list[int]:
        """The variables of the unit's days."""
        return [self.on[unit.index, day] for day in days_of(unit.allowed) if (unit.index, day) in self.on]

    def begin_from(self, board: Board, township: int) -> None:
        """Hints at the board's plan of the township; the caller hints at its units."""
        for (department, day), variable in self.there.items():
            self.model.hint(variable, board.there[township][department] >> day & 1)
        for day, variable in self.is_open.items():
            self.model.hint(variable, board.open[township] >> day & 1)
        for day, variable in self.extra.items():
            visits = len(board.days[township][day].visits) if day in board.days[township] else 1
            self.model.hint(variable, visits - 1)

    def _add_day(self, day: int, units: list[Unit]) -> None:
        model, instance = self.model, self.instance
        self.is_open[day] = is_open = model.variable()
        for unit in units:
            self.on[unit.index, day] = variable = model.variable()
            model.implies(variable, is_open)
        comers = self._add_departments(day, units)
        seats = instance.department_cap
        alone = any(unit.held or unit.apart for unit in units)
        if (len(comers) > seats or alone) and instance.day_cap > 1:
            self.extra[day] = extra = model.variable(instance.day_cap - 1)
            model.limit([(extra, 1), (is_open, 1 - instance.day_cap)], None, 0)
        self._cap_seats(day, comers)
        half_days = [(self.on[unit.index, day], sum(unit.half_days)) for unit in units]
        if sum(needed for _, needed in half_days) > seats * instance.day_cap:
            model.limit([*half_days, (is_open, -seats * instance.day_cap)], None, 0)
        if alone:
            self._keep_apart(day, units)

    def _add_departments(self, day: int, units: list[Unit]) -> list[int]:
        """Variables of who comes; a department's works of one day follow one another."""
        works: dict[int, list[Term]] = defaultdict(list)
        for unit in units:
            for department, half_days in zip(unit.departments, unit.half_days, strict=True):
                works[department].append((self.on[unit.index, day], half_days))
        for department, terms in works.items():
            if len(terms) == 1:
                self.there[department, day] = terms[0][0]
                continue
            self.there[department, day] = comes = self.model.variable()
            for variable, _ in terms:
                self.model.implies(variable, comes)
            if sum(half_days for _, half_days in terms) > self.instance.day_cap:
                self.model.limit(terms, None, self.instance.day_cap)
        return [self.there[department, day] for department in works]

    def _cap_seats(self, day: int, comers: list[int]) -> None:
        seats = self.instance.department_cap
        if len(comers) > seats:
            visits = [(self.is_open[day], -seats)]
            if day in self.extra:
                visits.append((self.extra[day], -seats))
            self.model.limit([*((comer, 1) for comer in comers), *visits], None, 0)

    def _keep_apart(self, day: int, units: list[Unit]) -> None:
        """Held units, and departments that may not meet, share no half-day and no visit."""
        for number, one in enumerate(units):
            for other in units[number + 1 :]:
                if not (one.held or other.held or one.apart & other.mask):
                    continue
                pair = [(self.on[unit.index, day], 1) for unit in (one, other)]
                if one.length + other.length > self.instance.day_cap:
                    self.model.limit(pair, None, 1)
                elif day in self.extra:
                    self.model.limit([*pair, (self.extra[day], -1)], None, 1)

    def _cap_months(self) -> None:
        cap = self.instance.month_cap
        months: dict[int, list[Term]] = defaultdict(list)
        for day, variable in self.is_open.items():
            months[self.instance.months[day]].append((variable, 1))
            if day in self.extra:
                months[self.instance.months[day]].append((self.extra[day], 1))
        for terms in months.values():
            if len(terms) > cap or self.extra:
                self.model.limit(terms, None, cap)
