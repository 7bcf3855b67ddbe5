"""A county's year of believable requests, recombined from the seed county's quarter."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[2] / "seeds"
QUARTER = timedelta(days=91)


def seed_requests() -> list[dict[str, Any]]:
    """The lines of the seed county's quarter: department, work, body."""
    lines = (SEEDS / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def year_of_requests(seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(department, body) of four quarters, without end: titles and texts of one work change partners.

    In the first quarter each is as it was written; later ones come at other days, to other townships, and
    say what a request of the same work said.
    """
    chance = random.Random(seed)
    lines = [line for line in seed_requests() if line["department"].startswith("990101")]
    by_work: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        by_work[line["work"]].append(line)
    townships = sorted({code for line in lines for code in line["body"]["targets"] if len(code) == 9})
    for number in range(10**9):
        line = lines[number % len(lines)]
        quarter = number // len(lines) % 4
        body = dict(line["body"], source_no=f"bench-{seed}-{number}", recurrence=None)
        if number >= len(lines):
            body["description"] = chance.choice(by_work[line["work"]])["body"]["description"]
            body["window"] = _moved(
                body["window"], QUARTER * quarter + timedelta(days=chance.randint(-10, 10))
            )
            if chance.random() < 0.5:
                body["targets"] = sorted(chance.sample(townships, chance.randint(1, 6)))
        yield line["department"], body


def _moved(window: dict[str, str], by: timedelta) -> dict[str, str]:
    earliest, latest = window["earliest"], window["latest"]
    return {
        "earliest": (date.fromisoformat(earliest) + by).isoformat(),
        "latest": (date.fromisoformat(latest[:10]) + by).isoformat() + latest[10:],
    }
