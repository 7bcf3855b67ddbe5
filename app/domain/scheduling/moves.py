"""Says of each published request that a plan moves why it moves, and what that gains in visit-days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.scheduling.problem import Problem, VisitRequest
from app.domain.scheduling.several_days import lengths
from app.domain.scheduling.words import Words

Place = tuple[str, date]
"""A township and a day of it."""


@dataclass(frozen=True, slots=True)
class Move:
    """A published request that changes its date, from where to where, why, and for what gain.

    `gain` is how many visit-days fewer its township has by it: a day that nobody needs any more is one, a
    day opened for it minus one, each told once, with the first request that leaves or enters it.
    """

    request: str
    was: date
    becomes: date
    reason: str
    reason_en: str
    gain: int


def find_moves(problem: Problem, dates: Mapping[str, date], visit_days: frozenset[Place]) -> tuple[Move, ...]:
    """The moves of a finished plan, by request; `dates` are the (first) days of what it places."""
    scene = _Scene(problem, dates, visit_days)
    moves: list[Move] = []
    counted: set[Place] = set()
    for request in sorted(problem.requests, key=lambda one: one.id):
        was = problem.published.get(request.id)
        becomes = dates.get(request.id, was)
        if was is None or becomes is None or was == becomes:
            continue
        changed = {
            place for day in (was, becomes) for place in scene.run(request, day) if scene.changed(place)
        }
        gain = sum(1 if place in scene.before else -1 for place in changed - counted)
        counted |= changed
        why = scene.why(request, was, becomes)
        moves.append(Move(request.id, was, becomes, why.text, why.text_en, gain))
    return tuple(moves)


class _Scene:
    """The plan and what was published, side by side."""

    def __init__(self, problem: Problem, dates: Mapping[str, date], after: frozenset[Place]) -> None:
        self.problem, self.after = problem, after
        published = problem.published
        self.before = frozenset(
            place
            for request in problem.requests
            if request.id in published
            for place in self.run(request, published[request.id])
        )
        self.there: dict[Place, list[VisitRequest]] = defaultdict(list)
        for request in problem.requests:
            if request.id in dates:
                self.there[request.township, dates[request.id]].append(request)
        self.off = {department.id: department.off for department in problem.departments}

    def run(self, request: VisitRequest, first: date) -> Sequence[Place]:
        """The days that it takes where it begins on `first`."""
        days = [day for day in self.problem.days if day > first]
        later = len(lengths(request, self.problem.caps.half_days_per_day)) - 1
        return [(request.township, day) for day in (first, *days[: max(later, 0)])]

    def changed(self, place: Place) -> bool:
        """True where published requests free that visit-day, or open it; a newcomer opens its own."""
        if place in self.before:
            return place not in self.after
        return place in self.after and not self._newcomers(place)

    def why(self, request: VisitRequest, was: date, becomes: date) -> Words:
        """The first of the reasons that holds, from what cannot be helped to what is merely better."""
        township = request.township
        if not self._is_open(request, was):
            return Words(f"{was} 已不可排", f"{was} is no longer open to it")
        if self._meets_bundle(request, was, becomes):
            return Words("与同一并办任务的检查同去", "it goes with the others of its bundle")
        joins = (township, becomes) in self.before or self._newcomers((township, becomes))
        if joins and (township, was) not in self.after:
            return Words(
                f"并入 {becomes} 的检查，腾出 {was}", f"it joins the visits of {becomes}, which frees {was}"
            )
        instead = [one.id for one in self.there[township, was] if self.problem.published.get(one.id) != was]
        if instead:
            return Words(f"给 {instead[0]} 让出 {was}", f"makes room for {instead[0]} on {was}")
        elsewhere = self._took_its_team(request, was)
        if elsewhere is not None:
            return Words(
                f"{request.department} 的组 {was} 改去 {elsewhere}",
                f"its team of {request.department} goes to {elsewhere} on {was}",
            )
        return Words(
            "为使全县检查日更少、或让其他任务排得下而调整",
            "moved so that the county needs fewer visit-days or another request finds a place",
        )

    def _newcomers(self, place: Place) -> bool:
        return any(one.id not in self.problem.published for one in self.there[place])

    def _is_open(self, request: VisitRequest, day: date) -> bool:
        problem = self.problem
        shut = problem.closed.get(request.township, frozenset()) | self.off[request.department]
        inside = request.earliest <= day <= request.latest and (request.days is None or day in request.days)
        return inside and day in problem.days and day not in shut

    def _meets_bundle(self, request: VisitRequest, was: date, becomes: date) -> bool:
        def mates(day: date) -> Sequence[VisitRequest]:
            there = self.there[request.township, day]
            return [one for one in there if one.bundle == request.bundle and one.id != request.id]

        return bool(request.bundle and not request.held and mates(becomes) and not mates(was))

    def _took_its_team(self, request: VisitRequest, day: date) -> str | None:
        """The township to which a team of its department goes on that day, and did not before."""
        for (township, there), requests in sorted(self.there.items(), key=lambda one: one[0]):
            if there == day and township != request.township:
                for one in requests:
                    if one.department == request.department and self.problem.published.get(one.id) != day:
                        return township
        return None
