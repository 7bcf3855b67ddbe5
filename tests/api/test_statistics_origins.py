"""Burden tells typed cells from those confirmed and carried, and prices each; worked out by hand."""

from tests.api.counted import BURDEN, rows_of
from tests.api.test_forms import TOWN, field_id
from tests.api.test_forms_carry import fill, monthly, one, template
from tests.conftest import World

YEAR = f"?division={TOWN}&from=2026-10-01&to=2026-12-31"
FIELDS = [
    one("新增企业", "家", "integer", "当月"),
    one("企业总数", "家", "integer", "月末"),
    one("规上企业", "家", "integer", "月末"),
]


def cells(row: dict) -> tuple[float, ...]:
    return tuple(row[f"cells_{how}"] for how in ("after", "typed", "confirmed", "carried"))


def test_a_confirmed_cell_costs_a_look_and_no_typing(world: World) -> None:
    bundle = monthly(world, "record", FIELDS)
    [row] = rows_of(world, BURDEN + YEAR)
    assert cells(row) == (6, 6, 0, 0)
    assert row["hours_saved_likely"] == 0
    october = template(world, bundle, "2026-10")
    fill(world, bundle, "2026-10", {"values": {field["id"]: 7 for field in october["fields"]}})
    november = template(world, bundle, "2026-11")
    offers = [one["code"] for one in november["carried"].values()]
    fresh = field_id(november, "新增企业")
    body = {"bundle": bundle, "period": "2026-11", "answers": {"values": {fresh: 7}}, "confirm": offers}
    sent = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert (sent.status_code, len(offers)) == (201, 2)
    told = sent.json()
    assert (told["cells_filled"], told["cells_confirmed"], told["cells_carried"]) == (3, 2, 0)
    [row] = rows_of(world, BURDEN + YEAR)
    assert cells(row) == (6, 4, 2, 0)
    # two cells at 2.5 minutes become two looks at 0.1 (low 1 and 0.02, high 5 and 0.5)
    assert row["hours_saved_likely"] == round(2 * 2.4 / 60, 2)
    assert (row["hours_saved_low"], row["hours_saved_high"]) == (
        round(2 * 0.98 / 60, 2),
        round(2 * 4.5 / 60, 2),
    )
    months = {
        row["month"]: row["cells_confirmed"] for row in rows_of(world, BURDEN + YEAR + "&group_by=month")
    }
    assert sum(months.values()) == 2
    assert sorted(months.values())[-1] == 2


def test_a_correction_of_a_confirmed_cell_is_typing(world: World) -> None:
    bundle = monthly(world, "record", FIELDS[1:])
    october = template(world, bundle, "2026-10")
    fill(world, bundle, "2026-10", {"values": {field["id"]: 7 for field in october["fields"]}})
    november = template(world, bundle, "2026-11")
    codes = {"confirm": [one["code"] for one in november["carried"].values()]}
    body = {"bundle": bundle, "period": "2026-11"}
    world.post(f"/v1/townships/{TOWN}/submissions", body | codes, "township", TOWN)
    [row] = rows_of(world, BURDEN + YEAR)
    assert cells(row) == (4, 2, 2, 0)
    fill(world, bundle, "2026-11", {"values": {field_id(november, "企业总数"): 8}})
    [row] = rows_of(world, BURDEN + YEAR)
    assert cells(row) == (4, 3, 1, 0)
