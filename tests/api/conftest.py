"""Every call of these tests is watched for where it reads; and a county with something to count."""

import pytest

from tests.api.counted import FORESTRY, HEALTH, HOUSING, OTHER_TOWN, TOWN, post_as
from tests.builders import fire_safety_check, inspection, population_in_ten_thousands, report
from tests.conftest import World


@pytest.fixture(autouse=True)
def watched(homes: None) -> None:
    """A read by id has to say where the row is at home: see tests/homes.py."""


@pytest.fixture
def county(world: World) -> dict[str, str]:
    """Two inspections and two reports; each two confirmed as one work, in one township of two."""
    posted = {
        "forest": post_as(world, FORESTRY, inspection(targets=[TOWN, OTHER_TOWN])),
        "health": post_as(
            world,
            HEALTH,
            fire_safety_check(targets=[TOWN], window={"earliest": "2026-12-03", "latest": "2027-01-18"}),
        ),
        "people": post_as(world, HOUSING, report(targets=[TOWN])),
        "births": post_as(world, HEALTH, population_in_ten_thousands(targets=[TOWN])),
    }
    for pair in world.get("/v1/overlaps", role="coordinator").json()["items"]:
        path = f"/v1/overlaps/{pair['id']}/decision"
        assert world.post(path, {"decision": "confirm"}, role="coordinator").status_code == 200
    return posted
