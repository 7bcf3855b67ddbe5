"""Whatever the file says, `jianfu plan` answers: with a plan and its reasons, or where the file is wrong."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands.plan import plan_file
from app.domain.scheduling import ProblemError
from tests.domain.scheduling.instances import instances
from tests.domain.scheduling.rules import broken_rules

DAYS = [f"2026-01-{day:02d}" for day in range(1, 11)]
ODD = [
    None, True, False, 0, -1, 1, 10**6, 10**30, 1.0, float("nan"), float("inf"), "", "A", "\ud800",
    "2026-02-30", "9999-12-31", "0001-01-01", [], [[]], {}, {"": []}, [None],
    ["2026-03-25", "2026-03-25"], "‮乡/~",
]  # fmt: skip


def request(number=1, **more):
    return {
        "id": f"R{number}",
        "department": "A",
        "township": "T",
        "earliest": DAYS[0],
        "latest": DAYS[4],
        **more,
    }


def small(**more):
    return {"days": DAYS, "departments": [{"id": "A"}, {"id": "B"}], "requests": [request()], **more}


def answer(document):
    told = plan_file(json.dumps(document), 500)
    told.encode()
    return json.loads(told)


@settings(max_examples=300, deadline=None)
@given(instances(most_requests=4, most_days=4), st.data())
def test_a_damaged_instance_gets_a_plan_or_the_place_of_the_damage(document, data):
    node = document
    while True:
        keys = sorted(node) if isinstance(node, dict) else range(len(node))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = data.draw(st.sampled_from(ODD))
    try:
        plan = answer(document)
    except ProblemError as problem:
        told = problem
    else:
        assert len(plan["unplaced"]) + len(placed(plan)) == len(document["requests"])
        return
    assert told.text
    assert told.text_en
    assert place_of(document, told.pointer), told.pointer


def place_of(document, pointer):
    """True where the JSON pointer leads to a value of the document, or to a key that its object lacks."""
    for number, step in enumerate(steps := pointer.split("/")[1:]):
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list):
            document = document[int(key)]
        elif isinstance(document, dict):
            if key not in document:
                return number == len(steps) - 1
            document = document[key]
        else:
            return False
    return True


def placed(plan):
    return {name for visit in plan["visits"] for name in visit["requests"]}


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], ""),
        ({}, "/days"),
        (small(caps=[]), "/caps"),
        (small(caps=False), "/caps"),
        (small(closed=[]), "/closed"),
        (small(published={}), "/published"),
        (small(departments=[{"id": "A", "off": ""}]), "/departments/0/off"),
        (small(requests=[request(id="\ud800")]), "/requests/0/id"),
        (small(closed={"\udfff": []}), "/closed"),
        (small(requests=[request(), request()]), "/requests/1"),
        (small(requests=[request(half_days=float("nan"))]), "/requests/0/half_days"),
        (small(max_moves=float("inf")), "/max_moves"),
        (small(requests=[request(department="Z")]), "/requests/0/department"),
        (small(days=[*DAYS, DAYS[0]]), "/days/10"),
    ],
)
def test_what_is_wrong_is_told_with_its_pointer(document, pointer):
    with pytest.raises(ProblemError) as problem:
        answer(document)
    assert problem.value.pointer == pointer
    assert problem.value.text_en


@pytest.mark.parametrize("text", ["", "{", "nul", "[" * 100_000, '{"days": 1' + "0" * 5000 + "}", "\x00"])
def test_what_is_no_json_is_told_so(text):
    with pytest.raises(ProblemError) as problem:
        plan_file(text, 500)
    assert problem.value.pointer == "" or problem.value.pointer == "/days"


@pytest.mark.parametrize(
    ("document", "left_out"),
    [
        (small(requests=[]), 0),
        (small(days=[]), 1),
        ({"days": [], "departments": [], "requests": []}, 0),
        (small(departments=[{"id": "A", "teams": 0}]), 1),
        (small(departments=[{"id": "A", "off": DAYS}]), 1),
        (small(closed={"T": DAYS, "nowhere": DAYS}), 1),
        (small(caps={"half_days_per_day": 0}), 1),
        (small(caps={"departments_per_visit": 10**6, "half_days_per_day": 1000}), 0),
        (small(requests=[request(earliest="0001-01-01", latest="9999-12-31")]), 0),
        (small(requests=[request(earliest=DAYS[8], latest=DAYS[1])]), 1),
        (small(requests=[request(half_days=10**6)]), 1),
        (small(requests=[request(days=["2031-01-01"])]), 1),
        (small(published=[{"request": "R1", "date": "2031-01-01"}]), 1),
        (small(requests=[request(number, township=f"T{number}") for number in range(60)]), 55),
        (small(requests=[request(number) for number in range(400)]), 390),
        (small(requests=[request(number, held=True) for number in range(30)]), 20),
        (small(note="extra", requests=[request(id="\u202e应急局🚒", township="乡/镇~", colour=3)]), 0),
    ],
)
def test_an_odd_instance_is_planned_and_who_stays_out_is_told_why(document, left_out):
    plan = answer(document)
    assert broken_rules(document, plan) == []
    assert len(plan["unplaced"]) == left_out >= plan["unplaced_bound"]


def test_departments_that_all_avoid_one_another_take_turns():
    departments = [{"id": name} for name in "ABC"]
    asked = [request(number, department="ABC"[number % 3], bundle="x", latest=DAYS[0]) for number in range(6)]
    apart = [["A", "B"], ["B", "C"], ["C", "A"]]
    document = small(departments=departments, requests=asked, apart=apart)
    plan = answer(document)
    assert broken_rules(document, plan) == []
    assert len(placed(plan)) == 4
    assert all("being full" in one["reason_en"] for one in plan["unplaced"])


def test_ten_years_are_planned():
    days = [f"{year}-{month:02d}-{day:02d}" for year in range(2026, 2036) for month in range(1, 13)
            for day in range(1, 29)]  # fmt: skip
    asked = [
        request(number, township=f"T{number % 3}", earliest=days[0], latest=days[-1]) for number in range(6)
    ]
    asked += [request(number, half_days=40, earliest=days[0], latest=days[-1]) for number in range(6, 9)]
    document = small(days=days, requests=asked)
    plan = answer(document)
    assert broken_rules(document, plan) == []
    assert plan["unplaced"] == []
