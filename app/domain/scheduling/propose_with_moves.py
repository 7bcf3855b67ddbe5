"""Finds a new request its day in a published plan, moving a few published requests where that is allowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.scheduling.board import Board
from app.domain.scheduling.day import Visit
from app.domain.scheduling.problem import Problem, VisitRequest
from app.domain.scheduling.rearrange import rearrange_township
from app.domain.scheduling.several_days import lengths, possible_starts, take_apart
from app.domain.scheduling.units import Instance, Unit, build_instance, days_of
from app.domain.scheduling.words import Words

Step = Literal["insert", "ejection", "township"]


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """A published request that changes its day; `gain` is how many visit-days fewer the county has by it."""

    request: str
    was: date
    becomes: date
    reason: str
    reason_en: str
    gain: int


@dataclass(frozen=True, slots=True)
class Admission:
    """The newcomer's day and half-day, the step that found it, and what moves for it."""

    date: date
    session: int
    step: Step
    moves: tuple[ProposedMove, ...] = ()


def propose_with_moves(problem: Problem, newcomer: VisitRequest) -> Admission | None:
    """The newcomer's place beside what is published; the first step that finds one ends the search.

    Insert, moving nothing; else one unit sent to another day for it; else its township planned anew. At most
    `max_moves` published requests move, none that is pinned or frozen, and no visit of several days. Requests
    that are not published are not looked at. None where no step finds a day. A newcomer that is longer than
    a day gets its first, with as many in a row as it needs: inserted, or with one unit sent away for each.
    """
    near = [
        request
        for request in problem.requests
        if request.township == newcomer.township or request.department == newcomer.department
    ]
    long = newcomer.half_days > problem.caps.half_days_per_day
    scene = _Scene(problem, near, newcomer)
    place = scene.insert_run(moving=False) if long else scene.insert()
    if place is not None or problem.max_moves == 0:
        return place
    scene = _Scene(problem, problem.requests, newcomer)
    if long:
        return scene.insert_run(moving=True)
    return scene.eject() or scene.rearrange()


