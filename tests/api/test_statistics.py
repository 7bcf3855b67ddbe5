"""Analysts count overlaps and burden: every expected number below is worked out by hand."""

import pytest

from tests.api.counted import (
    BURDEN,
    FORESTRY,
    HEALTH,
    HOUSING,
    OTHER_TOWN,
    OVERLAPS,
    TOWN,
    place,
    post_as,
    publish_nothing,
    rows_of,
)
from tests.builders import fire_safety_check, inspection, report
from tests.conftest import World

GROUPS = ("department", "township", "matter", "month", "kind")


@pytest.mark.usefixtures("county")
def test_overlaps_are_counted_once_a_pair(world: World) -> None:
    [row] = rows_of(world, OVERLAPS)
    assert (row["requests"], row["pairs"], _in_state(row, "confirmed")) == (4, 2, 2)
    assert (row["requests_in_bundles"], row["bundles"]) == (4, 2)


@pytest.mark.usefixtures("county")
def test_a_pair_counts_for_the_department_of_each_side(world: World) -> None:
    rows = rows_of(world, OVERLAPS + "?group_by=department")
    counted = {row["department"]: (row["requests"], row["pairs"], row["bundles"]) for row in rows}
    assert counted == {FORESTRY: (1, 1, 1), HOUSING: (1, 1, 1), HEALTH: (2, 2, 2)}
    assert {row["department_name"] for row in rows} >= {"东安县林业局", "东安县卫生健康局"}


@pytest.mark.usefixtures("county")
def test_a_pair_and_a_bundle_are_projected_on_the_townships_that_both_target(world: World) -> None:
    rows = rows_of(world, OVERLAPS + "?group_by=township")
    measures = ("requests", "pairs", "requests_in_bundles", "bundles")
    counted = {row["township"]: tuple(row[name] for name in measures) for row in rows}
    assert counted == {TOWN: (4, 2, 4, 2), OTHER_TOWN: (1, 0, 0, 0)}


def test_a_pair_belongs_to_the_month_of_the_later_start(world: World) -> None:
    window = {"earliest": "2026-12-20", "latest": "2027-01-20"}
    post_as(world, FORESTRY, inspection(targets=[TOWN], window=window))
    later = {"earliest": "2027-01-04", "latest": "2027-01-20"}
    post_as(world, HEALTH, fire_safety_check(targets=[TOWN], window=later))
    rows = rows_of(world, OVERLAPS + "?group_by=month")
    assert [(row["month"], row["requests"], row["pairs"]) for row in rows] == [
        ("2026-12", 1, 0),
        ("2027-01", 1, 1),
    ]
    [december] = rows_of(world, OVERLAPS + "?from=2026-12-01&to=2026-12-31")
    assert (december["requests"], december["pairs"]) == (1, 0)


def test_a_withdrawn_request_is_counted_nowhere(world: World, county: dict[str, str]) -> None:
    world.post(f"/v1/requests/{county['health']}/withdraw", None, scope=HEALTH)
    [row] = rows_of(world, OVERLAPS)
    assert (row["requests"], row["pairs"], row["bundles"]) == (3, 1, 1)
    [row] = rows_of(world, BURDEN)
    assert row["visits_before"] == 2


@pytest.mark.usefixtures("county")
def test_without_a_published_plan_nothing_is_said_of_visits_after(world: World) -> None:
    answer = world.get(BURDEN, "analyst").json()
    [row] = answer["rows"]
    assert (row["visits_before"], row["visit_days_before"], row["visits_undated"]) == (3, 3, 3)
    assert row["visits_after"] is row["visit_days_after"] is None
    assert any("还没有发布日程" in note for note in answer["notes"])
    # forms need no plan: 常住人口 is asked once, in persons, for 人 and 万人
    assert (row["cells_before"], row["cells_after"]) == (5, 4)
    # 20 min to read and send, 25 to learn the form, 2.5 a cell: 102.5 minutes alone, 55 together
    assert row["hours_saved_likely"] == round((102.5 - 55) / 60, 2)
    assert row["hours_before_likely"] == round(3 * 11 + 102.5 / 60, 2)


def test_a_shared_visit_is_one_visit_and_each_department_has_its_part(
    world: World, county: dict[str, str]
) -> None:
    place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    [row] = rows_of(world, BURDEN)
    # the forest visit to the second township has no date: it stands as asked
    assert (row["visits_before"], row["visits_after"], row["visits_undated"]) == (3, 2, 1)
    assert (row["visit_days_before"], row["visit_days_after"]) == (3, 2)
    # alone 11 hours each (1 to receive, 8 to go along, 2 to prepare); together 1 + 8 + 2 × 2 = 13
    assert row["hours_saved_likely"] == round(2 * 11 - 13 + 47.5 / 60, 2)
    parts = {
        row["department"]: row["visits_after"] for row in rows_of(world, BURDEN + "?group_by=department")
    }
    assert parts == {FORESTRY: 1.5, HOUSING: 0, HEALTH: 0.5}


