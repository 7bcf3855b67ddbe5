"""Makes believable counties: campaigns, each one department's work with one window for many townships."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from app.domain.scheduling import working_days


def county(requests: int, seed: int, townships: int = 20, departments: int = 60) -> dict[str, Any]:
    """A planning instance of the second quarter of 2026: six departments a visit, five visits a month.

    A campaign asks for at most four fifths of what its department's teams can serve within its window,
    as an office does that has counted its people; whether all campaigns fit together is another matter.
    """
    random = Random(seed * 1000 + requests)
    days = [day.isoformat() for day in working_days(date(2026, 4, 1), date(2026, 6, 30)).days]
    codes = [f"990101{number:03d}" for number in range(1, townships + 1)]
    teams = [random.choice([1, 1, 2, 3]) for _ in range(departments)]
    return {
        "days": days,
        "closed": {code: sorted(random.sample(days, random.randint(0, 4))) for code in codes},
        "caps": {"departments_per_visit": 6, "half_days_per_day": 2, "visits_per_month": 5},
        "departments": [{"id": f"D{number:02d}", "teams": n} for number, n in enumerate(teams)],
        "requests": list(_campaigns(requests, random, days, codes, teams)),
    }


def _campaigns(
    requests: int, random: Random, days: list[str], codes: list[str], teams: list[int]
) -> Iterator[dict[str, Any]]:
    number = campaign = 0
    while number < requests:
        campaign += 1
        span = random.choice([8, 12, 15, 20, 25, 30, 40])
        first = random.randint(0, len(days) - span)
        joint = random.sample(range(len(teams)), 2 if random.random() < 0.15 else 1)
        most = min(len(codes), int(0.8 * span * min(teams[one] for one in joint)))
        half_days = 2 if random.random() < 0.15 else 1
        for code in sorted(random.sample(codes, random.randint(min(4, most), most))):
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
