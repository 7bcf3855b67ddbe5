"""A township fills one shared template; every department fetches its own return."""

from typing import Any

from jsonschema import Draft202012Validator

from tests.builders import population_in_ten_thousands, report
from tests.conftest import World

TOWN, STATISTICS, HEALTH = "990101001", "990101-25", "990101-20"


def post_two(world: World) -> tuple[str, str, str]:
    """The ids of two reports of the same figures and of the bundle that they stand in."""
    first = world.post("/v1/requests", report(), scope=STATISTICS).json()
    second = world.post("/v1/requests", population_in_ten_thousands(), scope=HEALTH).json()
    if second["bundle"] is None:
        [overlap] = second["overlaps"]
        world.post(f"/v1/overlaps/{overlap['id']}/decision", {"decision": "confirm"}, role="coordinator")
        bundle = template_list(world)[0]["bundle"]
    else:
        bundle = second["bundle"]["id"]
    return first["request"]["id"], second["request"]["id"], bundle


def template_list(world: World) -> list[dict[str, Any]]:
    return world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"]


def template_of(world: World, bundle: str) -> dict[str, Any]:
    answer = world.get(f"/v1/bundles/{bundle}/template?township={TOWN}", "township", TOWN)
    assert answer.status_code == 200, answer.text
    return answer.json()


def field_id(template: dict[str, Any], label: str) -> str:
    return next(one["id"] for one in template["fields"] if label in one["label"])


def fill(world: World, bundle: str, values: dict[str, Any], **options: Any):
    body = {"bundle": bundle, "answers": {"values": values, "rows": {}}}
    path = f"/v1/townships/{TOWN}/submissions" + ("?dry_run=true" if options.get("dry_run") else "")
    return world.post(path, body, "township", TOWN)


def cells(world: World, request: str, department: str) -> dict[str, tuple[str, str]]:
    [one] = world.get(f"/v1/requests/{request}/returns?township={TOWN}", scope=department).json()["items"]
    return {cell["unit"]: (cell["value"], cell["rounding"]) for cell in one["cells"]}


def test_one_fact_is_asked_once_and_reaches_both_departments_in_their_own_units(world: World) -> None:
    first, second, bundle = post_two(world)
    template = template_of(world, bundle)
    assert (template["cells_before"], template["cells_asked"]) == (5, 4)
    filled = fill(world, bundle, {field_id(template, "常住人口"): 21390})
    assert filled.status_code == 201, filled.text
    assert set(filled.json()["returns"]) == {first, second}
    assert cells(world, first, STATISTICS) == {"人": ("21390", "")}
    assert cells(world, second, HEALTH) == {"万人": ("2.139", "")}


def test_parts_may_come_later_and_a_blank_erases_nothing(world: World) -> None:
    _, _, bundle = post_two(world)
    template = template_of(world, bundle)
    people, households = field_id(template, "常住人口"), field_id(template, "户籍户数")
    fill(world, bundle, {people: 21390})
    second = fill(world, bundle, {people: "", households: 7000}).json()
    assert (second["version"], second["cells_filled"]) == (2, 2)
    assert template_of(world, bundle)["answers"]["values"] == {people: 21390, households: 7000}


def test_a_correction_issues_only_the_returns_that_it_changes(world: World) -> None:
    first, second, bundle = post_two(world)
    template = template_of(world, bundle)
    everything = {field_id(template, "常住人口"): 21390, field_id(template, "户籍户数"): 7000}
    assert set(fill(world, bundle, everything).json()["returns"]) == {first, second}
    again = fill(world, bundle, {field_id(template, "户籍户数"): 7001}).json()
    assert again["returns"] == [first]
    versions = [
        world.get(f"/v1/requests/{id_}/returns", scope=department).json()["items"][0]["version"]
        for id_, department in ((first, STATISTICS), (second, HEALTH))
    ]
    assert versions == [2, 1]


