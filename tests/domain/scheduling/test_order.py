"""A plan hangs on what is asked, not on the names or the order in which it is asked."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scheduling import plan_visits, read_problem
from app.domain.scheduling.order import content_of, in_order
from benchmarks.schedule.counties import county
from tests.domain.scheduling.instances import instances


def test_a_county_under_other_names_has_the_same_plan():
    document = county(200, 3, townships=8)
    other, names = renamed(document, Random(1))
    assert told(document, names) == told(other, {})


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(), st.integers(0, 99))
def test_under_other_names_each_place_in_the_order_has_the_same_visits(document, seed):
    """Drawn the same at every run: what colour refinement takes for alike and is not could still differ."""
    assert by_place(document) == by_place(renamed(document, Random(seed))[0])


def test_names_decide_between_two_departments_that_are_alike():
    document = alike_and_apart()
    for seed in range(6):
        assert by_place(document) == by_place(renamed(document, Random(seed))[0])


def test_what_is_asked_changes_the_content():
    document = county(40, 1, townships=3)
    before = content_of(in_order(read_problem(document)))
    document["requests"][0]["half_days"] = 3 - document["requests"][0]["half_days"]
    assert content_of(in_order(read_problem(document))) != before


def by_place(document):
    """What a plan says, with each request told by its place in the order of the content."""
    problem = read_problem(document)
    ordered = in_order(problem)
    place = {request.id: index for index, request in enumerate(ordered.requests)}
    plan = plan_visits(problem, 2_000).to_json()
    visits = sorted(
        (v["date"], v["session"], sorted(place[name] for name in v["requests"])) for v in plan["visits"]
    )
    unplaced = sorted(place[entry["request"]] for entry in plan["unplaced"])
    return content_of(ordered), visits, unplaced, plan["lower_bound"], plan["unplaced_bound"], plan["moves"]


def alike_and_apart():
    """Ten requests of two departments that are apart, of which all but the names could be exchanged."""
    days = [f"2026-03-{day}" for day in range(25, 31)]
    return {
        "days": days,
        "closed": {},
        "caps": {"departments_per_visit": 2, "half_days_per_day": 1, "visits_per_month": 4},
        "departments": [{"id": "D1"}, {"id": "D2"}],
        "apart": [["D1", "D2"]],
        "requests": [
            {"id": f"R{number}", "department": f"D{number % 2 + 1}", "township": "990101001",
             "earliest": days[0], "latest": days[-1], "half_days": 2 if number < 2 else 1}
            for number in range(10)
        ],
    }  # fmt: skip


def told(document, names):
    """What a plan says, with each request told by what it asks: two that ask the same may change places."""
    plan = plan_visits(read_problem(document), 20_000).to_json()
    asked = {request["id"]: content(request, names) for request in document["requests"]}
    where = {township: names.get(township, township) for township in {v["township"] for v in plan["visits"]}}
    visits = Counter(
        (where[v["township"]], v["date"], v["session"], *sorted(asked[r] for r in v["requests"]))
        for v in plan["visits"]
    )  # fmt: skip
    unplaced = Counter(asked[entry["request"]] for entry in plan["unplaced"])
    return visits, unplaced, plan["lower_bound"], plan["unplaced_bound"], plan["moves"]


def content(request, names):
    named = {
        key: names.get(request.get(key), request.get(key)) for key in ("department", "township", "bundle")
    }
    rest = {
        key: value for key, value in request.items() if key not in ("id", "department", "township", "bundle")
    }
    return repr(sorted({**rest, **named}.items(), key=str))


def renamed(document, random):
    """The document under new names and shuffled, and the new name of each old one."""
    old = sorted({d["id"] for d in document["departments"]})
    old += sorted({request["township"] for request in document["requests"]} | set(document["closed"]))
    old += sorted({request["bundle"] for request in document["requests"] if request.get("bundle")})
    old += sorted(request["id"] for request in document["requests"])
    new = [f"N{number:05d}" for number in range(len(old))]
    random.shuffle(new)
    names = dict(zip(old, new, strict=True))
    other = dict(document)
    other["departments"] = shuffled(random, [{**d, "id": names[d["id"]]} for d in document["departments"]])
    other["requests"] = shuffled(
        random,
        [
            {**r, **{key: names[r[key]] for key in ("id", "department", "township", "bundle") if r.get(key)}}
            for r in document["requests"]
        ],
    )
    other["closed"] = {names[township]: days for township, days in document["closed"].items()}
    for part in ("published", "pins"):
        if part in document:
            other[part] = [{**entry, "request": names[entry["request"]]} for entry in document[part]]
    if "apart" in document:
        other["apart"] = [[names[one] for one in pair] for pair in document["apart"]]
    return other, names


def shuffled(random, items):
    return random.sample(items, len(items))
