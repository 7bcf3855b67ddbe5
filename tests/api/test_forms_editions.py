"""JSON that answers an earlier edition of a template counts like a file of one, and nothing is lost."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.domain.merging.sharing.shared_workbook import MAP_SHEET
from tests.api.test_forms import STATISTICS, TOWN, field_id, fill, template_list, template_of
from tests.api.test_forms_carry import saved
from tests.api.test_forms_saves import PEOPLE, fetched, post_form, values
from tests.api.test_forms_workbook import upload
from tests.builders import report
from tests.conftest import World

PAGE = "统一填报表"
NEWER = [
    {"label": "常住人口", "unit": "万人", "type": "decimal", "period": "2026-11-30"},
    PEOPLE[1],
    {"label": "死亡人口", "unit": "人", "type": "integer", "period": "2026-11"},
]


def mend(world: World, request: str, fields: list[dict[str, Any]]) -> None:
    """The form's next edition."""
    path = f"/v1/requests/{request}"
    tag = world.get(path, scope=STATISTICS).headers["etag"]
    body = {"form": {"title": "人口核对表", "kind": "record", "fields": fields}}
    mended = world.call("PATCH", path, scope=STATISTICS, json=body, headers={"If-Match": tag})
    assert mended.status_code == 200, mended.text


def send(world: World, bundle: str, given: dict[str, Any], query: str = "", **more: Any) -> Any:
    body = {"bundle": bundle, "answers": {"values": given}, **more}
    return world.post(f"/v1/townships/{TOWN}/submissions{query}", body, "township", TOWN)