def test_a_corrected_return_tells_what_changed(world: World) -> None:
    first, second, bundle = post_two(world)
    template = template_of(world, bundle)
    people, households = field_id(template, "常住人口"), field_id(template, "户籍户数")
    fill(world, bundle, {people: 21390})
    fill(world, bundle, {people: 21400, households: 7000})
    [mine] = world.get(f"/v1/requests/{first}/returns", scope=STATISTICS).json()["items"]
    assert (mine["version"], [(one["label"], one["before"], one["after"]) for one in mine["changes"]]) == (
        2,
        [("常住人口", "21390", "21400"), ("户籍户数", None, "7000")],
    )
    [other] = world.get(f"/v1/requests/{second}/returns", scope=HEALTH).json()["items"]
    assert [(one["before"], one["after"], one["unit"]) for one in other["changes"]] == [
        ("2.139", "2.14", "万人")
    ]


def test_a_correction_tells_the_township_what_changes_in_whose_return(world: World) -> None:
    first, second, bundle = post_two(world)
    template = template_of(world, bundle)
    people, households = field_id(template, "常住人口"), field_id(template, "户籍户数")
    assert fill(world, bundle, {people: 21390}).json()["changes"] == []
    for dry_run in (True, False):
        answer = fill(world, bundle, {people: 21400, households: 7000}, dry_run=dry_run).json()
        told = {one["request"]["id"]: one for one in answer["changes"]}
        assert set(told) == {first, second} == set(answer["returns"])
        assert (told[first]["version"], told[first]["more"]) == (2, 0)
        assert told[first]["request"]["department"] != told[second]["request"]["department"]
        assert [(one["label"], one["before"], one["after"]) for one in told[first]["cells"]] == [
            ("常住人口", "21390", "21400"),
            ("户籍户数", None, "7000"),
        ]
        [cell] = told[second]["cells"]
        assert (cell["before"], cell["after"], cell["unit"]) == ("2.139", "2.14", "万人")
    [mine] = world.get(f"/v1/requests/{first}/returns", scope=STATISTICS).json()["items"]
    assert mine["changes"] == told[first]["cells"]
    assert fill(world, bundle, {people: 21400}).json()["changes"] == []


def test_the_first_version_of_a_return_changes_nothing(world: World) -> None:
    first, _, bundle = post_two(world)
    fill(world, bundle, {field_id(template_of(world, bundle), "常住人口"): 21390})
    [mine] = world.get(f"/v1/requests/{first}/returns", scope=STATISTICS).json()["items"]
    assert (mine["version"], mine["changes"]) == (1, [])


def test_a_dry_run_finds_faults_and_stores_nothing(world: World) -> None:
    _, _, bundle = post_two(world)
    template = template_of(world, bundle)
    people = field_id(template, "常住人口")
    assert fill(world, bundle, {people: 5}, dry_run=True).status_code == 200
    bad = fill(world, bundle, {people: "许多", "f_unknown": 1}, dry_run=True)
    assert (bad.status_code, bad.json()["type"]) == (422, "urn:jianfu:problem:unfit-answers")
    assert all(one["pointer"] and one["detail"] and one["remedy"] for one in bad.json()["errors"])
    assert template_of(world, bundle)["version"] == 0


def test_a_program_gets_the_schema_of_what_a_submission_takes(world: World) -> None:
    _, _, bundle = post_two(world)
    path = f"/v1/bundles/{bundle}/template?township={TOWN}&format=schema"
    answer = world.get(path, "township", TOWN)
    assert answer.headers["content-type"] == "application/schema+json"
    validator = Draft202012Validator(answer.json())
    people = field_id(template_of(world, bundle), "常住人口")
    for value, accepted in ((21390, True), (-1, False), ("许多", False)):
        assert validator.is_valid({"values": {people: value}}) is accepted
        assert fill(world, bundle, {people: value}, dry_run=True).is_success is accepted


