"""What a search should find: every request that meets in place and time and that the judge would tell of.

The judge errs, and what it would tell wrongly need not be found. So the truth is told twice: all that the
judge would tell, and of these what was written of the same matter, of a part of it, or of what holds it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import numpy as np
import numpy.typing as npt

from app.domain.divisions import NATION, ancestors
from app.domain.matching import judge_pair, load_inbox_model, load_vocabulary
from app.overlaps.probe import Probe
from app.registry.county_settings import CountySettings
from benchmarks.province.notices import Text
from benchmarks.province.year import Ask

SETTINGS = CountySettings()


class Truth:
    """All requests by place and time, to be judged one by one by the real judge."""

    def __init__(self, asks: Sequence[Ask], texts: Sequence[Text]) -> None:
        self._asks, self._texts = asks, texts
        self._starts = np.array([ask.earliest.toordinal() for ask in asks], dtype=np.int32)
        self._ends = np.array([ask.latest.toordinal() for ask in asks], dtype=np.int32)
        places: dict[str, list[int]] = defaultdict(list)
        for ask in asks:
            for code in ask.targets:
                places[code].append(ask.number)
        self._codes = sorted(places)
        self._known: dict[Ask, dict[UUID, bool]] = {}
        self._places = {code: np.array(numbers, dtype=np.int32) for code, numbers in places.items()}

    def told(self, ask: Ask) -> dict[UUID, bool]:
        """Whom `ask` would be told of, and whether rightly; judged once for both databases."""
        if ask not in self._known:
            self._known[ask] = self._judge(ask)
        return self._known[ask]

    def _judge(self, ask: Ask) -> dict[UUID, bool]:
        probe = ask.probe(self._texts)
        judged: dict[tuple[int, tuple[str, ...]], bool] = {}
        found: dict[UUID, bool] = {}
        for number in self._meeting(ask):
            other = self._asks[number]
            shared = tuple(
                sorted({probe.reading.document_no, *ask.cites} & {other.document_no, *other.cites})
            )
            key = (other.text, shared)  # who else sent the same words is judged the same
            if key not in judged:
                judged[key] = _is_told(probe, other.probe(self._texts))
            if judged[key]:
                found[other.id] = self._is_right(ask, other)
        return found

    def _is_right(self, ask: Ask, other: Ask) -> bool:
        one, two = self._texts[ask.text].matter, self._texts[other.text].matter
        above = load_vocabulary().ancestors
        return one == two or one in above(two) or two in above(one) or bool(set(ask.cites) & set(other.cites))

    def _meeting(self, ask: Ask) -> npt.NDArray[np.int32]:
        codes = {code for target in ask.targets for code in (*ancestors(target), *self._beneath(target))}
        numbers = [self._places[code] for code in codes if code in self._places]
        if not numbers:
            return np.array([], dtype=np.int32)
        there = np.unique(np.concatenate(numbers))
        first = ask.earliest.toordinal() - SETTINGS.near_days
        last = ask.latest.toordinal() + SETTINGS.near_days
        return there[(self._starts[there] <= last) & (self._ends[there] >= first)]

    def _beneath(self, code: str) -> Sequence[str]:
        if code == NATION:
            return self._codes
        return self._codes[bisect_left(self._codes, code) : bisect_left(self._codes, code + ":")]


def _is_told(one: Probe, other: Probe) -> bool:
    judgement = judge_pair(one.reading, other.reading, load_inbox_model())
    return judgement.verdict != "distinct" and judgement.score >= SETTINGS.propose_threshold
