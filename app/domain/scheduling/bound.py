"""How few visit-days any plan could have: the proof that stands beside the plan."""

import heapq

from app.domain.scheduling.units import Instance


def lower_bound(instance: Instance, unplaced: int) -> int:
    """No plan that leaves at most `unplaced` of the plannable requests out has fewer visit-days.

    Partial stabbing: per township the most requests that m days can serve is concave in m where windows
    are intervals (their matrix is totally unimodular), and bounded from above by giving each day, in the
    order of how many it could serve, all of them. So the days are bought greedily over all townships.
    """
    needed = sum(len(unit.requests) for unit in instance.units) - unplaced
    stabbing = sum(_stabbing(instance, township) for township in range(len(instance.townships)))
    return max(stabbing - unplaced, _by_coverage(instance, needed), 0)


def _stabbing(instance: Instance, township: int) -> int:
    """The most units of a township no two of which share a day: each needs a visit-day of its own."""
    taken, count = 0, 0
    masks = sorted(
        (u.allowed for u in instance.units if u.township == township), key=lambda m: (m.bit_length(), -m)
    )
    for mask in masks:
        if not mask & taken:
            count += 1
            taken |= mask
    return count


def _by_coverage(instance: Instance, needed: int) -> int:
    """Days needed if each could serve everyone whose window holds it, counted over and over again."""
    cover: dict[tuple[int, int], int] = {}
    for unit in instance.units:
        mask = unit.allowed
        while mask:
            low = mask & -mask
            key = (unit.township, low.bit_length())
            cover[key] = cover.get(key, 0) + len(unit.requests)
            mask ^= low
    largest = heapq.nlargest(len(cover), cover.values())
    days = 0
    while needed > 0 and days < len(largest):
        needed -= largest[days]
        days += 1
    return days
