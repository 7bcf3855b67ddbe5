"""Whatever stands in the place of any member of any body, it is never a fault of ours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import inspection, report
from tests.conftest import World
from tests.contract.problem_shape import check_shape
from tests.contract.rights import HOME, fill, guarded, make_rows, rules

# anything that JSON can say, and things that are nearly right, in the place of any member
ODD = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
        st.sampled_from(["", "0", "990101", "2026-12-01", "9999-12-31", "\0", "\ud800", "２０２６", "=1+1"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
WHOLE = inspection(
    oversight="inspection", source_no="1", legal_basis=["国办发〔2023〕12号"], unannounced=False,
    recurrence={"frequency": "monthly", "due_day": 5, "periods": ["2026-12"]}, form=report()["form"],
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


@st.composite
def changed(draw: st.DrawFn, body: dict[str, Any]) -> dict[str, Any]:
    """The body with one or two of its members, however deep, left out or made odd."""
    for _ in range(draw(st.integers(1, 2))):
        known = sorted(places(body), key=repr)
        if not known:
            break
        *above, last = draw(st.sampled_from(known))
        inner: Any = body
        for step in above:
            inner = inner[step]
        if isinstance(inner, dict) and draw(st.booleans()):
            del inner[last]
        else:
            inner[last] = draw(ODD)
    return body


@pytest.fixture
def rows(world: World) -> dict[str, str]:
    return make_rows(world)


# one world for all examples is meant: what earlier ones stored is part of the test
@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_body_is_ever_a_fault_of_ours(world: World, rows: dict[str, str], data: st.DataObject) -> None:
    bodies = {name: rule for name, rule in rules(rows).items() if rule.json}
    name = data.draw(st.sampled_from(sorted(bodies)))
    whole = WHOLE if "/v1/requests" in name and "POST" in name else bodies[name].json
    body = data.draw(changed(json.loads(json.dumps(whole))))
    method, path = fill(name, rows)
    role = next(one for one in HOME if one in guarded(world)[name])
    header = {"Content-Type": "application/json", "If-Match": "*"}
    answer = world.call(method, path, role, HOME[role], content=json.dumps(body).encode(), headers=header)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        check_shape(answer)
