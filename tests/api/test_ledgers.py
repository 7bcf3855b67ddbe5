"""A department keeps a ledger: it is read, shared out by township, renewed, withdrawn, and seen by few."""

import pytest

from tests.api.ledger_files import CIVIL, OTHER, ROWS, kept, send, workbook
from tests.conftest import COUNTY, World


def test_a_ledger_is_read_into_columns_and_shared_out_by_township(world: World) -> None:
    ledger = kept(world)
    assert (ledger["title"], ledger["subject"], ledger["grain"]) == (
        "东安县低保户台账",
        "低保户",
        "household",
    )
    assert (ledger["edition"], ledger["as_of"], ledger["state"]) == (1, "2026-10-31", "active")
    told = {one["label"]: (one["unit"], one["type"], one["personal"]) for one in ledger["columns"]}
    assert told["身份证号"] == ("", "text", "personal")
    assert told["保障人数"] == ("人", "integer", "")
    assert ledger["townships"] == [
        {"township": "990101001", "rows": 2},
        {"township": "990101002", "rows": 1},
    ]
    assert (ledger["unplaced"], ledger["not_understood"]) == ([], [])
    assert world.get(f"/v1/ledgers/{ledger['id']}", scope=CIVIL).json() == ledger


def test_rows_whose_township_nothing_tells_are_listed_and_shared_with_nobody(world: World) -> None:
    odd = (4, "某某镇", "赵某", "110101197501010012", "三", 1, 100)
    ledger = kept(world, workbook((*ROWS, odd)))
    assert (ledger["unplaced_count"], ledger["unplaced"]) == (1, [{"sheet": "Sheet", "row": 6}])
    assert ledger["not_understood"] == [{"sheet": "Sheet", "cell": "E6", "text": "三"}]
    assert sum(part["rows"] for part in ledger["townships"]) == 3


def test_one_ledger_of_one_kind_and_newer_editions_of_it(world: World) -> None:
    first = kept(world)
    again = send(world, workbook(title="2026年度东安县低保户花名册"))
    assert (again.status_code, again.json()["type"]) == (409, "urn:jianfu:problem:ledger-exists")
    assert again.json()["ledger"] == first["id"]
    newer = kept(world, workbook(ROWS[1:]), as_of="2026-11-20", id=first["id"])
    assert (newer["id"], newer["edition"], newer["as_of"]) == (first["id"], 2, "2026-11-20")
    older = send(world, workbook(), as_of="2026-09-30", id=first["id"])
    assert (older.status_code, older.json()["errors"][0]["parameter"]) == (422, "as_of")
    other = send(world, workbook(title="残疾人家庭台账"), as_of="2026-11-21", id=first["id"])
    assert (other.status_code, other.json()["type"]) == (422, "urn:jianfu:problem:other-ledger")
    assert kept(world, workbook(title="残疾人家庭台账"))["id"] != first["id"]


def test_a_withdrawn_ledger_stays_readable_and_a_new_edition_puts_it_in_force(world: World) -> None:
    first = kept(world)
    path = f"/v1/ledgers/{first['id']}"
    assert world.post(f"{path}/withdraw", None, scope=CIVIL).json()["state"] == "withdrawn"
    assert world.post(f"{path}/withdraw", None, scope=CIVIL).status_code == 200
    assert world.get(path, scope=CIVIL).json()["state"] == "withdrawn"
    assert kept(world)["edition"] == 2
    assert world.get(path, scope=CIVIL).json()["state"] == "active"


NAMELESS = ("序号", "所在乡镇", "事项", "次数（次）")


@pytest.mark.parametrize(
    ("data", "as_of", "place"),
    [
        (workbook(), "2027-01-01", {"parameter": "as_of"}),
        (workbook(title="2026年9月低保户台账"), "2026-10-31", {"parameter": "as_of"}),
        (workbook(title="台账"), "2026-10-31", {"sheet": "Sheet"}),
        (workbook(((1, "城关街道", "x", 2),), "工作台账", NAMELESS), "2026-10-31", {"sheet": "Sheet"}),
        (workbook(()), "2026-10-31", {}),
        (b"no workbook", "2026-10-31", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_offered_is_refused_with_its_place(
    world: World, data: bytes, as_of: str, place: dict[str, str]
) -> None:
    refused = send(world, data, as_of)
    assert refused.status_code == 422, refused.text
    fault = refused.json()["errors"][0]
    assert {name: fault[name] for name in place} == place
    assert fault["remedy"]
    assert world.get("/v1/ledgers", scope=CIVIL).json()["items"] == []


def test_a_department_lists_only_within_its_own_division(world: World) -> None:
    beyond = send(world, workbook(), division="990102")
    assert (beyond.status_code, beyond.json()["errors"][0]["parameter"]) == (422, "division")
    assert send(world, workbook(), division="990101001001").status_code == 422
    own = kept(world, workbook(ROWS[:2]), division="990101001")
    assert own["townships"] == [{"township": "990101001", "rows": 2}]


def test_the_owner_sees_its_rows_a_coordinator_masked_ones_and_nobody_else_any(world: World) -> None:
    ledger = kept(world)
    path = f"/v1/ledgers/{ledger['id']}/rows?township=990101001"
    own = world.get(path, scope=CIVIL).json()
    assert own["masked"] == []
    assert "110101196001010015" in str(own["rows"])
    masked = world.get(path, "coordinator").json()
    assert len(masked["rows"]) == 2
    assert "680.5" in str(masked["rows"])
    assert not any(secret in str(masked) for secret in ("王某甲", "110101196001010015"))
    assert world.get(path, scope=OTHER).status_code == 404
    assert world.get(path, "coordinator", "990102").status_code == 404
    for role, scope in (("township", "990101001"), ("analyst", COUNTY)):
        assert world.get(path, role, scope).status_code == 403
    assert [one["id"] for one in world.get("/v1/ledgers", "coordinator").json()["items"]] == [ledger["id"]]
    assert world.get("/v1/ledgers", scope=OTHER).json()["items"] == []
    assert world.get(f"/v1/ledgers/{ledger['id']}/rows?township=990101003", scope=CIVIL).status_code == 404
