"""A plan hangs on what is asked, not on the names or the order in which it is asked."""

from collections import Counter
from random import Random

from app.domain.scheduling import plan_visits, read_problem
from app.domain.scheduling.order import content_of, in_order
from benchmarks.schedule.counties import county


def test_a_county_under_other_names_has_the_same_plan():
    document = county(200, 3, townships=8)
    other, names = renamed(document, Random(1))
    assert told(document, names) == told(other, {})


def test_what_is_asked_changes_the_content():
    document = county(40, 1, townships=3)
    before = content_of(in_order(read_problem(document)))
    document["requests"][0]["half_days"] = 3 - document["requests"][0]["half_days"]
    assert content_of(in_order(read_problem(document))) != before


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