def test_monthly_returns_have_a_template_a_period(world: World) -> None:
    monthly = {"frequency": "monthly", "due_day": 5, "periods": ["2026-10", "2026-11"]}
    request = world.post("/v1/requests", report(recurrence=monthly), scope=STATISTICS).json()["request"]["id"]
    periods = [(one["period"], one["due"]) for one in template_list(world)]
    assert periods == [("2026-10", "2026-11-05"), ("2026-11", "2026-12-05")]
    bundle = template_list(world)[0]["bundle"]
    assert template_of(world, bundle)["period"] == "2026-11", "the next one due"
    template = template_of(world, bundle)
    fill(world, bundle, {field_id(template, "常住人口"): 1})
    [one] = world.get(f"/v1/requests/{request}/returns", scope=STATISTICS).json()["items"]
    assert one["period"] == "2026-11"


def test_a_single_report_beside_a_monthly_one_is_filled_by_its_empty_period(world: World) -> None:
    """Without a period the next due template is meant; the empty one is that of what does not recur."""
    monthly = {"frequency": "monthly", "due_day": 1, "periods": ["2026-11"]}
    first = world.post("/v1/requests", report(recurrence=monthly), scope=STATISTICS).json()
    second = world.post("/v1/requests", population_in_ten_thousands(), scope=HEALTH).json()
    [overlap] = second["overlaps"]
    world.post(f"/v1/overlaps/{overlap['id']}/decision", {"decision": "confirm"}, role="coordinator")
    briefs = {one["period"]: one for one in template_list(world)}
    assert len({one["bundle"] for one in briefs.values()}) == 1, "both stand in one bundle"
    for period, request in (("", second), ("2026-11", first)):
        template = world.get(briefs[period]["template"], "township", TOWN).json()
        values = {field_id(template, "常住人口"): 2}
        body = {"bundle": template["bundle"], "period": period, "answers": {"values": values, "rows": {}}}
        filled = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
        assert filled.status_code == 201, filled.text
        assert filled.json()["period"] == period
        assert request["request"]["id"] in filled.json()["returns"]


def test_a_new_report_hears_what_is_asked_and_answered_already(world: World) -> None:
    _, _, bundle = post_two(world)
    check = world.post("/v1/requests/check", report(source_no="x"), scope=HEALTH).json()["fields"]
    assert (check["asked"], check["already_asked"], check["already_answered"]) == (3, 3, 0)
    template = template_of(world, bundle)
    fill(world, bundle, {one["id"]: 1 for one in template["fields"]})
    check = world.post("/v1/requests/check", report(source_no="x"), scope=HEALTH).json()["fields"]
    assert (check["asked"], check["already_asked"], check["already_answered"], check["new"]) == (3, 0, 3, 0)


def test_answers_stay_with_the_township_and_returns_with_their_department(world: World) -> None:
    first, _, bundle = post_two(world)
    template = template_of(world, bundle)
    fill(world, bundle, {field_id(template, "常住人口"): 21390})
    seen = world.get(f"/v1/bundles/{bundle}/template?township={TOWN}", "coordinator").json()
    assert seen["answers"] == {"values": {}, "rows": {}}
    assert world.get(f"/v1/requests/{first}/returns", scope=HEALTH).status_code == 404
    other = world.get(f"/v1/bundles/{bundle}/template?township={TOWN}", "township", "990101002")
    assert other.json()["type"] == "urn:jianfu:problem:outside-scope"


def test_an_answer_given_before_is_offered_in_another_bundles_template(world: World) -> None:
    _, _, bundle = post_two(world)
    template = template_of(world, bundle)
    fill(world, bundle, {field_id(template, "常住人口"): 21390})
    unlike = population_in_ten_thousands(
        title="关于开展防汛避险转移基础数据核对的通知", description="核对转移人数、安置点和常住人口。"
    )
    unlike["form"]["title"] = "避险转移基础数据表"
    world.post("/v1/requests", unlike, scope="990101-18")
    other = next(one for one in template_list(world) if one["title"] == "避险转移基础数据表")
    assert other["bundle"] != bundle
    offered = world.get(other["template"], "township", TOWN).json()
    [(id_, carried)] = offered["carried"].items()
    assert (id_, carried["value"], carried["bundle"]) == (field_id(offered, "常住人口"), "2.139", bundle)
    assert offered["answers"]["values"] == {}, "offered, not yet said"
