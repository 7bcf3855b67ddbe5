"""Which cells of several forms are one fact: best pairs first, every member agreeing with every other.

Forms are taken in order and earlier groups never change, so that adding a form keeps what was agreed before.
No chaining: a cell joins a group only if it is the same fact as each cell in it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.domain.merging.alignment import Alignment, element_of
from app.domain.merging.field import Field
from app.domain.merging.reading.labels import plain
from app.domain.merging.sharing.decisions import NONE, Decision, Decisions, ruled, signature
from app.domain.merging.sharing.gates import MERGING, judge
from app.domain.merging.sharing.taught import learnt, taught_name

_NEAR = 0.4
_TELLING = 4
"""A leaf of so many characters says by itself what it asks; 户数 or 男 does not."""
_HEADING = re.compile(r"(?:情况|概况|信息|状况|资料|基本)$")
_SUGGESTED = 0.5


@dataclass(frozen=True)
class Member:
    """A field with where it comes from: the form's key, the number of its table, and the form's origin."""

    form: str
    table: int
    field: Field
    origin: str = ""

    @cached_property
    def asked(self) -> Field:
        """The field under its full name: 女 below 户籍人口 is 户籍人口女 when labels are compared.

        A group that only heads its fields (家庭情况, or any group in a ledger) counts as the section instead.
        """
        leaf, groups = self.field.label, self.field.path[:-1]
        heading = bool(self.field.column) or all(_HEADING.search(group) for group in groups)
        if groups and heading and len(leaf) >= _TELLING:
            return replace(self.field, section=" ".join((self.field.section, *groups)).strip())
        return replace(self.field, label=full_label(self.field))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The character pairs of its full label."""
        text = plain(full_label(self.field))
        return frozenset({text[at : at + 2] for at in range(len(text) - 1)} or {text})

    @property
    def signature(self) -> str:
        """What it asks, under which decisions about it are kept."""
        return signature(self.origin, self.asked)

    @property
    def names(self) -> tuple[str, str]:
        """Under which decisions about it are found: its own, and what was taught of its label."""
        return self.signature, taught_name(full_label(self.field))


@dataclass
class Cluster:
    """Cells that are one fact."""

    members: list[Member] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clusters that were compared and not merged."""

    one: Cluster
    other: Cluster
    alignment: Alignment


@dataclass
class Clustering:
    """The groups in order of first appearance, and the pairs that only look alike."""

    clusters: list[Cluster] = field(default_factory=list)
    conflicts: list[Pair] = field(default_factory=list)
    suggestions: list[Pair] = field(default_factory=list)


def full_label(item: Field) -> str:
    """The words from group to leaf in one line."""
    return "".join(item.path) or item.label


def cluster_members(forms: Iterable[Sequence[Member]], decisions: Decisions = NONE) -> Clustering:
    """Group the members of several forms, one sequence a form, as far as decided by the `decisions`."""
    result = Clustering()
    index = _Index(decisions)
    for members in forms:
        _add_form(result, index, members)
    return result


class _Index:
    """Clusters by data element and by character pairs of their labels: not all pairs are compared."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self._partners: dict[str, set[str]] = defaultdict(set)
        for pair in decisions:
            for one in pair:
                self._partners[one] |= pair - {one}
        self._keys: dict[str, list[Cluster]] = defaultdict(list)
        self._pairs: dict[str, list[Cluster]] = defaultdict(list)
        self._decided: dict[str, list[Cluster]] = defaultdict(list)

    def add(self, cluster: Cluster, member: Member) -> None:
        self._keys[element_of(member.asked).key].append(cluster)
        for name in member.names if self._partners else ():
            self._decided[name].append(cluster)
        for pair in member.pairs:
            self._pairs[pair].append(cluster)

    def near(self, member: Member) -> list[Cluster]:
        """Clusters with the same data element, with enough characters in common, or decided about."""
        found = {id(cluster): cluster for cluster in self._keys[element_of(member.asked).key]}
        for name in member.names if self._partners else ():
            for partner in self._partners[name]:
                found |= {id(cluster): cluster for cluster in self._decided[partner]}
        own = member.pairs
        shared: Counter[int] = Counter()
        clusters: dict[int, Cluster] = {}
        for pair in own:
            for cluster in {id(item): item for item in self._pairs[pair]}.values():
                shared[id(cluster)] += 1
                clusters[id(cluster)] = cluster
        for key, count in shared.items():
            if count >= _NEAR * max(len(own), 1):
                found[key] = clusters[key]
        return list(found.values())


