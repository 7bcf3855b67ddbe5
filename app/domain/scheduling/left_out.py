"""How few visit-days suffice where a few requests must stay out: which ones, counts for the bound."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from app.domain.scheduling.floors import count_days
from app.domain.scheduling.units import Instance, Unit, by_township

Counts = tuple[int, ...]
"""How many requests of each scarce department stay out."""
_MOST_TRIALS = 60
_MOST_LOOKS = (
    60_000  # at a unit, in all trials of a township: so that thousands in one place do not take hours
)


def days_without(instance: Instance, units: Iterable[Unit], scarce: Mapping[int, int]) -> int:
    """No plan that leaves out so many requests of each `scarce` department, and no others, has fewer days.

    Each township's floors are counted for every choice of who could stay out there (where there are too many
    to try, each saves a day), and the cheapest choice of the county is found by dynamic programming over
    its townships.
    """
    departments = sorted(scarce)
    most = tuple(scarce[department] for department in departments)
    best: dict[Counts, int] = {(0,) * len(departments): 0}
    for own in by_township(units).values():
        options = _options(instance, own, departments, most)
        found: dict[Counts, int] = {}
        for before, days in best.items():
            for counts, more in options.items():
                after = tuple(a + b for a, b in zip(before, counts, strict=True))
                if all(a <= b for a, b in zip(after, most, strict=True)):
                    found[after] = min(found.get(after, days + more), days + more)
        best = found
    return min(best.values())


def _options(
    instance: Instance, units: Sequence[Unit], departments: Sequence[int], most: Counts
) -> dict[Counts, int]:
    """The township's fewest days by who stays out."""
    candidates = [unit for unit in units if unit.departments[0] in departments]
    nobody = (0,) * len(departments)
    whole = _days(instance, units, ())
    if _days(instance, units, candidates) == whole:
        return {nobody: whole, **dict.fromkeys(_counts(candidates, departments, most), whole)}
    options = {nobody: whole}
    most_trials = min(_MOST_TRIALS, _MOST_LOOKS // len(units))
    for trial, out in enumerate(_subsets(candidates, sum(most))):
        counts = tuple(sum(unit.departments[0] == one for unit in out) for one in departments)
        days = _days(instance, units, out) if trial < most_trials else whole - len(out)
        options[counts] = min(options.get(counts, days), days)
        if trial > 4 * most_trials:
            return {one: whole - sum(one) for one in [nobody, *_counts(candidates, departments, most)]}
    return options


def _counts(candidates: Sequence[Unit], departments: Sequence[int], most: Counts) -> Iterator[Counts]:
    """Every number of those who could stay out."""
    all_counts: list[Counts] = [()]
    for department, limit in zip(departments, most, strict=True):
        own = min(sum(unit.departments[0] == department for unit in candidates), limit)
        all_counts = [(*counts, number) for counts in all_counts for number in range(own + 1)]
    return iter(all_counts)


def _subsets(candidates: Sequence[Unit], most: int) -> Iterator[tuple[Unit, ...]]:
    for size in range(1, min(most, len(candidates)) + 1):
        yield from combinations(candidates, size)


def _days(instance: Instance, units: Sequence[Unit], out: Iterable[Unit]) -> int:
    absent = {unit.index for unit in out}
    return count_days(instance, [unit for unit in units if unit.index not in absent])
