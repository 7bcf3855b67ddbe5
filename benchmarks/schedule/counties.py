"""Makes believable counties: campaigns, each one department's work with one window posted to many townships."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from app.domain.scheduling import working_days


def county(requests: int, seed: int, townships: int = 20, departments: int = 60) -> dict[str, Any]:
    """A planning instance of the second quarter of 2026, caps on: six departments a visit, five visits a month."""
    random = Random(seed * 1000 + requests)
    days = [day.isoformat() for day in working_days(date(2026, 4, 1), date(2026, 6, 30)).days]
    codes = [f"990101{number:03d}" for number in range(1, townships + 1)]
    return {
        "days": days,
        "closed": {code: sorted(random.sample(days, random.randint(0, 4))) for code in codes},
        "caps": {"departments_per_visit": 6, "half_days_per_day": 2, "visits_per_month": 5},
        "departments": [
            {"id": f"D{number:02d}", "teams": random.choice([1, 1, 2, 3])}
            for number in range(1, departments + 1)
        ],
        "requests": list(_campaigns(requests, random, days, codes, departments)),
    }


def _campaigns(
    requests: int, random: Random, days: list[str], codes: list[str], departments: int
) -> Iterator[dict[str, Any]]:
    number = campaign = 0
    while number < requests:
        campaign += 1
        span = random.choice([5, 10, 10, 15, 20, 30])
        first = random.randint(0, len(days) - span)
        department = random.randint(1, departments)
        joint = [department] if random.random() < 0.8 else random.sample(range(1, departments + 1), 2)
        half_days = 2 if random.random() < 0.2 else 1
        for code in sorted(random.sample(codes, random.randint(3, min(15, len(codes))))):
            for one in joint:
                if number < requests:
                    number += 1
                    yield {
                        "id": f"R{number:04d}",
                        "department": f"D{one:02d}",
                        "township": code,
                        "earliest": days[first],
                        "latest": days[first + span - 1],
                        "half_days": half_days,
                        "bundle": f"B{campaign:03d}",
                    }
