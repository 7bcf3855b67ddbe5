"""Groups requests that are the same work: correlation clustering that never chains through weak links."""

from collections.abc import Iterable
from dataclasses import dataclass

NEUTRAL = 0.5
"""A link above this score speaks for joining, below it against (Bansal, Blum and Chawla 2004)."""

UNKNOWN = 0.35
"""What a pair without a link counts as: nobody compared them, which speaks a little against."""


@dataclass(frozen=True)
class Link:
    """A judged pair of request ids with the score (0–1) that they are the same work."""

    a: str
    b: str
    score: float


def form_bundles(
    nodes: Iterable[str],
    links: Iterable[Link],
    must: Iterable[tuple[str, str]] = (),
    cannot: Iterable[tuple[str, str]] = (),
) -> tuple[frozenset[str], ...]:
    """Groups of two or more, in the order of their smallest member; requests that stand alone are left out.

    A pair in `must` stands together unless a pair in `cannot` forbids it; a pair in `cannot` never stands
    in one group. Groups join where the sum of (score − 0.5) over all pairs between them is greatest and
    above 0: average linkage in effect, so that two strong groups do not join through one weak link.
    The result depends on the values only, never on their order. Links to unknown nodes are passed over.
    """
    clusters = _Clusters(sorted(set(nodes)), links, cannot)
    for a, b in sorted({(min(pair), max(pair)) for pair in must}):
        clusters.join_members(a, b)
    while (best := clusters.best_pair()) is not None:
        clusters.join(*best)
    return tuple(frozenset(group) for group in sorted(clusters.groups()) if len(group) > 1)


class _Clusters:
    """Groups named by their smallest member, with the gain of joining any two that are linked."""

    def __init__(self, nodes: list[str], links: Iterable[Link], cannot: Iterable[tuple[str, str]]) -> None:
        self._members = {node: [node] for node in nodes}
        self._home = {node: node for node in nodes}
        self._gains: dict[str, dict[str, tuple[float, int]]] = {node: {} for node in nodes}
        self._forbidden: dict[str, set[str]] = {node: set() for node in nodes}
        for link in _strongest(links):
            if link.a in self._home and link.b in self._home:
                self._gains[link.a][link.b] = self._gains[link.b][link.a] = (link.score - NEUTRAL, 1)
        for a, b in cannot:
            if a in self._home and b in self._home and a != b:
                self._forbidden[a].add(b)
                self._forbidden[b].add(a)

    def groups(self) -> list[list[str]]:
        return [sorted(members) for members in self._members.values()]

    def join_members(self, a: str, b: str) -> None:
        """Joins the groups of two nodes unless that is forbidden or they are one already."""
        if a in self._home and b in self._home:
            one, other = sorted((self._home[a], self._home[b]))
            if one != other and other not in self._forbidden[one]:
                self.join(one, other)

    def best_pair(self) -> tuple[str, str] | None:
        """The two groups whose joining gains most, None where no joining gains."""
        best: tuple[float, str, str] | None = None
        for one, others in self._gains.items():
            for other in others:
                gain = self._gain(one, other)
                if one < other and gain > 0 and other not in self._forbidden[one]:
                    best = min(best or (0.0, "", ""), (-gain, one, other))
        return None if best is None else (best[1], best[2])

    def _gain(self, one: str, other: str) -> float:
        total, counted = self._gains[one][other]
        pairs = len(self._members[one]) * len(self._members[other])
        return (total + (pairs - counted) * (UNKNOWN - NEUTRAL)) / pairs

    def join(self, one: str, other: str) -> None:
        """Moves the group `other` into the group `one`, the smaller name of the two."""
        for member in self._members.pop(other):
            self._members[one].append(member)
            self._home[member] = one
        for third, (total, counted) in self._gains.pop(other).items():
            del self._gains[third][other]
            if third != one:
                before = self._gains[one].get(third, (0.0, 0))
                self._gains[one][third] = self._gains[third][one] = (before[0] + total, before[1] + counted)
        for third in self._forbidden.pop(other):
            self._forbidden[third].discard(other)
            self._forbidden[third].add(one)
            self._forbidden[one].add(third)


def _strongest(links: Iterable[Link]) -> list[Link]:
    """One link a pair, the strongest, in an order of the values' own."""
    best: dict[tuple[str, str], float] = {}
    for link in links:
        pair = (min(link.a, link.b), max(link.a, link.b))
        if pair[0] != pair[1]:
            best[pair] = max(link.score, best.get(pair, 0.0))
    return [Link(a, b, score) for (a, b), score in sorted(best.items())]
