"""Instances with the structure of others' benchmarks: technicians (VeRoLog 2019), surgery (IHTC 2024).

The sets themselves are not shipped: only few of their files could be had and their licence is not stated.
What the mapping keeps of them is made here: many places with one request each, windows of a few days, and
departments whose teams are an eighth of what is asked of them; or patients who share an operating theatre,
where opening a theatre for a day is what costs.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

FIRST = date(2026, 3, 2)


def technicians(seed: int, requests: int = 300, machines: int = 5, days: int = 30) -> dict[str, Any]:
    """Location = township, machine type = department, its skilled technicians ÷ 8 = teams (VeRoLog 2019)."""
    random = Random(seed)
    dates = _dates(days)
    places = [f"P{number:03d}" for number in range(requests * 2 // 3)]
    weights = [random.randint(1, 5) for _ in range(machines)]
    asked = []
    for number in range(requests):
        span = random.randint(2, max(2, days // 3))
        first = random.randint(0, days - span)
        asked.append(
            {
                "id": f"R{number:04d}",
                "department": f"M{random.choices(range(machines), weights)[0]}",
                "township": random.choice(places),
                "earliest": dates[first],
                "latest": dates[first + span - 1],
            }
        )
    teams = {f"M{n}": 0 for n in range(machines)}
    for request in asked:
        teams[request["department"]] += 1
    load = random.choice([0.8, 1.1, 1.4])  # below one it fits, above one it cannot
    return {
        "days": dates,
        "caps": {"departments_per_visit": 3, "half_days_per_day": 2},
        "departments": [{"id": m, "teams": max(1, round(n / days / load))} for m, n in teams.items()],
        "requests": asked,
    }


def surgery(
    seed: int, requests: int = 250, surgeons: int = 8, theatres: int = 3, days: int = 28
) -> dict[str, Any]:
    """Patient = request, surgeon = department, theatre = township, an opened theatre-day a visit-day."""
    random = Random(seed)
    dates = _dates(days)
    off = {s: sorted(random.sample(dates, days // 3)) for s in range(surgeons)}
    asked = []
    for number in range(requests):
        release = random.randint(0, days - 1)
        due = min(days - 1, release + random.randint(3, 20))
        asked.append(
            {
                "id": f"P{number:04d}",
                "department": f"S{random.randrange(surgeons)}",
                "township": f"T{random.randrange(theatres)}",
                "earliest": dates[release],
                "latest": dates[due],
                "half_days": random.choice([1, 1, 2]),
            }
        )
    return {
        "days": dates,
        "caps": {"departments_per_visit": 2, "half_days_per_day": 4},
        "departments": [{"id": f"S{s}", "teams": 1, "off": off[s]} for s in range(surgeons)],
        "requests": asked,
    }


def _dates(days: int) -> list[str]:
    return [(FIRST + timedelta(number)).isoformat() for number in range(days)]
