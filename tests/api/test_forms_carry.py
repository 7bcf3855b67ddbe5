"""A monthly return offers what earlier months and other forms said, where it still holds."""

from io import BytesIO
from typing import Any

import openpyxl

from tests.api.test_forms import STATISTICS, TOWN, field_id, report
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


def test_the_month_is_written_into_each_template_and_last_months_figures_stay_there(world: World) -> None:
    fields = [one("新增企业", "家", "integer", "当月"), one("企业总数", "家", "integer", "月末")]
    bundle = monthly(world, "record", fields)
    october, november = template(world, bundle, "2026-10"), template(world, bundle, "2026-11")
    assert [field["period"] for field in october["fields"]] == ["2026-10", "2026-10-31"]
    assert [field["period"] for field in november["fields"]] == ["2026-11", "2026-11-30"]
    fill(world, bundle, "2026-10", {"values": {field["id"]: 7 for field in october["fields"]}})
    assert template(world, bundle, "2026-11")["carried"] == {}


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


def test_last_months_roster_is_offered_by_name_and_number_without_its_figures(world: World) -> None:
    fields = [
        one("企业名称", "", "text", "", "enterprise"),
        one("联系电话", "", "text", "", "enterprise"),
        one("用工人数", "人", "integer", "当月", "enterprise"),
    ]
    bundle = monthly(world, "ledger", fields)
    october = template(world, bundle, "2026-10")
    row = {field_id(october, "企业名称"): "甲厂", field_id(october, "联系电话"): "19900001111"}
    rows = [row | {field_id(october, "用工人数"): 12}]
    fill(world, bundle, "2026-10", {"rows": {october["rosters"][0]["id"]: rows}})
    november = template(world, bundle, "2026-11")
    [offered] = november["carried_rows"].values()
    assert [list(line.values()) for line in offered["rows"]] == [["甲厂", "19900001111"]]
    assert (offered["bundle"], november["answers"]["rows"]) == (bundle, {})

    path = f"/v1/bundles/{bundle}/template?township={TOWN}&period=2026-11&format=xlsx"
    book = openpyxl.load_workbook(BytesIO(world.get(path, "township", TOWN).content))
    assert [cell.value for cell in book["名册1"][4]][:4] == [1, "甲厂", "19900001111", None]
