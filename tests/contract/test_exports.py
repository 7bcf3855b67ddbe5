"""No cell of any export becomes a formula in an office program, whatever was typed into the product."""

import csv
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from app.main import create_app
from app.settings import Settings
from app.tables import Department
from tests.api.test_forms import STATISTICS, TOWN, fill, template_list
from tests.api.test_schedules_township import planned_and_published
from tests.builders import inspection, report
from tests.conftest import COUNTY, World

STARTS = ("=", "+", "-", "@", "\t=", "\r=")
SPREADSHEET = "spreadsheetml"
SINCE = "from=2026-10-01&to=2027-03-31"


def _request(world: World) -> str:
    """A report whose title, labels, notes and choices begin like formulas, filled with such texts."""
    fields = [
        {"label": f"{start}SUM(1)说明{at}", "type": "text", "note": f"{start}1+1", "section": f"{start}2"}
        for at, start in enumerate(STARTS)
    ]
    form = {"title": "=HYPERLINK(1)情况表", "kind": "record", "fields": fields}
    body = report() | {"title": "=HYPERLINK(1)关于报送情况的通知", "form": form}
    posted = world.post("/v1/requests", body, scope=STATISTICS)
    assert posted.status_code == 201, posted.text
    [brief] = template_list(world)
    template = world.get(f"/v1/bundles/{brief['bundle']}/template?township={TOWN}", "township", TOWN).json()
    answers = {one["id"]: f"{start}1+1" for one, start in zip(template["fields"], STARTS, strict=False)}
    assert fill(world, brief["bundle"], answers).status_code == 201
    return posted.json()["request"]["id"]


def _shared(world: World) -> bytes:
    _request(world)
    [brief] = template_list(world)
    path = f"/v1/bundles/{brief['bundle']}/template?township={TOWN}&format=xlsx"
    return world.get(path, "township", TOWN).content


def _return(world: World) -> bytes:
    path = f"/v1/requests/{_request(world)}/returns?township={TOWN}&format=xlsx"
    return world.get(path, scope=STATISTICS).content


def _schedule(world: World) -> bytes:
    world.post("/v1/requests", inspection(targets=[TOWN], title="=HYPERLINK(1)关于防火检查的通知"))
    planned_and_published(world)
    path = f"/v1/townships/{TOWN}/schedule?from=2026-12-01&to=2026-12-31&format=xlsx"
    return world.get(path, "township", TOWN).content


def _statistics(name: str) -> Callable[[World], bytes]:
    def fetch(world: World) -> bytes:
        _request(world)
        with world.database.write() as session:
            session.get_one(Department, STATISTICS).name = "=HYPERLINK(1)"
        return world.get(
            f"/v1/statistics/{name}?{SINCE}&group_by=department&format=csv", "analyst", COUNTY
        ).content

    return fetch


SHEETS: dict[str, Callable[[World], bytes]] = {
    "GET /v1/bundles/{id}/template": _shared,
    "GET /v1/requests/{id}/returns": _return,
    "GET /v1/townships/{code}/schedule": _schedule,
}
SAME = {"GET /v1/feeds/{secret}.ics"}
"""Behind its secret address a feed answers what the schedule does."""
TABLES = {
    "GET /v1/statistics/overlaps": _statistics("overlaps"),
    "GET /v1/statistics/burden": _statistics("burden"),
}


@pytest.mark.parametrize("route", SHEETS)
def test_no_cell_of_a_workbook_is_a_formula_that_somebody_typed(world: World, route: str) -> None:
    book = load_workbook(io.BytesIO(SHEETS[route](world)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) or "SUM(1)" in str(cell.value) for cell in cells)
    typed = [cell.value for cell in cells if cell.data_type == "f"]
    assert [text for text in typed if any(word in str(text) for word in ("HYPERLINK", "SUM(1)", "1+1"))] == []


@pytest.mark.parametrize("route", TABLES)
def test_no_cell_of_a_csv_begins_like_a_formula(world: World, route: str) -> None:
    rows = list(csv.reader(io.StringIO(TABLES[route](world).decode("utf-8-sig"))))
    assert any("HYPERLINK" in cell for row in rows for cell in row)
    words = [cell for row in rows for cell in row if not _is_number(cell)]
    assert [cell for cell in words if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_every_export_is_tried_here() -> None:
    app = create_app(Settings(database_url="sqlite://"))
    document = app.openapi()
    exports = {
        f"{method.upper()} {path}"
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        for media in call.get("responses", {}).get("200", {}).get("content", {})
        if SPREADSHEET in media or media == "text/csv"
    }
    assert exports - SAME == {*SHEETS, *TABLES}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
