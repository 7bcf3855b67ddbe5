"""Hypothesis strategies for planning instances, small enough to be crowded."""

from datetime import date, timedelta

from hypothesis import strategies as st

FIRST = date(2026, 3, 25)  # a week before the month ends, so that monthly caps meet two months


def _maybe(chance, strategy):
    return st.integers(1, 10).flatmap(lambda n: strategy if n <= chance * 10 else st.none())


@st.composite
def instances(draw, most_requests=14, most_days=10, bundles=True, published=True):
    """A county of up to 3 townships, 4 departments, 8 days."""
    length = min(most_days, draw(st.sampled_from([8, 6, 10, 4, 2, 1])))
    days = [(FIRST + timedelta(n)).isoformat() for n in range(length)]
    departments = [f"D{n}" for n in range(1, draw(st.integers(2, 5)) + 1)]
    townships = [f"99010100{n}" for n in range(1, draw(st.integers(1, 4)) + 1)]
    requests = draw(
        st.lists(
            _requests(days, departments, townships, bundles),
            min_size=most_requests // 2,
            max_size=most_requests,
        )
    )
    for number, request in enumerate(requests):
        request["id"] = f"R{number}"
    document = {
        "days": days,
        "closed": {t: draw(st.lists(st.sampled_from(days), unique=True, max_size=1)) for t in townships},
        "caps": {
            "departments_per_visit": draw(st.sampled_from([3, 2, None, 1])),
            "half_days_per_day": draw(st.sampled_from([2, 1, 3])),
            "visits_per_month": draw(st.sampled_from([3, 5, None, 2])),
        },
        "departments": [
            {
                "id": department,
                "teams": draw(st.sampled_from([1, 2, 1, 1, 0])),
                "off": draw(_maybe(0.3, st.just(days[:1]))) or [],
            }
            for department in departments
        ],
        "requests": requests,
    }
    if draw(st.integers(1, 4)) == 1:
        document["apart"] = [departments[:2]]
    if published and draw(st.booleans()):
        document |= draw(_published(days, [request["id"] for request in requests]))
    return document


@st.composite
def _requests(draw, days, departments, townships, bundles):
    first = draw(st.integers(0, len(days) - 1))
    last = min(len(days) - 1, first + draw(st.integers(0, 5)))
    request = {
        "department": draw(st.sampled_from(departments)),
        "township": draw(st.sampled_from(townships)),
        "earliest": days[first],
        "latest": days[last],
        "half_days": draw(st.sampled_from([1, 1, 1, 1, 2])),
    }
    if bundles:
        request["bundle"] = draw(_maybe(0.3, st.sampled_from(["B1", "B2"])))
        request["lead"] = draw(st.integers(1, 9)) == 1
        request["held"] = draw(st.integers(1, 12)) == 1
        request["days"] = draw(_maybe(0.2, st.lists(st.sampled_from(days), unique=True, min_size=1)))
    return request


@st.composite
def _published(draw, days, names):
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    pinned = draw(st.lists(st.sampled_from(chosen), unique=True, max_size=2)) if chosen else []
    return {
        "published": [{"request": name, "date": draw(st.sampled_from(days))} for name in chosen],
        "pins": [
            {"request": name, "keep": draw(st.sampled_from(["date", "company", "both"]))} for name in pinned
        ],
        "frozen_until": draw(st.sampled_from(days)),
        "max_moves": draw(st.integers(0, 3)),
    }