class _Scene:
    """The published plan on a board, with the newcomer beside it."""

    def __init__(self, problem: Problem, requests: Iterable[VisitRequest], newcomer: VisitRequest) -> None:
        standing = tuple(
            request for request in requests
            if request.id in problem.published and request.id != newcomer.id
        )  # fmt: skip
        instance = _instance(replace(problem, requests=standing), newcomer)
        self.board, self.instance = Board(instance), instance
        self.days, self.newcomer = instance.problem.days, newcomer
        parts = {request.id for request in _parts(instance.problem, newcomer)}
        self.units: list[Unit] = []
        for unit in sorted(instance.units, key=lambda unit: (-unit.length, unit.index)):
            if instance.problem.requests[unit.requests[0]].id in parts:
                self.units.append(unit)
            else:
                day = unit.published[0] if unit.published else unit.allowed.bit_length() - 1
                _put(self.board, unit, [day])
        self.unit = self.units[0] if self.units else None
        self.before = list(self.board.open)

    def insert(self) -> Admission | None:
        """Its bundle's days, then other visit-days, then a new one; nothing moves."""
        visit = self._enter()
        return None if visit is None else self._told([visit], "insert")

    def insert_run(self, *, moving: bool) -> Admission | None:
        """Days in a row; with `moving`, one unit in the way of each may go to another day."""
        for start in self._starts():
            mark, whole = len(self.board.log), self.newcomer
            visits = self._place_run(start, moving)
            self.newcomer = whole
            if visits and len(visits) == len(self.units):
                step: Step = "ejection" if any(self._moves(frozenset())) else "insert"
                return self._told(visits, step)
            self.board.undo(mark)
        return None

    def _starts(self) -> list[int]:
        """First days: those that meet its bundle, then those with most visit-days there, in order."""
        asked = replace(self.instance.problem, requests=(self.newcomer,), published={})
        places = (self.board.place[mate.index] for mate in self._mates())
        met = {place.day.index for place in places if place is not None}
        span = (1 << len(self.units)) - 1
        open_days = self.board.open[self.units[0].township] if self.units else 0

        def worth(day: int) -> tuple[bool, int, int]:
            return day not in met, -(open_days & span << day).bit_count(), day

        return sorted(days_of(possible_starts(asked)[0]), key=worth)

    def _place_run(self, start: int, moving: bool) -> list[Visit]:
        """The visits of as many of its days as find a place, from the first on."""
        whole, visits = self.newcomer, []
        for number, unit in enumerate(self.units):
            self.unit, self.newcomer = unit, whole if not number else replace(whole, bundle="")
            visit = self._enter(1 << start + number)
            if visit is None and moving:
                visit = self._enter_for_another(start + number)
            if visit is None:
                break
            visits.append(visit)
        return visits

    def eject(self) -> Admission | None:
        """One unit that stands in the way goes to another day, rather to a visit-day that is there."""
        for day in self._wanted():
            visit = self._enter_for_another(day)
            if visit is not None:
                return self._told([visit], "ejection")
        return None

    def _enter_for_another(self, day: int) -> Visit | None:
        board = self.board
        for rival in self._rivals(day):
            mark = len(board.log)
            board.remove(rival)
            visit = self._enter(1 << day)
            open_days = board.open[rival.township]
            others = [*days_of(rival.allowed & open_days), *days_of(rival.allowed & ~open_days)]
            if visit is not None and _put(board, rival, (other for other in others if other != day)):
                return visit
            board.undo(mark)
        return None

    def rearrange(self) -> Admission | None:
        """Its township's optimum with the newcomer, against the teams that the others leave."""
        if self.unit is None or not rearrange_township(self.board, self.unit):
            return None
        visit = self.board.place[self.unit.index]
        return None if visit is None or not self._may_join(visit) else self._told([visit], "township")

    def _enter(self, days: int = -1) -> Visit | None:
        if self.unit is None:
            return None
        for day in self._wanted():
            if days & self.board.feasible(self.unit) & 1 << day:
                visit = self.board.find(self.unit, day)
                if visit is not None and self._may_join(visit):
                    self.board.insert(self.unit, visit)
                    return visit
        return None

    def _wanted(self) -> list[int]:
        """The newcomer's days: its bundle's, then visit-days of its township, then others, each in order."""
        if self.unit is None:
            return []
        unit, open_days = self.unit, self.board.open[self.unit.township]
        bundle = 0
        for mate in self._mates():
            visit = self.board.place[mate.index]
            bundle |= 1 << visit.day.index if visit is not None else 0
        order = (bundle, open_days & ~bundle, ~(open_days | bundle))
        return [day for days in order for day in days_of(unit.allowed & days)]

    def _mates(self) -> list[Unit]:
        asked, newcomer = self.instance.problem.requests, self.newcomer
        return [
            unit for unit in self.instance.units
            if unit is not self.unit and newcomer.bundle
            and any(
                asked[i].bundle == newcomer.bundle and asked[i].township == newcomer.township
                for i in unit.requests
            )
        ]  # fmt: skip

    def _may_join(self, visit: Visit) -> bool:
        """False where its bundle has a lead that is not on the visit."""
        asked = self.instance.problem.requests
        if self.newcomer.lead or self.newcomer.held:
            return True
        leads = [unit for unit in self._mates() if any(asked[i].lead for i in unit.requests)]
        return not leads or any(unit in visit.units for unit in leads)

    def _rivals(self, day: int) -> list[Unit]:
        """What may stand in its way that day and could move: in its township, or its department elsewhere."""
        board, unit = self.board, self.unit
        if unit is None:
            return []
        (department,) = unit.departments
        townships = [unit.township, *sorted(set(board.serving[department][day]) - {unit.township})]
        return [
            rival
            for township in townships
            for visit in (board.days[township][day].visits if day in board.days[township] else ())
            for rival in visit.units
            if rival.published
            and rival.allowed & ~(1 << day)
            and (township == unit.township or department in rival.departments)
        ]

    def _told(self, visits: Sequence[Visit], step: Step) -> Admission:
        entered = frozenset(visit.day.index for visit in visits)
        first = visits[0]
        return Admission(self.days[first.day.index], first.session + 1, step, tuple(self._moves(entered)))

    def _moves(self, entered: frozenset[int]) -> Iterable[ProposedMove]:
        counted: set[tuple[int, int]] = set()
        for unit in self.instance.units:
            place = self.board.place[unit.index]
            if not unit.published or place is None or place.day.index == unit.published[0]:
                continue
            was, becomes, township = unit.published[0], place.day.index, unit.township
            for index in unit.requests:
                gain = 0
                for day, worth in ((was, 1), (becomes, -1)):
                    changed = (self.before[township] ^ self.board.open[township]) >> day & 1
                    if changed and (township, day) not in counted:
                        counted.add((township, day))
                        gain += worth
                why = self._why(unit, was, entered)
                name = self.instance.problem.requests[index].id
                yield ProposedMove(name, self.days[was], self.days[becomes], why.text, why.text_en, gain)

    def _why(self, unit: Unit, was: int, entered: frozenset[int]) -> Words:
        newcomer, day = self.newcomer, self.days[was]
        if was in entered and self.unit is not None and unit.township == self.unit.township:
            return Words(f"给 {newcomer.id} 让出 {day}", f"makes room for {newcomer.id} on {day}")
        if was in entered:
            return Words(
                f"{newcomer.department} 的组 {day} 改去 {newcomer.township}",
                f"its team of {newcomer.department} goes to {newcomer.township} on {day}",
            )
        return Words(
            f"{newcomer.township} 的检查重新排过，以便安排 {newcomer.id}",
            f"the visits of {newcomer.township} are planned anew so that {newcomer.id} has a day",
        )


def _instance(problem: Problem, newcomer: VisitRequest) -> Instance:
    """What is published, long visits day by day, with the newcomer as a unit of its own."""
    position = {day: index for index, day in enumerate(problem.days)}
    long = possible_starts(problem)
    chosen = {
        index: position[problem.published[problem.requests[index].id]]
        for index, starts in long.items()
        if starts >> position.get(problem.published[problem.requests[index].id], len(problem.days)) & 1
    }
    apart, _ = take_apart(problem, chosen)
    alone = _parts(problem, newcomer)
    published = {name: day for name, day in apart.published.items() if name != newcomer.id}
    return build_instance(replace(apart, requests=(*apart.requests, *alone), published=published))


def _parts(problem: Problem, newcomer: VisitRequest) -> list[VisitRequest]:
    """The newcomer's days as requests of their own; one day keeps its name."""
    parts = lengths(newcomer, problem.caps.half_days_per_day)
    alone = replace(newcomer, bundle="", lead=False)
    return [alone] if len(parts) == 1 else [
        replace(alone, id=f"{newcomer.id}\n{number}", half_days=half_days)
        for number, half_days in enumerate(parts)
    ]  # fmt: skip


def _put(board: Board, unit: Unit, days: Iterable[int]) -> bool:
    """Puts the unit on the first of the days that has room for it."""
    feasible = board.feasible(unit)
    for day in days:
        visit = board.find(unit, day) if day >= 0 and feasible >> day & 1 else None
        if visit is not None:
            board.insert(unit, visit)
            return True
    return False
