"""Brings a problem into an order that its content alone decides, so that names have no say in the plan."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.scheduling.problem import Problem, VisitRequest

Vertex = tuple[str, str]
"""What is named: its kind (request, department, township, bundle) and its name."""
_WORK = 8_000


def in_order(problem: Problem) -> Problem:
    """The same problem with requests and departments in an order that does not depend on their names.

    What can be told apart by teams, days, windows and by what it has to do with is ordered by that (colour
    refinement: Weisfeiler and Leman 1968). Of what is left alike the first by name goes first, and the others
    are told apart by it. In large counties with many alike, names decide the rest at once.
    """
    graph = _Graph(problem)
    colours = graph.refine(graph.plain())
    for _ in range(_WORK // (len(colours) + 1)):
        alike = _first_alike(colours)
        if alike is None:
            break
        colours = graph.refine({**colours, alike: f"first of {colours[alike]}"})
    rank = {vertex: (colour, vertex[1]) for vertex, colour in colours.items()}

    def key(request: VisitRequest) -> tuple[tuple[str, str], ...]:
        return rank["township", request.township], rank["request", request.id]

    return replace(
        problem,
        requests=tuple(sorted(problem.requests, key=key)),
        departments=tuple(sorted(problem.departments, key=lambda one: rank["department", one.id])),
    )


def content_of(ordered: Problem) -> str:
    """64 hexadecimal digits (SHA-256) of a problem in order, its names left out."""
    number: dict[Vertex, int] = {}
    for department in ordered.departments:
        number.setdefault(("department", department.id), len(number))
    parts: list[object] = [
        ordered.days, ordered.caps, ordered.frozen_until, ordered.max_moves,
        [(one.teams, sorted(one.off)) for one in ordered.departments],
    ]  # fmt: skip
    for request in ordered.requests:
        joined = [("township", request.township), ("bundle", request.bundle)]
        numbers = [number.setdefault(vertex, len(number)) for vertex in joined]
        parts.append((_plain(ordered, request), number["department", request.department], numbers))
        parts.append(sorted(ordered.closed.get(request.township, ())))
    parts.append(
        sorted(sorted(number["department", name] for name in pair) for pair in ordered.apart)
    )  # fmt: skip
    return _digest(parts)


def _first_alike(colours: Mapping[Vertex, str]) -> Vertex | None:
    """The first by name of the first kind of which there are several."""
    count = Counter(colours.values())
    alike = [vertex for vertex, colour in colours.items() if count[colour] > 1]
    return min(alike, key=lambda vertex: (colours[vertex], vertex)) if alike else None


class _Graph:
    """Who has to do with whom: a request with its department, township and bundle, foes with one another."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.near: dict[Vertex, list[tuple[str, Vertex]]] = defaultdict(list)
        for department in problem.departments:
            self.near["department", department.id] = []
        for request in problem.requests:
            ends = [("department", request.department), ("township", request.township)]
            if request.bundle:
                ends.append(("bundle", request.bundle))
            for end in ends:
                self._join("of", ("request", request.id), end)
        for one, other in problem.apart:
            self._join("apart", ("department", one), ("department", other))

    def _join(self, how: str, one: Vertex, other: Vertex) -> None:
        self.near[one].append((how, other))
        self.near[other].append((how, one))

    def plain(self) -> dict[Vertex, str]:
        """What each is by itself."""
        problem = self.problem
        found = {vertex: vertex[0] for vertex in self.near}
        for department in problem.departments:
            found["department", department.id] = _digest(
                ["department", department.teams, sorted(department.off)]
            )
        for request in problem.requests:
            found["request", request.id] = _digest(["request", *_plain(problem, request)])
            closed = sorted(problem.closed.get(request.township, ()))
            found["township", request.township] = _digest(["township", closed])
        return found

    def refine(self, colours: Mapping[Vertex, str]) -> dict[Vertex, str]:
        """Tells apart what has to do with different things, until that tells no more apart."""
        now = dict(colours)
        while True:
            after = {
                vertex: _digest([colour, *sorted(how + now[end] for how, end in self.near[vertex])])
                for vertex, colour in now.items()
            }
            if len(set(after.values())) == len(set(now.values())):
                return now
            now = after


def _plain(problem: Problem, request: VisitRequest) -> list[object]:
    days = None if request.days is None else sorted(request.days)
    return [
        type(request).__name__, request.earliest, request.latest, request.half_days, days,
        request.lead, request.held, problem.published.get(request.id), problem.pins.get(request.id),
    ]  # fmt: skip


def _digest(parts: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(parts)).encode()).hexdigest()
