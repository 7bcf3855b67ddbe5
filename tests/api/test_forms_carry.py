"""A monthly return offers what earlier months and other forms said, where it still holds."""

from io import BytesIO
from typing import Any

import openpyxl

from tests.api.test_forms import STATISTICS, TOWN, field_id
from tests.api.test_forms_workbook import upload
from tests.builders import report
from tests.conftest import World

MONTHLY = {"frequency": "monthly", "due_day": 5, "periods": ["2026-10", "2026-11"]}


def one(label: str, unit: str, kind: str, period: str, grain: str = "township") -> dict[str, str]:
    return {"label": label, "unit": unit, "type": kind, "period": period, "grain": grain}


def monthly(world: World, kind: str, fields: list[dict[str, str]], title: str = "重点企业台账") -> str:
    """Posts a monthly return; its bundle."""
    form = {"title": title, "kind": kind, "fields": fields}
    world.post("/v1/requests", report(recurrence=MONTHLY, form=form), scope=STATISTICS)
    listed = world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"]
    return str(listed[0]["bundle"])


def template(world: World, bundle: str, period: str) -> dict[str, Any]:
    path = f"/v1/bundles/{bundle}/template?township={TOWN}&period={period}"
    found: dict[str, Any] = world.get(path, "township", TOWN).json()
    return found


def fill(world: World, bundle: str, period: str, answers: dict[str, Any]) -> None:
    body = {"bundle": bundle, "period": period, "answers": answers}
    filled = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert filled.status_code == 201, filled.text