def test_answers_to_an_earlier_edition_are_kept_moved_or_set_aside(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    old = template_of(world, bundle)
    mend(world, request, NEWER)
    given = {
        field_id(old, "常住人口"): 21390,
        field_id(old, "出生人口"): 3,
        field_id(old, "核对日期"): "2026-12-01",
    }
    refused = send(world, bundle, given)
    assert refused.status_code == 422  # without a name they are no fields of the template
    for query in ("?dry_run=true", ""):
        answer = send(world, bundle, given, query, edition=old["edition"])
        assert answer.status_code == (200 if query else 201), answer.text
        told = answer.json()
        assert [(one["label"], one["value"]) for one in told["moved"]] == [("常住人口", "2.139")]
        assert [(one["label"], one["value"], one["pointer"]) for one in told["unplaced"]] == [
            ("核对日期", "2026-12-01", f"/values/{field_id(old, '核对日期')}")
        ]
    assert values(world, bundle) == {"常住人口": "2.139", "出生人口": "3"}
    assert template_of(world, bundle)["unplaced"] == told["unplaced"]
    assert template_of(world, bundle)["edition"] != old["edition"]


def test_what_was_accepted_stays_when_its_field_gets_another_id(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    old = template_of(world, bundle)
    assert fill(world, bundle, {field_id(old, "常住人口"): 21390}).status_code == 201
    mend(world, request, NEWER)
    assert values(world, bundle) == {"常住人口": "2.139"}
    assert send(world, bundle, {field_id(old, "出生人口"): 4}).status_code == 201
    assert values(world, bundle) == {"常住人口": "2.139", "出生人口": "4"}


def test_the_edition_of_a_withdrawn_form_is_still_known(world: World) -> None:
    post_form(world, PEOPLE)
    second = report(form={"title": "人口核对表", "kind": "record", "fields": [*PEOPLE, NEWER[2]]})
    other = world.post("/v1/requests", second, scope="990101-20").json()
    if other["bundle"] is None:
        decided = world.post(
            f"/v1/overlaps/{other['overlaps'][0]['id']}/decision", {"decision": "confirm"}, role="coordinator"
        )
        assert decided.status_code == 200, decided.text
    bundle = template_list(world)[0]["bundle"]
    both = template_of(world, bundle)
    assert len(both["requests"]) == 2
    assert (
        world.post(f"/v1/requests/{other['request']['id']}/withdraw", {}, scope="990101-20").status_code
        == 200
    )
    given = {field_id(both, "死亡人口"): 2, field_id(both, "出生人口"): 3}
    answer = send(world, bundle, given, edition=both["edition"])
    assert answer.status_code == 201, answer.text
    assert [one["label"] for one in answer.json()["unplaced"]] == ["死亡人口"]
    assert values(world, bundle) == {"出生人口": "3"}


@pytest.mark.parametrize("edition", ["", "x", "!!", "AAAAAAAAAAAAAAAAAAAAAA", "é" * 8, "A" * 2000])
def test_an_edition_that_never_was_is_refused(world: World, edition: str) -> None:
    _, bundle = post_form(world, PEOPLE)
    answer = send(world, bundle, {}, edition=edition)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "unknown-edition")
    assert answer.json()["errors"][0]["pointer"] == "/edition"


def test_the_edition_of_another_townships_form_is_not_known(world: World) -> None:
    _, bundle = post_form(world, PEOPLE)
    elsewhere = report(
        targets=["990101002"], form={"title": "地名表", "kind": "record", "fields": PEOPLE[:1]}
    )
    world.post("/v1/requests", elsewhere, scope=STATISTICS)
    items = world.get("/v1/townships/990101002/templates", "township", "990101002").json()["items"]
    [theirs] = [one for one in items if one["title"] == "地名表"]
    path = f"/v1/bundles/{theirs['bundle']}/template?township=990101002"
    edition = world.get(path, "township", "990101002").json()["edition"]
    assert send(world, bundle, {}, edition=edition).status_code == 422


def collected_form(world: World, bundle: str) -> dict[str, str]:
    """What the township's form for phones says of itself, and opens with."""
    data = world.get(
        f"/v1/bundles/{bundle}/template?township={TOWN}&format=xlsform", "township", TOWN
    ).content
    rows = list(openpyxl.load_workbook(BytesIO(data))["survey"].iter_rows(values_only=True))
    lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return {line["name"]: str(line["calculation"] or line["default"] or "").strip("'") for line in lines}


def test_a_phone_that_still_has_an_earlier_edition_is_heard(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    old = template_of(world, bundle)
    assert fill(world, bundle, {field_id(old, "出生人口"): 3}).status_code == 201
    form = collected_form(world, bundle)
    assert form[field_id(old, "出生人口")] == "3"
    assert (form["m_edition"], form["m_version"]) == (old["edition"], "1")
    mend(world, request, NEWER)
    assert fill(world, bundle, {field_id(template_of(world, bundle), "出生人口"): 4}).status_code == 201
    document = {name: value for name, value in form.items() if name.startswith(("m_", "f_"))}
    document[field_id(old, "常住人口")] = "21390"
    body = {"bundle": bundle, "collected": document}
    answer = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert answer.status_code == 201, answer.text
    assert [one["label"] for one in answer.json()["moved"]] == ["常住人口"]
    # 出生人口 was only sent back as the phone had been given it: what was saved since stays
    assert values(world, bundle) == {"常住人口": "2.139", "出生人口": "4"}


def test_a_phones_form_of_another_township_is_refused(world: World) -> None:
    _, bundle = post_form(world, PEOPLE)
    body = {"bundle": bundle, "collected": {"m_township": "990101002", "m_bundle": bundle}}
    answer = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "other-template")


def test_a_file_of_an_earlier_edition_moves_along_as_json_does(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    book = fetched(world, bundle)
    book[PAGE]["D6"] = 21390
    book[PAGE]["D7"] = 3
    book[PAGE]["D8"] = "2026-12-01"
    mend(world, request, NEWER)
    answer = upload(world, saved(book))
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert [(one["label"], one["value"]) for one in told["moved"]] == [("常住人口", "2.139")]
    assert [(one["label"], one["value"]) for one in told["unplaced"]] == [("核对日期", "2026-12-01")]
    assert told["unplaced"][0]["cell"]
    assert values(world, bundle) == {"常住人口": "2.139", "出生人口": "3"}


def test_what_is_wrong_in_a_moved_cell_is_told_by_its_place_in_the_old_file(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    book = fetched(world, bundle)
    book[PAGE]["D6"] = "很多"
    mend(world, request, NEWER)
    answer = upload(world, saved(book))
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert fault["cell"]
    assert values(world, bundle) == {}


def test_a_file_whose_edition_nobody_knows_answers_what_it_has_in_common(world: World) -> None:
    request, bundle = post_form(world, PEOPLE)
    book = fetched(world, bundle)
    book[PAGE]["D6"] = 21390
    book[PAGE]["D7"] = 3
    marks = [cell for row in book[MAP_SHEET] for cell in row if "edition" in str(cell.value)]
    assert marks
    for cell in marks:
        cell.value = str(cell.value).replace('"edition": "', '"edition": "AAAA')
    mend(world, request, NEWER)
    answer = upload(world, saved(book))
    assert answer.status_code == 201, answer.text
    assert (answer.json()["moved"], len(answer.json()["unplaced"])) == ([], 1)
    assert values(world, bundle) == {"出生人口": "3"}
