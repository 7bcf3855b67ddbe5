"""The coordinator plans the quarter over the API, waits for the plan, and publishes it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.commands.demo.county import COUNTY, CallFailed, County

PERIOD = {"from": "2026-10-01", "to": "2026-12-31"}
DONE = frozenset({"planned", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Planned:
    """The published schedule's id and result."""

    id: str
    result: dict[str, Any]


def plan_quarter(county: County, step: Callable[[], None]) -> Planned:
    """Order the plan, poll its progress, publish it. Raises CallFailed where it does not come about."""
    order = {"division": COUNTY, **PERIOD}
    path = county.call("coordinator", "POST", "/v1/schedules", json=order).headers["location"]
    while (schedule := county.call("coordinator", "GET", path).json())["state"] not in DONE:
        step()
        time.sleep(0.2)
    if schedule["state"] != "planned":
        raise CallFailed(f"the plan {schedule['id']} is {schedule['state']}")
    county.call("coordinator", "POST", f"{path}/publish")
    return Planned(schedule["id"], schedule["result"])