def saved(book: openpyxl.Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_month_is_written_into_each_template_and_last_months_figures_stay_there(world: World) -> None:
    fields = [one("新增企业", "家", "integer", "当月"), one("企业总数", "家", "integer", "月末")]
    bundle = monthly(world, "record", fields)
    october, november = template(world, bundle, "2026-10"), template(world, bundle, "2026-11")
    assert [field["period"] for field in october["fields"]] == ["2026-10", "2026-10-31"]
    assert [field["period"] for field in november["fields"]] == ["2026-11", "2026-11-30"]
    fill(world, bundle, "2026-10", {"values": {field["id"]: 7 for field in october["fields"]}})
    total = field_id(november, "企业总数")
    offered = template(world, bundle, "2026-11")["carried"]
    assert {key: (one["value"], one["basis"], one["period"]) for key, one in offered.items()} == {
        total: ("7", "unchanged", "2026-10-31")
    }
    assert template(world, bundle, "2026-11")["answers"]["values"] == {}


def test_an_offer_is_an_answer_once_it_is_confirmed_by_its_code(world: World) -> None:
    bundle = monthly(world, "record", [one("企业总数", "家", "integer", "月末")])
    [total] = (field["id"] for field in template(world, bundle, "2026-10")["fields"])
    fill(world, bundle, "2026-10", {"values": {total: 7}})
    [(key, offer)] = template(world, bundle, "2026-11")["carried"].items()
    confirm = {"bundle": bundle, "period": "2026-11", "confirm": [offer["code"]]}
    fill(world, bundle, "2026-10", {"values": {total: 8}})
    gone = world.post(f"/v1/townships/{TOWN}/submissions", confirm, "township", TOWN)
    assert (gone.status_code, gone.json()["errors"][0]["pointer"]) == (409, "/confirm/0")
    [(key, offer)] = template(world, bundle, "2026-11")["carried"].items()
    confirm["confirm"] = [offer["code"]]
    tried = world.post(f"/v1/townships/{TOWN}/submissions?dry_run=true", confirm, "township", TOWN)
    assert (tried.status_code, tried.json()["cells_filled"]) == (200, 1)
    assert template(world, bundle, "2026-11")["answers"]["values"] == {}
    assert world.post(f"/v1/townships/{TOWN}/submissions", confirm, "township", TOWN).status_code == 201
    november = template(world, bundle, "2026-11")
    assert (november["answers"]["values"], november["carried"]) == ({key: "8"}, {})


def test_a_quarter_is_added_up_from_the_months_that_were_said(world: World) -> None:
    quarterly = {"frequency": "quarterly", "due_day": 8, "periods": ["2026-Q4"]}
    months = MONTHLY | {"periods": ["2026-10", "2026-11", "2026-12"]}
    fields = [one("生猪出栏", "头", "integer", "当月"), one("生猪存栏", "头", "integer", "月末")]
    form = {"title": "畜牧生产月报", "kind": "record", "fields": fields}
    world.post("/v1/requests", report(recurrence=months, form=form), scope=STATISTICS)
    fields = [one("生猪出栏", "头", "integer", "当季"), one("生猪存栏", "头", "integer", "季末")]
    other = report(recurrence=quarterly, form={"title": "畜禽统计季报", "kind": "record", "fields": fields})
    world.post("/v1/requests", other, scope="990101-17")
    listed = world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"]
    for line, (sold, kept) in zip(
        [each for each in listed if "-Q" not in each["period"]], ((3, 10), (4, 20), (5, 30)), strict=True
    ):
        asked = world.get(line["template"], "township", TOWN).json()
        values = {field_id(asked, "生猪出栏"): sold, field_id(asked, "生猪存栏"): kept}
        fill(world, line["bundle"], line["period"], {"values": values})
    [line] = [each for each in listed if each["period"] == "2026-Q4"]
    quarter = world.get(line["template"], "township", TOWN).json()
    labels = {field["id"]: field["label"] for field in quarter["fields"]}
    offered = {labels[key]: (each["value"], each["basis"]) for key, each in quarter["carried"].items()}
    assert offered == {"生猪出栏": ("12", "rolled_up"), "生猪存栏": ("30", "same")}


def test_the_same_month_in_a_dated_form_is_offered_to_the_monthly_return(world: World) -> None:
    bundle = monthly(world, "record", [one("出生人口", "人", "integer", "当月")], "人口月报")
    dated = report(title="关于核对卫生数据的通知", description="核对卫生健康数据。")
    fields = [one("出生人口", "人", "integer", "2026-11")]
    dated["form"] = {"title": "卫生数据核对表", "kind": "record", "fields": fields}
    world.post("/v1/requests", dated, scope="990101-18")
    listed = world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"]
    other = next(line for line in listed if line["title"] == "卫生数据核对表")
    assert other["bundle"] != bundle
    asked = world.get(other["template"], "township", TOWN).json()
    fill(world, other["bundle"], "", {"values": {field_id(asked, "出生人口"): 7}})
    november = template(world, bundle, "2026-11")
    offered = {key: line["value"] for key, line in november["carried"].items()}
    assert offered == {field_id(november, "出生人口"): "7"}
    assert template(world, bundle, "2026-10")["carried"] == {}


def test_last_months_rows_wait_for_the_clerks_mark(world: World) -> None:
    fields = [
        one("企业名称", "", "text", "", "enterprise"),
        one("联系电话", "", "text", "", "enterprise"),
        one("检查次数", "次", "integer", "当月", "enterprise"),
    ]
    bundle = monthly(world, "ledger", fields)
    october = template(world, bundle, "2026-10")
    row = {field_id(october, "企业名称"): "甲厂", field_id(october, "联系电话"): "19900001111"}
    rows = [row | {field_id(october, "检查次数"): 12}]
    fill(world, bundle, "2026-10", {"rows": {october["rosters"][0]["id"]: rows}})
    november = template(world, bundle, "2026-11")
    [offered] = november["carried_rows"].values()
    assert [list(line.values()) for line in offered["rows"]] == [["甲厂", "19900001111"]]
    assert (offered["bundle"], november["answers"]["rows"]) == (bundle, {})

    path = f"/v1/bundles/{bundle}/template?township={TOWN}&period=2026-11&format=xlsx"
    book = openpyxl.load_workbook(BytesIO(world.get(path, "township", TOWN).content))
    page = book["名册1"]
    assert [cell.value for cell in page[4]][:5] == [1, "甲厂", "19900001111", None, None]
    page["E2"], page["D4"] = "其余各行均无变化", 3
    assert upload(world, saved(book)).status_code == 201
    assert template(world, bundle, "2026-11")["answers"]["rows"] == {
        next(iter(november["carried_rows"])): [row | {field_id(november, "检查次数"): "3"}]
    }


def test_a_saved_total_stays_and_is_told_when_its_month_is_corrected(world: World) -> None:
    fields = [one("检查家次", "家次", "integer", "当月"), one("检查家次", "家次", "integer", "本年累计")]
    bundle = monthly(world, "record", fields, "安全生产检查月报表")
    for period, month, total in (("2026-10", 3, 40), ("2026-11", 5, 45)):
        ids = [field["id"] for field in template(world, bundle, period)["fields"]]
        fill(world, bundle, period, {"values": dict(zip(ids, (month, total), strict=True))})
    assert template(world, bundle, "2026-11")["revised"] == []
    body = {"bundle": bundle, "period": "2026-11", "answers": {"values": {ids[0]: 7}}}
    corrected = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN).json()
    [told] = corrected["revised"]
    assert (told["field"], told["beside"], told["answer"], told["value"]) == (ids[1], ids[0], "45", "47")
    november = template(world, bundle, "2026-11")
    assert (november["answers"]["values"], november["revised"]) == ({ids[0]: 7, ids[1]: 45}, [told])
    body = {"bundle": bundle, "period": "2026-11", "confirm": [told["code"]]}
    taken = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert (taken.status_code, taken.json()["revised"]) == (201, [])
    assert template(world, bundle, "2026-11")["answers"]["values"][ids[1]] == "47"
