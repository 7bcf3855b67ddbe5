"""Groups requests that are the same work: correlation clustering that never chains through weak links."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush

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
    known = set(nodes)
    strongest = [link for link in _strongest(links) if {link.a, link.b} <= known]
    forced = sorted({_pair(*pair) for pair in must if set(pair) <= known})
    forbidden = [pair for pair in cannot if set(pair) <= known]
    islands = _islands(known, strongest, forced, forbidden)
    found = (group for island in islands for group in _cluster(island) if len(group) > 1)
    return tuple(frozenset(group) for group in sorted(found))


@dataclass
class _Island:
    """Nodes that no favourable link and no confirmed pair joins to any other, and what holds among them."""

    nodes: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    forced: list[tuple[str, str]] = field(default_factory=list)
    forbidden: list[tuple[str, str]] = field(default_factory=list)


def _islands(
    nodes: set[str],
    links: list[Link],
    forced: list[tuple[str, str]],
    forbidden: list[tuple[str, str]],
) -> list[_Island]:
    """Groups never reach from one island to another, so that each is clustered alone: it keeps this quick."""
    favourable = [(link.a, link.b) for link in links if link.score > NEUTRAL]
    home = _roots(nodes, (*favourable, *forced))
    islands = {root: _Island() for root in sorted(set(home.values()))}
    for node in sorted(nodes):
        islands[home[node]].nodes.append(node)
    for link in links:
        if home[link.a] == home[link.b]:
            islands[home[link.a]].links.append(link)
    for a, b in forced:
        islands[home[a]].forced.append((a, b))
    for a, b in forbidden:
        if home[a] == home[b]:
            islands[home[a]].forbidden.append((a, b))
    return [one for one in islands.values() if len(one.nodes) > 1]


def _roots(nodes: set[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The smallest node that pairs connect each node with."""
    above = {node: node for node in nodes}

    def root(node: str) -> str:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for a, b in pairs:
        one, other = root(a), root(b)
        above[max(one, other)] = min(one, other)
    return {node: root(node) for node in nodes}


def _cluster(island: _Island) -> list[list[str]]:
    clusters = _Clusters(island.nodes, island.links, island.forbidden)
    for a, b in island.forced:
        clusters.join_members(a, b)
    while (best := clusters.best_pair()) is not None:
        clusters.join(*best)
    return clusters.groups()


def _pair(a: str, b: str) -> tuple[str, str]:
    return (min(a, b), max(a, b))


class _Clusters:
    """Groups named by their smallest member, with the gain of joining any two that are linked."""

    def __init__(self, nodes: list[str], links: Iterable[Link], cannot: Iterable[tuple[str, str]]) -> None:
        self._members = {node: [node] for node in nodes}
        self._home = {node: node for node in nodes}
        self._gains: dict[str, dict[str, tuple[float, int]]] = {node: {} for node in nodes}
        self._forbidden: dict[str, set[str]] = {node: set() for node in nodes}
        for link in links:
            self._gains[link.a][link.b] = self._gains[link.b][link.a] = (link.score - NEUTRAL, 1)
        self._queue: list[tuple[float, str, str]] = []
        for link in links:
            self._offer(link.a, link.b)
        for a, b in cannot:
            if a != b:
                self._forbidden[a].add(b)
                self._forbidden[b].add(a)

    def groups(self) -> list[list[str]]:
        return [sorted(members) for members in self._members.values()]

    def join_members(self, a: str, b: str) -> None:
        """Joins the groups of two nodes unless that is forbidden or they are one already."""
        one, other = sorted((self._home[a], self._home[b]))
        if one != other and other not in self._forbidden[one]:
            self.join(one, other)

    def best_pair(self) -> tuple[str, str] | None:
        """The two groups whose joining gains most, None where no joining gains."""
        while self._queue:
            gain, one, other = self._queue[0]
            stands = other in self._gains.get(one, {}) and gain == -self._gain(one, other)
            if stands and other not in self._forbidden[one]:
                return one, other
            heappop(self._queue)  # one of the two has joined others since, or may not be joined
        return None

    def _offer(self, one: str, other: str) -> None:
        gain = self._gain(one, other)
        if gain > 0:
            heappush(self._queue, (-gain, *_pair(one, other)))

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
        for third in self._gains[one]:
            self._offer(one, third)
        for third in self._forbidden.pop(other):
            self._forbidden[third].discard(other)
            self._forbidden[third].add(one)
            self._forbidden[one].add(third)


def _strongest(links: Iterable[Link]) -> list[Link]:
    """One link a pair, the strongest, in an order of the values' own."""
    best: dict[tuple[str, str], float] = {}
    for link in links:
        pair = _pair(link.a, link.b)
        if link.a != link.b:
            best[pair] = max(link.score, best.get(pair, 0.0))
    return [Link(a, b, score) for (a, b), score in sorted(best.items())]
