"""A hostile file at the door ends in a clear problem, stores nothing, and the server goes on serving."""

import random

import pytest

from app.forms.upload import XLSX
from benchmarks.forms.hostile import damaged, good_files, run
from tests.api.test_forms import STATISTICS, TOWN
from tests.api.test_forms_corrections import posted
from tests.conftest import World
from tests.domain.merging.test_hostile import CASES

GOOD = good_files()


def put(world: World, request: str, data: bytes):
    path, headers = f"/v1/requests/{request}/form", {"Content-Type": XLSX}
    return world.call("PUT", path, scope=STATISTICS, content=data, headers=headers)


def test_every_hostile_form_is_refused_with_its_reason_and_a_remedy(world: World) -> None:
    request = posted(world)
    before = world.get(f"/v1/requests/{request}/form", scope=STATISTICS).json()
    for name, (data, reason) in CASES.items():
        if len(data) > 8 << 20:
            continue  # refused before it is read
        refused = put(world, request, data)
        assert (refused.status_code, refused.json()["type"]) == (
            422,
            "urn:jianfu:problem:unreadable-workbook",
        ), name
        # what is a Word document without tables is told as that
        assert refused.json()["reason"] == ("no_table" if name == "word" else reason)
        assert all(one["detail"] and one["remedy"] for one in refused.json()["errors"])
    assert world.get(f"/v1/requests/{request}/form", scope=STATISTICS).json() == before


def test_every_hostile_filling_is_refused(world: World) -> None:
    posted(world)
    path, headers = f"/v1/townships/{TOWN}/submissions", {"Content-Type": XLSX}
    for name, (data, _) in CASES.items():
        if len(data) > 8 << 20:
            continue
        refused = world.call("POST", path, "township", TOWN, content=data, headers=headers)
        assert refused.status_code == 422, name
        assert refused.json()["errors"], name


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_form_is_read_or_refused_over_http(world: World, seed: int) -> None:
    chance = random.Random(seed)
    answer = put(world, posted(world), damaged(chance.choice(GOOD), chance))
    assert answer.status_code in (200, 422)
    assert world.client.get("/healthz").status_code == 200


def test_damaged_forms_are_read_and_filled_or_refused() -> None:
    outcomes, slowest, faults = run(300)
    assert faults == []
    assert sum(outcomes.values()) == 300
    assert outcomes["filled"] > 30
    assert slowest < 5
