"""The answer key: which pairs are the same township work, and which only look alike."""

from dataclasses import dataclass
from itertools import combinations

from app.domain.divisions import targets_meet
from seeds.build.county import source_lines
from seeds.build.notices import Notice

NEAR_DAYS = 15
Keyed = list[tuple[str, Notice]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two requests and what a careful reader says of them; `label` is empty for a look-alike."""

    a: str
    b: str
    label: str
    why: str


def gap(one: Notice, other: Notice) -> int:
    """Days between two windows; 0 or less where they meet."""
    return max((one.days[0] - other.days[1]).days, (other.days[0] - one.days[1]).days)


def meet(one: Notice, other: Notice) -> bool:
    """True where two requests fall on the same township and on the same or nearly the same days."""
    return targets_meet(one.targets, other.targets) and gap(one, other) <= NEAR_DAYS


def overlaps(keyed: Keyed) -> list[Pair]:
    """Every pair of one work that meets; a pair is a duplicate where both stand in one group of one kind."""
    found = []
    for (a, one), (b, other) in combinations(keyed, 2):
        if one.work == other.work and meet(one, other) and not kept_apart(one, other):
            found.append(Pair(a, b, _label(one, other), _why(one, other)))
    return found


def kept_apart(one: Notice, other: Notice) -> bool:
    """True where two requests of one field are separate tasks.

    So it is where the sources say so (`not=` a bureau, `k` no other kind), and between a visit and a return
    that recurs: a month's figures are not what an inspection looks at, unless checked at the door (`v`).
    """
    if _refuses(one, other) or _refuses(other, one):
        return True
    mixed = (one.kind == "R") != (other.kind == "R")
    return mixed and any("k" in each.options or _is_routine(each) for each in (one, other))


def _refuses(one: Notice, other: Notice) -> bool:
    return other.department.rpartition("-")[2] in one.options.get("not", "").split(",")


def _is_routine(notice: Notice) -> bool:
    return bool({"m", "w"} & notice.options.keys()) and "v" not in notice.options


def _label(one: Notice, other: Notice) -> str:
    alike = (one.kind == "R") == (other.kind == "R")
    group = one.options.get("g")
    return "duplicate" if alike and group and group == other.options.get("g") else "overlap"


def _why(one: Notice, other: Notice) -> str:
    days = gap(one, other)
    when = "时间窗相交" if days <= 0 else f"时间窗相隔{days}天"
    return f"同一乡镇工作：{one.work_name}；{when}"


def lookalikes(keyed: Keyed) -> list[Pair]:
    """The pairs of the list of traps, and pairs of one work that miss each other in place or time."""
    return [*_traps(keyed), *_missed(keyed)]


def _traps(keyed: Keyed) -> list[Pair]:
    """A trap names two works, `work[:bureau]`; every pair of theirs of one kind that meets is one."""
    found: dict[tuple[str, str], Pair] = {}
    for line in source_lines("lookalikes.txt"):
        names, why = (word.strip() for word in line.split("|"))
        first, second = (_chosen(keyed, name) for name in names.split())
        pairs = [(a, one, b, other) for a, one in first for b, other in second if a != b]
        close = [pair for pair in pairs if meet(pair[1], pair[3])] or pairs[:1]
        alike = [pair for pair in close if (pair[1].kind == "R") == (pair[3].kind == "R")] or close
        for a, _, b, _ in alike:
            ends = (min(a, b), max(a, b))
            found.setdefault(ends, Pair(*ends, "", why))
    return list(found.values())


def _chosen(keyed: Keyed, name: str) -> Keyed:
    work, _, bureau = name.partition(":")
    chosen = [
        (key, one)
        for key, one in keyed
        if one.work == work and one.department.endswith(f"-{bureau}"[-3:] if bureau else "")
    ]
    if not chosen:
        raise ValueError(f"no request of {name}")
    return chosen


def _missed(keyed: Keyed) -> list[Pair]:
    found = []
    for (a, one), (b, other) in combinations(keyed, 2):
        if one.work == other.work and (kept_apart(one, other) or not meet(one, other)):
            found.append(Pair(a, b, "", _why_not(one, other)))
    return found


def _why_not(one: Notice, other: Notice) -> str:
    if not targets_meet(one.targets, other.targets):
        return "同一事项，但对象乡镇不同"
    days = gap(one, other)
    if days > NEAR_DAYS:
        return f"同一事项，但时间窗相隔{days}天"
    return f"同属{one.work_name}领域，但任务内容不同"
