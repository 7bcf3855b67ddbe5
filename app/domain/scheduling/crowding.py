"""How crowded each department's days are while townships still choose, and what a day then costs.

Prices are whole numbers, so that every machine comes to the same plan.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.scheduling.units import Instance

Numbers = NDArray[np.int64]
Cell = tuple[int, int]
"""A department and a day; the day after the last stands for "stays out"."""

PRICE = 100
"""What a day costs at first that more townships want than there are teams."""
_RISE = 30
_LAST_TEAM = 3  # of a hundred parts of its history: what the last free team of a contested day costs
_FORGETS = 0.3


class Crowding:
    """Townships a department serves on each day, against its teams; it may be more while they negotiate.

    `spare[d]` units of department d may stay out. The row after the last department is nobody's.
    """

    def __init__(self, instance: Instance, spare: Sequence[int]) -> None:
        days = len(instance.months)
        self.room = np.zeros((len(instance.teams) + 1, days + 1), dtype=np.int64)
        self.room[:-1, :-1] = np.array(instance.teams, dtype=np.int64)[:, None]
        self.room[:-1, -1] = spare
        self.room[-1] = 1 << 40
        self._history = np.full(self.room.shape, PRICE, dtype=np.int64)
        self._history[-1] = 0

    def add(self, cells: Iterable[Cell], townships: int) -> None:
        """That many more townships (or fewer, where negative) have those cells."""
        for cell in cells:
            self.room[cell] -= townships

    def prices(self) -> Numbers:
        """What one more township pays for each department and day."""
        history = self._history
        dear = np.where(self.room <= 0, history, 0)
        dear += np.where(self.room == 1, (history - PRICE) * _LAST_TEAM // 100, 0)
        dear[-1] = 0
        return dear

    def excess(self) -> int:
        """How many townships too many, all in all."""
        return -int(np.minimum(self.room, 0).sum())

    def crowded(self) -> list[Cell]:
        """The cells that more townships have than may."""
        return [(int(department), int(day)) for department, day in np.argwhere(self.room < 0)]

    def weight(self, cells: Iterable[Cell]) -> int:
        """What the crowded ones among the cells cost."""
        return sum(int(self._history[cell]) for cell in cells if self.room[cell] < 0)

    def raise_prices(self) -> None:
        """Where too many are, days get dearer for good (the history of PathFinder's negotiation)."""
        self._history[self.room < 0] += _RISE

    def forget(self) -> None:
        """Most of the history, once the townships have other numbers of days."""
        self._history = PRICE + ((self._history - PRICE) * _FORGETS).astype(np.int64)
        self._history[-1] = 0
