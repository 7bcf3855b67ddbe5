"""Spreads reports over the days on which they may be handed in, so that not all are due on one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DueWindow:
    """A report can be handed in from `opens` on and must be by `due`; both inclusive."""

    opens: date
    due: date


def spread_due_days(windows: Sequence[DueWindow], working: Sequence[date], per_day: int) -> list[date]:
    """A day for each window: a working day within it and within the month of its due date, as late as can be.

    At most `per_day` fall on one day as far as the windows allow; where all days are full, a second round
    begins, and so on. Never later than due; a window without a working day keeps its due date. The windows
    are taken in the order given, so that one that is added at the end moves none before it; and where one is
    taken away, the others keep their day or get a later one (each choice differs by the freed place alone).
    Each month is on its own: what is due in another month changes nothing.
    """
    load: Counter[tuple[tuple[int, int], date]] = Counter()
    chosen = []
    for window in windows:
        month = (window.due.year, window.due.month)
        days = [
            day
            for day in working
            if window.opens <= day <= window.due and (day.year, day.month) == month
        ]  # fmt: skip
        rounds = {day: load[month, day] // per_day for day in days}
        day = min(days, key=lambda day: (rounds[day], -day.toordinal()), default=window.due)
        load[month, day] += 1
        chosen.append(day)
    return chosen
