"""Finds which of a year's requests are told of each other, by the product's own keys, gates and judge.

What a judgement rests on is the two wordings, which are few; who meets whom in place and time is asked of
arrays. So a year's pairs take minutes where posting them one by one takes hours.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.domain.divisions import ancestors, home_of, targets_meet
from app.domain.matching import (
    Judgement,
    candidate_keys,
    judge_pair,
    key_search,
    load_inbox_model,
    load_vocabulary,
)
from app.domain.matching.keys import key_of
from app.registry.county_settings import CountySettings
from benchmarks.post.wordings import HELD, Wording
from benchmarks.province.year import Ask

SETTINGS = CountySettings()
ANOTHER = "另发〔2026〕0号"
"""The number of the other of two wordings: the numbers that requests have of their own are never shared."""

Told = Mapping[tuple[int, int], Judgement]


def judge_wordings(wordings: Sequence[Wording]) -> dict[tuple[int, int], Judgement]:
    """What the judge says of a later text beside an earlier one (or itself), where a POST would tell it.

    Text 2n is wording n, text 2n + 1 the same where it cites, which no other wording does.
    """
    told = {}
    for later, earlier in _sharing_keys(wordings):
        plain = _judge(wordings[later], wordings[earlier])
        cells = {(2 * later + one, 2 * earlier + other): plain for one in (0, 1) for other in (0, 1)}
        if later == earlier:
            citing = wordings[later].citing
            cells[2 * later + 1, 2 * later + 1] = _judge(citing, citing)
        told |= {cell: judgement for cell, judgement in cells.items() if _is_told(judgement)}
    return told


def _judge(mine: Wording, theirs: Wording) -> Judgement:
    return judge_pair(
        mine.reading, replace(theirs.reading, document_no=ANOTHER), load_inbox_model(), load_vocabulary(),
        SETTINGS.propose_threshold, (mine.name, theirs.name),
    )  # fmt: skip


def _is_told(judgement: Judgement) -> bool:
    return judgement.verdict != "distinct" and judgement.score >= SETTINGS.propose_threshold


def _sharing_keys(wordings: Sequence[Wording]) -> Iterator[tuple[int, int]]:
    filed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    own = key_of("document", HELD)
    for number, one in enumerate(wordings):
        for key in candidate_keys(one.reading):
            if key.key != own:
                filed[key.key].append((number, key.weight))
    for later, one in enumerate(wordings):
        search = key_search(one.reading)
        shared: dict[int, int] = defaultdict(int)
        for key in search.keys:
            for earlier, weight in filed.get(key, ()):
                shared[earlier] += weight
        yield from ((later, earlier) for earlier, weight in shared.items() if weight >= search.least)


def pairs_of(asks: Sequence[Ask], told: Told) -> Iterator[tuple[Ask, list[Ask]]]:
    """Each request with the earlier ones that it is told of, in the order in which they came."""
    texts = 1 + max(max(ask.text for ask in asks), *(max(cell) for cell in told))
    table = np.zeros((texts, texts), dtype=bool)
    table[tuple(np.array(list(told), dtype=np.int32).reshape(-1, 2).T)] = True
    homes = [home_of(ask.targets) for ask in asks]
    at_home, within = _by_home(homes)
    columns = {home: _Columns(asks, numbers) for home, numbers in {**_strictly(at_home), **within}.items()}
    for ask, home in zip(asks, homes, strict=True):
        above = [columns[f"={one}"] for one in ancestors(home)[:-1] if f"={one}" in columns]
        near = [number for one in (*above, columns[home]) for number in one.meeting(ask, table[ask.text])]
        yield ask, [asks[one] for one in sorted(near) if targets_meet(ask.targets, asks[one].targets)]


def _by_home(homes: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    at_home: dict[str, list[int]] = defaultdict(list)
    within: dict[str, list[int]] = defaultdict(list)
    for number, home in enumerate(homes):
        at_home[home].append(number)
        for one in ancestors(home):
            within[one].append(number)
    return at_home, within


def _strictly(at_home: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Those at home in a place and not beneath it, under a name of their own."""
    return {f"={home}": numbers for home, numbers in at_home.items()}


class _Columns:
    """Some requests in the order of their numbers, as arrays."""

    def __init__(self, asks: Sequence[Ask], numbers: Sequence[int]) -> None:
        self.numbers = np.array(numbers, dtype=np.int32)
        self.texts = np.array([asks[one].text for one in numbers], dtype=np.int32)
        self.starts = np.array([asks[one].earliest.toordinal() for one in numbers], dtype=np.int32)
        self.ends = np.array([asks[one].latest.toordinal() for one in numbers], dtype=np.int32)

    def meeting(self, ask: Ask, told: npt.NDArray[np.bool_]) -> list[int]:
        """The numbers of those before `ask` that are told and near in time."""
        end = int(np.searchsorted(self.numbers, ask.number))
        first, last = (
            ask.earliest.toordinal() - SETTINGS.near_days,
            ask.latest.toordinal() + SETTINGS.near_days,
        )
        wanted = told[self.texts[:end]]
        wanted &= self.starts[:end] <= last
        wanted &= self.ends[:end] >= first
        found: list[int] = self.numbers[:end][wanted].tolist()
        return found
