"""A remedy is kept to its word: with the change made, the request has its day."""

import re
from copy import deepcopy

from hypothesis import given, settings

from app.domain.scheduling import plan_visits, read_problem
from tests.domain.scheduling.instances import instances


@settings(max_examples=80, deadline=None)
@given(instances(most_requests=8, bundles=False, published=False))
def test_the_remedy_places_one_more(document):
    before = plan_visits(read_problem(document), 20_000).to_json()
    for unplaced in before["unplaced"]:
        changed = with_remedy(document, unplaced)
        if changed is not None and before["unplaced_bound"] == len(before["unplaced"]):
            after = plan_visits(read_problem(changed), 20_000).to_json()
            assert len(after["unplaced"]) < len(before["unplaced"]), unplaced


def with_remedy(document, unplaced):
    """The instance with the change that the remedy names; None for a change of one day's teams or seats."""
    changed = deepcopy(document)
    request = next(one for one in changed["requests"] if one["id"] == unplaced["request"])
    department = next(one for one in changed["departments"] if one["id"] == request["department"])
    text = unplaced["remedy_en"]
    day = (re.findall(r"\d{4}-\d\d-\d\d", text) or [""])[-1]
    if text.startswith("extend its window"):
        request["latest"] = day
    elif text.startswith("begin its window"):
        request["earliest"] = day
    elif text.startswith("open "):
        changed["closed"][request["township"]].remove(day)
    elif text.startswith("let ") and "send a team" in text:
        department["off"].remove(day)
    elif text.startswith("add a team"):
        department["teams"] += 1
    else:
        return None
    return changed
