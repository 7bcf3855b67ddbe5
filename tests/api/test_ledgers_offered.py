"""What a department's ledger says is offered to the townships that it is about, until they confirm it."""

from io import BytesIO
from typing import Any

import openpyxl

from tests.api.ledger_files import CIVIL, ROWS, kept, workbook
from tests.api.test_forms import field_id
from tests.api.test_forms_workbook import upload
from tests.builders import report
from tests.conftest import World

TOWN, NEIGHBOUR, ASKING = "990101001", "990101002", "990101-20"
MONTHLY = {"frequency": "monthly", "due_day": 5, "periods": ["2026-10", "2026-11"]}
COLUMNS = (
    ("户主姓名", "", "text"),
    ("身份证号", "", "text"),
    ("保障人数", "人", "integer"),
    ("联系电话", "", "text"),
)


def ask(world: World, form: dict[str, Any], **changes: Any) -> str:
    """Another department asks; the bundle."""
    answer = world.post("/v1/requests", report(form=form, **changes), scope=ASKING)
    assert answer.status_code == 201, answer.text
    return str(world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"][0]["bundle"])


def roster_form(title: str = "低保户花名册") -> dict[str, Any]:
    fields = [
        {"label": label, "unit": unit, "type": kind, "grain": "household"} for label, unit, kind in COLUMNS
    ]
    return {"title": title, "kind": "ledger", "fields": fields}


def figures(*fields: tuple[str, str], period: str = "月末", **more: str) -> dict[str, Any]:
    asked = [
        {"label": label, "unit": unit, "type": "integer", "grain": "township", "period": period, **more}
        for label, unit in fields
    ]
    return {"title": "社会救助工作统计表", "kind": "record", "fields": asked}


def template(world: World, bundle: str, period: str = "", town: str = TOWN) -> dict[str, Any]:
    path = f"/v1/bundles/{bundle}/template?township={town}" + (f"&period={period}" if period else "")
    found: dict[str, Any] = world.get(path, "township", town).json()
    return found


def offered_rows(shown: dict[str, Any]) -> list[list[str]]:
    return [list(row.values()) for one in shown["carried_rows"].values() for row in one["rows"]]


def offered(shown: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    labels = {field["id"]: field["label"] for field in shown["fields"]}
    return {labels[key]: (one["value"], one["basis"], one["period"]) for key, one in shown["carried"].items()}


def test_each_township_is_offered_its_own_rows_and_no_other(world: World) -> None:
    ledger = kept(world)
    bundle = ask(world, roster_form(), recurrence=MONTHLY)
    shown = template(world, bundle, "2026-11")
    assert offered_rows(shown) == [
        ["王某甲", "110101196001010015", "2"], ["王某乙", "110101196501010014", "1"],
    ]  # fmt: skip
    [offer] = shown["carried_rows"].values()
    assert (offer["ledger"], offer["bundle"], offer["period"]) == (ledger["id"], "", "2026-10-31")
    assert "低保户台账" in offer["ledger_title"]
    assert len(offer["unchanged"]) == 3
    assert shown["answers"]["rows"] == {}
    assert offered_rows(template(world, bundle, "2026-11", NEIGHBOUR)) == [
        ["李某", "110101197001010013", "4"]
    ]
    assert template(world, bundle, "2026-11", "990101003")["carried_rows"] == {}
    for role, scope in (("coordinator", "990101"), ("admin", "990101")):
        path = f"/v1/bundles/{bundle}/template?township={TOWN}"
        assert world.get(path, role, scope).json()["carried_rows"] == {}


def test_the_rows_are_the_townships_answer_once_it_confirms_them(world: World) -> None:
    kept(world)
    bundle = ask(world, roster_form(), recurrence=MONTHLY)
    [(roster, offer)] = template(world, bundle, "2026-11")["carried_rows"].items()
    body = {"bundle": bundle, "period": "2026-11", "confirm": [offer["code"]]}
    assert world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN).status_code == 201
    assert template(world, bundle, "2026-11")["answers"]["rows"] == {roster: offer["rows"]}
    # what was confirmed outlasts the ledger, and comes before it in the next month
    ledgers = world.get("/v1/ledgers", scope=CIVIL).json()["items"]
    world.post(f"/v1/ledgers/{ledgers[0]['id']}/withdraw", None, scope=CIVIL)
    assert template(world, bundle, "2026-11")["answers"]["rows"] == {roster: offer["rows"]}


def test_the_workbook_says_whence_and_as_of_when_and_takes_the_mark(world: World) -> None:
    kept(world)
    bundle = ask(world, roster_form(), recurrence=MONTHLY)
    path = f"/v1/bundles/{bundle}/template?township={TOWN}&period=2026-11&format=xlsx"
    book = openpyxl.load_workbook(BytesIO(world.get(path, "township", TOWN).content))
    page = book["名册1"]
    assert "低保户台账》（截至2026年10月31日）" in page["A2"].value
    page["F2"] = "其余各行均无变化"
    page["D4"] = 3
    data = BytesIO()
    book.save(data)
    assert upload(world, data.getvalue()).status_code == 201
    [rows] = template(world, bundle, "2026-11")["answers"]["rows"].values()
    assert [sorted(row.values()) for row in rows] == [
        ["110101196001010015", "3", "王某甲"], ["1", "110101196501010014", "王某乙"],
    ]  # fmt: skip


def test_how_many_there_are_is_counted_and_waits_to_be_confirmed(world: World) -> None:
    ledger = kept(world)
    asked = (
        ("低保户数", "户"),
        ("低保户家庭人口", "人"),
        ("农村低保户数", "户"),
        ("新增低保户数", "户"),
        ("户数", "户"),
    )
    bundle = ask(world, figures(*asked), recurrence=MONTHLY)
    shown = template(world, bundle, "2026-11")
    assert offered(shown) == {
        "低保户数": ("2", "unchanged", "2026-10-31"),
        "低保户家庭人口": ("4", "unchanged", "2026-10-31"),
    }
    assert {one["ledger"] for one in shown["carried"].values()} == {ledger["id"]}
    assert offered(template(world, bundle, "2026-10")) == offered(shown)


def test_nothing_is_counted_for_another_definition_or_an_earlier_day_or_from_a_list_that_is_not_whole(
    world: World,
) -> None:
    kept(world, workbook((*ROWS, (4, "某某镇", "赵某", "110101197501010012", 1, 1, 1))))
    bundle = ask(world, figures(("低保户数", "户")), recurrence=MONTHLY)
    assert offered(template(world, bundle, "2026-11")) == {}
    kept(
        world,
        workbook(),
        id=world.get("/v1/ledgers", scope=CIVIL).json()["items"][0]["id"],
        as_of="2026-11-20",
    )
    assert offered(template(world, bundle, "2026-11")) == {"低保户数": ("2", "unchanged", "2026-11-20")}
    assert offered(template(world, bundle, "2026-10")) == {}


def test_a_definition_of_its_own_is_asked(world: World) -> None:
    kept(world)
    bundle = ask(world, figures(("低保户数", "户"), note="含低保边缘家庭"), recurrence=MONTHLY)
    assert offered(template(world, bundle, "2026-11")) == {}


def test_what_the_township_said_itself_comes_first(world: World) -> None:
    bundle = ask(world, figures(("低保户数", "户")), recurrence=MONTHLY)
    october = template(world, bundle, "2026-10")
    body = {"bundle": bundle, "period": "2026-10", "answers": {"values": {field_id(october, "低保户数"): 9}}}
    assert world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN).status_code == 201
    kept(world)
    assert offered(template(world, bundle, "2026-11")) == {"低保户数": ("9", "unchanged", "2026-10-31")}


def test_a_withdrawn_ledger_is_offered_no_more_and_a_confirmation_of_it_is_refused(world: World) -> None:
    ledger = kept(world)
    bundle = ask(world, roster_form(), recurrence=MONTHLY)
    [offer] = template(world, bundle, "2026-11")["carried_rows"].values()
    world.post(f"/v1/ledgers/{ledger['id']}/withdraw", None, scope=CIVIL)
    assert template(world, bundle, "2026-11")["carried_rows"] == {}
    body = {"bundle": bundle, "period": "2026-11", "confirm": [offer["code"]]}
    gone = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert gone.status_code == 409


def test_other_objects_are_not_offered(world: World) -> None:
    kept(world)
    bundle = ask(world, roster_form("残疾人家庭花名册"), recurrence=MONTHLY)
    assert template(world, bundle, "2026-11")["carried_rows"] == {}
