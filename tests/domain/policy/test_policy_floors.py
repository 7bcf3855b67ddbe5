"""Minimum frequencies (R19): whom they bind, and where a cap leaves no room for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_drafts import inspection, said

from app.domain.policy import Demand, find_conflicts, floor_of
from app.domain.policy.context import CountyRules
from app.domain.policy.floors import all_floors

TITLE = "关于开展安全生产暗查暗访的通知"
MONTHLY = all_floors()[0]


@pytest.mark.parametrize(
    ("department", "a_year"),
    [("东安县应急管理局", 12), ("", 12), ("东安县人民政府办公室", 2), ("东安县教育局", 4)],
)
def test_the_floor_depends_on_who_checks(department: str, a_year: int) -> None:
    floor = floor_of(TITLE, department, unannounced=True)
    assert floor is not None
    assert floor.a_year == a_year
    assert floor.source
    assert floor_of(TITLE, department, unannounced=False) is None
    assert floor_of("关于开展校园食堂检查的通知", department, unannounced=True) is None


def above_cap(draft, **context) -> list:
    return [one for one in said(draft, **context) if one.rule == "R19"]


def test_a_floor_above_the_yearly_cap_names_both_sources() -> None:
    title = "关于开展安全生产综合检查暗查暗访的通知"
    draft = inspection(title=title, unannounced=True, recurrence="monthly", department="县应急管理局")
    [finding] = above_cap(draft, rules=CountyRules(comprehensive_per_year=4))
    assert finding.severity == "warning"
    assert "四不两直" in finding.source
    assert "普洱" in finding.source
    assert "每年不超过4项" in finding.text
    assert above_cap(draft, rules=CountyRules(comprehensive_per_year=12)) == []


def test_a_floor_above_the_cap_on_visits_to_enterprises() -> None:
    draft = inspection(
        title="关于开展危险化学品企业安全生产暗查暗访检查的通知", unannounced=True, recurrence="monthly",
        department="县应急管理局",
    )  # fmt: skip
    [finding] = above_cap(draft, rules=CountyRules(enterprise_visits_per_year=4))
    assert "每年检查不超过4次" in finding.text
    assert finding.source.count("；") >= 1


def test_a_month_that_is_full_has_no_room_for_an_unannounced_check_that_the_law_wants() -> None:
    draft = inspection(title=TITLE, unannounced=True)
    context = {"rules": CountyRules(visits_per_month=5), "visits_in_month": {"990101001": 5, "990101002": 4}}
    [finding] = above_cap(draft, **context)
    assert "990101001" in finding.text
    assert "990101002" not in finding.text
    # an announced one may join a visit that is there
    assert above_cap(inspection(title="关于开展安全生产检查的通知"), **context) == []


def demand(number: int, first: int, last: int, *, alone: bool = True) -> Demand:
    return Demand(f"R{number}", "990101001", first, last, alone, MONTHLY)


def test_the_shortest_months_that_cannot_hold_their_floors_are_told() -> None:
    wide = [demand(number, 1, 3) for number in range(3)]
    full = [demand(number, 2, 2) for number in range(3, 6)]
    [conflict] = find_conflicts([*wide, *full], 2)
    assert (conflict.first, conflict.last, conflict.needed, conflict.allowed) == (2, 2, 3, 2)
    assert {one.key for one in conflict.demands} == {"R3", "R4", "R5"}
    assert find_conflicts([*wide, *full], 3) == []
    assert find_conflicts([*wide, *full], None) == []


def test_announced_checks_may_share_one_visit() -> None:
    announced = [demand(number, 2, 2, alone=False) for number in range(9)]
    assert find_conflicts(announced, 1) == []
    assert len(find_conflicts([*announced, demand(9, 2, 2)], 1)) == 1


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2)), max_size=12), st.integers(1, 4))
def test_a_conflict_is_proven_by_what_it_names(spans: list[tuple[int, int]], cap: int) -> None:
    demands = [demand(number, first, first + more) for number, (first, more) in enumerate(spans)]
    for conflict in find_conflicts(demands, cap):
        assert all(conflict.first <= one.first and one.last <= conflict.last for one in conflict.demands)
        assert len(conflict.demands) == conflict.needed > cap * (conflict.last - conflict.first + 1)
