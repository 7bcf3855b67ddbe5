"""What every plan keeps, whatever the instance: the rules, the proof, and its own word on a second run."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.scheduling import plan_visits, read_problem
from benchmarks.schedule.counties import county
from tests.domain.scheduling.best import best_by_trying_all
from tests.domain.scheduling.instances import instances
from tests.domain.scheduling.rules import broken_rules

QUICK = 40_000
settings.register_profile("plans", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("plans")


def planned(document, effort=QUICK):
    return plan_visits(read_problem(document), effort).to_json()


@settings(max_examples=150)
@given(instances())
def test_a_plan_breaks_no_rule(document):
    assert broken_rules(document, planned(document)) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_crowded_county_breaks_no_rule(seed):
    document = county(300, seed, departments=15)
    plan = planned(document, 20_000)
    assert broken_rules(document, plan) == []
    assert plan["visits"]


@settings(max_examples=60)
@given(instances(most_requests=4, most_days=4, bundles=False, published=False))
def test_small_plans_are_the_best_there_are(document):
    fewest, days = best_by_trying_all(document)
    plan = planned(document)
    assert (len(plan["unplaced"]), plan["visit_days"]) == (fewest, days)
    assert plan["unplaced_bound"] <= fewest
    assert plan["lower_bound"] <= days


@settings(max_examples=40)
@given(instances(most_requests=10, published=False), st.sampled_from(["teams", "visits", "seats"]))
def test_more_room_never_worsens_a_proven_optimum(document, what):
    before = planned(document)
    after = planned(with_more(document, what))
    assert after["unplaced_bound"] <= len(before["unplaced"])
    if is_proven(after):
        assert len(after["unplaced"]) <= len(before["unplaced"])
        if len(after["unplaced"]) == len(before["unplaced"]):
            assert after["lower_bound"] <= before["visit_days"]
            assert after["visit_days"] <= before["visit_days"] or after["visit_days"] > after["lower_bound"]


@settings(max_examples=25)
@given(instances())
def test_the_same_instance_gives_the_same_plan(document):
    shuffled = {key: document[key] for key in reversed(document)}
    assert planned(document) == planned(shuffled)


def test_the_plan_does_not_hang_on_the_hash_seed():
    script = (
        "from benchmarks.schedule.counties import county\n"
        "from app.commands.plan import plan_file\n"
        "import json, sys\n"
        "sys.stdout.write(plan_file(json.dumps(county(120, 1, townships=6)), 10_000))\n"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1
    assert json.loads(texts.pop())["visits"]


def is_proven(plan):
    return plan["unplaced_bound"] == len(plan["unplaced"])


def with_more(document, what):
    caps = dict(document["caps"])
    departments = [dict(department) for department in document["departments"]]
    if what == "teams":
        for department in departments:
            department["teams"] += 1
    elif what == "visits" and caps["visits_per_month"] is not None:
        caps["visits_per_month"] += 1
    elif what == "seats" and caps["departments_per_visit"] is not None:
        caps["departments_per_visit"] += 1
    return {**document, "caps": caps, "departments": departments}