def test_two_visits_on_one_day_are_one_visit_day(world: World, county: dict[str, str]) -> None:
    place(world, TOWN, "2026-12-08", county["forest"])
    place(world, TOWN, "2026-12-08", county["health"], session=2)
    [row] = rows_of(world, f"{BURDEN}?division={TOWN}")
    assert (row["visits_before"], row["visits_after"], row["visit_days_after"]) == (2, 2, 1)


def test_a_published_plan_tells_planned_from_unplanned_townships(
    world: World, county: dict[str, str]
) -> None:
    place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    after = {row["township"]: row["visits_after"] for row in rows_of(world, BURDEN + "?group_by=township")}
    assert after == {TOWN: 1, OTHER_TOWN: None}
    publish_nothing(world, "2026-12-01", "2026-12-31")
    after = {row["township"]: row["visits_after"] for row in rows_of(world, BURDEN + "?group_by=township")}
    assert after == {TOWN: 1, OTHER_TOWN: 1}


def test_a_month_is_that_of_the_visit_or_of_the_day_due(world: World, county: dict[str, str]) -> None:
    rows = {row["month"]: row["visits_before"] for row in rows_of(world, BURDEN + "?group_by=month")}
    assert rows == {"2026-12": 2, "2027-01": 1}
    place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    rows = {row["month"]: row["visits_before"] for row in rows_of(world, BURDEN + "?group_by=month")}
    assert rows == {"2026-12": 3}


def test_a_monthly_return_is_asked_every_month_and_learnt_once(world: World) -> None:
    monthly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-10", "2026-11", "2026-12"]}
    post_as(world, HOUSING, report(targets=[TOWN, OTHER_TOWN], recurrence=monthly))
    [row] = rows_of(world, BURDEN)
    assert (row["requests"], row["cells_before"]) == (1, 2 * 3 * 3)
    assert row["hours_before_likely"] == round(2 * (25 + 3 * 27.5) / 60, 2)
    rows = rows_of(world, BURDEN + "?group_by=month")
    assert [(row["month"], row["cells_before"]) for row in rows] == [
        ("2026-11", 6),
        ("2026-12", 6),
        ("2027-01", 6),
    ]


def test_rows_of_every_grouping_add_up_to_the_total(world: World, county: dict[str, str]) -> None:
    place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    publish_nothing(world, "2026-12-01", "2027-01-31")
    [total] = rows_of(world, BURDEN)
    for group_by in (*GROUPS, "department,month", "kind,matter,township", ",".join(GROUPS)):
        rows = rows_of(world, f"{BURDEN}?group_by={group_by}")
        assert next(iter(rows[0])) == group_by.split(",")[0]
        for name in set(total) - {"requests"}:
            parts = sum(row[name] for row in rows)
            assert parts == pytest.approx(total[name], abs=0.005 * len(rows)), (group_by, name)


def test_a_target_stands_for_every_township_beneath_once(world: World) -> None:
    cases = ((["990101"], 20), (["990101", TOWN], 20), (["9901"], 20), (["990101001001", TOWN], 1))
    for month, (targets, visits) in enumerate(cases, start=2):
        days = {"earliest": f"2027-{month:02}-01", "latest": f"2027-{month:02}-20"}
        post_as(world, "9901-01", inspection(targets=targets, window=days))
        query = f"?from={days['earliest']}&to={days['latest']}"
        assert rows_of(world, BURDEN + query)[0]["visits_before"] == visits
        assert rows_of(world, OVERLAPS + query)[0]["requests"] == 1


def test_an_unannounced_visit_is_no_number_before_the_day_after(world: World, county: dict[str, str]) -> None:
    place(world, TOWN, "2026-12-08", county["forest"], county["health"])
    paths = [f"{path}?group_by={group}" for path in (OVERLAPS, BURDEN) for group in ("", *GROUPS)]
    before = [rows_of(world, path) for path in paths]
    secret = post_as(world, HOUSING, inspection(targets=[TOWN], unannounced=True))
    assert [rows_of(world, path) for path in paths] == before
    place(world, TOWN, "2026-12-08", secret, held=True)
    world.clock.forward(days=15)  # the day itself
    assert [rows_of(world, path) for path in paths] == before
    world.clock.forward(days=1)
    [row] = rows_of(world, BURDEN)
    assert (row["visits_before"], row["visits_after"], row["visit_days_after"]) == (4, 3, 2)
    assert row["hours_before_likely"] == pytest.approx(before[6][0]["hours_before_likely"] + 9)
    assert rows_of(world, OVERLAPS)[0]["requests"] == 4
    world.clock.forward(days=12)  # its window is over
    assert rows_of(world, OVERLAPS)[0]["requests"] == 5


def _in_state(row: dict, state: str) -> int:
    return sum(row[f"{verdict}_{state}"] for verdict in ("duplicate", "overlap", "related"))