def _add_form(result: Clustering, index: _Index, members: Sequence[Member]) -> None:
    options: list[tuple[float, int, Cluster]] = []
    for at, member in enumerate(members):
        for cluster in index.near(member):
            score = _joint_score(member, cluster, index.decisions)
            if score > 0:
                options.append((score, at, cluster))
            else:
                _remember(result, member, cluster, index.decisions)
    homes = _assign(options)
    for at, member in enumerate(members):
        if at not in homes:
            homes[at] = _new_cluster(result)
        homes[at].members.append(member)
    for at, member in enumerate(members):
        index.add(homes[at], member)


def _new_cluster(result: Clustering) -> Cluster:
    result.clusters.append(Cluster())
    return result.clusters[-1]


def _assign(options: list[tuple[float, int, Cluster]]) -> dict[int, Cluster]:
    """The best home of each member. Two equally good answers are no answer: nothing is merged by chance."""
    by_member: dict[int, list[tuple[float, Cluster]]] = defaultdict(list)
    by_cluster: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for score, at, cluster in options:
        by_member[at].append((score, cluster))
        by_cluster[id(cluster)].append((score, at))
    homes: dict[int, Cluster] = {}
    for at, found in by_member.items():
        best, cluster = max(found, key=lambda item: item[0])
        rivals = [item for item in found if item[0] >= best - 1e-9]
        claims = [item for item in by_cluster[id(cluster)] if item[0] >= best - 1e-9]
        if len(rivals) == 1 and len(claims) == 1:
            homes[at] = cluster
    return homes


def _joint_score(member: Member, cluster: Cluster, decisions: Decisions) -> float:
    """The weakest agreement with any cell of the group; 0 where one disagrees or a gate is shut.

    Where it was decided that the member is one with a cell of the group, the others agree unless a gate is
    shut or it was decided otherwise.
    """
    rulings = [_decision(other, member, decisions) for other in cluster.members]
    told: Decision | None = "merge" if "merge" in rulings else None
    score = 1.0
    for other, ruling in zip(cluster.members, rulings, strict=True):
        alignment = ruled(other.asked, member.asked, ruling or told)
        if alignment.verdict not in MERGING:
            return 0.0
        score = min(score, alignment.score + _closeness(other.field, member.field))
    return score


def _decision(one: Member, other: Member, decisions: Decisions) -> Decision | None:
    """What was decided about these two, else what a decision on other forms taught of their labels."""
    if not decisions:
        return None
    decided = decisions.get(frozenset((one.signature, other.signature)))
    if decided is None and frozenset((one.names[1], other.names[1])) in decisions:
        return "merge" if learnt(one.asked, other.asked) else None
    return decided


def _closeness(one: Field, other: Field) -> float:
    """Ties between equally good homes are broken by the very same words, nothing else."""
    return 0.01 * (plain(full_label(one)) == plain(full_label(other))) + 0.001 * (
        one.section == other.section
    )


def _remember(result: Clustering, member: Member, cluster: Cluster, decisions: Decisions) -> None:
    """Keep a pair that only looks alike for the coordinator, unless it is decided."""
    for other in cluster.members:
        if _decision(other, member, decisions) is not None:
            return
        alignment = judge(other.asked, member.asked)
        mine = Cluster([member])
        if alignment.verdict == "conflicting":
            result.conflicts.append(Pair(cluster, mine, alignment))
            return
        if alignment.verdict == "derivable" or alignment.score >= _SUGGESTED:
            result.suggestions.append(Pair(cluster, mine, alignment))
            return
