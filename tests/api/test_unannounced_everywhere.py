"""Two worlds, one with unannounced visits and one without: a township cannot tell them apart by any byte."""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.kit import ids
from app.kit.auth import Role
from app.pages.visitor import COOKIE
from tests.api.test_schedules import DECEMBER, FIRE, FORESTRY, HEALTH
from tests.builders import fire_safety_check, inspection, population_in_ten_thousands, report
from tests.conftest import COUNTY, World
from tests.contract.rights import guarded
from tests.pages.test_rights import pages

TOWN, NEIGHBOUR = "990101001", "990101002"
ELSE = "990101-12"  # a department without secrets
SECRET = "关于开展夜间暗访的安排"
PERIOD = "from=2026-12-01&to=2026-12-31"


class Ids:
    """Ids that depend on the step of the story and on who asks for one, not on how many others were given.

    Else the rows that a hidden request brings along would shift the ids that the township sees.
    """

    def __init__(self) -> None:
        self.step = 0
        self.given: Counter[str] = Counter()

    def begin(self, step: int) -> None:
        self.step = step
        self.given.clear()

    def time_ns(self) -> int:
        return (1_700_000_000_000 + self.step) * 1_000_000

    def randbits(self, bits: int) -> int:
        frame = sys._getframe(2)
        site = f"{frame.f_code.co_filename}:{frame.f_lineno}:{bits}"
        self.given[site] += 1
        digest = hashlib.sha256(f"{site} {self.given[site]}".encode()).digest()
        return int.from_bytes(digest) >> (256 - bits)


class Story:
    """The same announced events in each world; `hidden` ones, told apart, happen in one of them only."""

    def __init__(self, world: World, numbers: Ids, *, with_hidden: bool) -> None:
        self.world, self.numbers, self.with_hidden = world, numbers, with_hidden
        self.steps = self.between = 0
        self.secrets: list[dict[str, Any]] = []
        self.seen: list[dict[str, tuple]] = []
        numbers.begin(1)
        for role, scope in (
            ("township", TOWN),
            ("analyst", COUNTY),
            ("analyst", TOWN),
            ("coordinator", COUNTY),
        ):
            world.key(role, scope)
        for scope in (FORESTRY, FIRE, HEALTH, ELSE):
            world.key("department", scope)
        made = world.post(f"/v1/townships/{TOWN}/feeds", {"name": "手机"}, "township", TOWN)
        self.feed = made.json()["url"]

    def announced(self, act: Callable[[], Any]) -> Any:
        self.steps, self.between = self.steps + 10, 0
        self.numbers.begin(self.steps)
        result = act()
        self.seen.append(outputs(self.world, self.feed))
        return result

    def hidden(self, act: Callable[[], Any]) -> None:
        if self.with_hidden:
            self.between += 1
            self.numbers.begin(self.steps + self.between)
            act()

    def post(self, body: dict[str, Any], scope: str) -> dict[str, Any]:
        answer = self.world.post("/v1/requests", body, scope=scope)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def surprise(self, scope: str, **changes: Any) -> Callable[[], Any]:
        body = inspection(targets=[TOWN], unannounced=True, title=SECRET, document_no=None) | changes
        return lambda: self.secrets.append(self.post(body, scope)["request"])

    def plan(self, **changes: Any) -> dict[str, Any]:
        ordered = self.world.post("/v1/schedules", DECEMBER | changes, "coordinator")
        self.world.run_jobs()
        published = self.world.post(f"/v1/schedules/{ordered.json()['id']}/publish", None, "coordinator")
        assert published.status_code == 200, published.text
        return published.json()

    def tell(self) -> None:
        """The story: the hidden checks are of the same work, the same days, half-days and teams."""
        one_day = {"earliest": "2026-12-03", "latest": "2026-12-03"}
        two_days = {"earliest": "2026-12-03", "latest": "2026-12-04"}
        first = self.announced(lambda: self.post(inspection(targets=[TOWN, NEIGHBOUR]), FORESTRY))
        self.hidden(self.surprise(FORESTRY, window=one_day, half_days=2))
        self.announced(lambda: self.post(fire_safety_check(targets=[TOWN]), FIRE))
        self.hidden(self.surprise(FIRE, title=fire_safety_check()["title"], window=two_days))
        self.announced(lambda: self.post(report(targets=[TOWN]), FORESTRY))
        self.announced(lambda: self.post(population_in_ten_thousands(targets=[TOWN]), FIRE))
        self.announced(self.plan)
        monthly = {"frequency": "monthly", "due_day": 28, "periods": ["2026-11", "2026-12"]}
        self.hidden(self.surprise(HEALTH, recurrence=monthly, window=two_days))
        self.hidden(self.surprise(HEALTH, window={"earliest": "2026-12-01", "latest": "2026-12-31"}))
        narrow = inspection(targets=[TOWN], window=one_day, half_days=2, title="关于开展食品安全检查的通知")
        self.announced(lambda: self.post(narrow, HEALTH))
        self.hidden(
            lambda: self.change(
                self.secrets[1], {"window": {"earliest": "2026-12-07", "latest": "2026-12-09"}}
            )
        )
        run = {"earliest": "2026-12-14", "latest": "2026-12-18"}
        self.hidden(self.surprise(FORESTRY, window=run, half_days=5, title="关于开展古树名木暗访的安排"))
        self.announced(lambda: self.plan(max_moves=3))
        self.hidden(
            lambda: self.world.post(f"/v1/requests/{self.secrets[3]['id']}/withdraw", None, scope=HEALTH)
        )
        path = f"/v1/requests/{first['request']['id']}/withdraw"
        self.announced(lambda: self.world.post(path, None, scope=FORESTRY))
        self.announced(self.plan)

    def wait_for(self, moment: datetime) -> None:
        """The last minute of the first day on which a hidden check can be: it has come, and is not told."""
        self.announced(lambda: setattr(self.world.clock, "moment", moment))

    def hidden_days(self) -> list[str]:
        path = f"/v1/townships/{TOWN}/schedule?from=2026-11-23&to=2027-02-28"
        visits = self.world.get(path, "coordinator").json()["visits"]
        return sorted(visit["date"] for visit in visits if visit["unannounced"])

    def change(self, request: dict[str, Any], patch: dict[str, Any]) -> None:
        path = f"/v1/requests/{request['id']}"
        answer = self.world.call("PATCH", path, scope=FIRE, json=patch, headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text


def outputs(world: World, feed: str) -> dict[str, tuple]:
    """Status, headers and bytes of everything that a township, and who counts for it, can ask for."""
    listed = world.get(f"/v1/townships/{TOWN}/templates", "township", TOWN).json()["items"]
    bundles = [one["bundle"] for one in listed]
    calls = [("GET", path, "township", TOWN, None) for path in township_paths(bundles)]
    groups = "department,township,matter,month,kind"
    calls += [
        ("GET", f"/v1/statistics/{name}?{PERIOD}&group_by={groups}", "analyst", scope, None)
        for name in ("overlaps", "burden")
        for scope in (COUNTY, TOWN)
    ]
    for bundle in bundles:
        bad = {"bundle": bundle, "answers": {"values": {"x": 1}, "rows": {}}}
        calls.append(("POST", f"/v1/townships/{TOWN}/submissions?dry_run=true", "township", TOWN, bad))
    # what another department is told of a draft: the place that it would get, and with whom
    draft = fire_safety_check(targets=[TOWN], document_no=None, title="关于开展消防安全检查的通知")
    calls.append(("POST", "/v1/requests/check", "department", ELSE, draft))
    seen = {}
    for method, path, role, scope, body in calls:
        answer = world.call(method, path, role, scope, json=body)
        seen[f"{role} {scope} {method} {path} {body}"] = (
            answer.status_code, tuple(sorted(answer.headers.items())), answer.content,
        )  # fmt: skip
    for path in PAGES:
        cookie = {"Cookie": f"{COOKIE}={world.key('township', TOWN)}"}
        page = world.client.get(f"{path}?month=2026-12", headers=cookie)
        seen[path] = (page.status_code, page.content)
    fed = world.client.get(feed)
    seen["feed"] = (fed.status_code, fed.headers["etag"], fed.content)
    return seen


def township_paths(bundles: list[str]) -> list[str]:
    """Every GET that lets a township in, in every format and with its errors."""
    schedule = f"/v1/townships/{TOWN}/schedule"
    paths = [f"{schedule}?{PERIOD}&format={one}" for one in ("json", "ics", "xlsx")]
    paths += [
        schedule,
        f"{schedule}?from=2026-12-03&to=2026-12-03",
        f"{schedule}?from=x",
        f"{schedule}?from=2026-12-09&to=2026-12-03",
    ]
    paths += [f"/v1/townships/{TOWN}/templates", f"/v1/townships/{TOWN}/feeds"]
    for bundle in bundles:
        paths += [f"/v1/bundles/{bundle}", f"/v1/bundles/{bundle}/template?township={TOWN}"]
    paths += ["/v1/divisions", f"/v1/divisions/{TOWN}", "/v1/departments", "/v1/matters"]
    return paths


COVERED = {
    "GET /v1/townships/{code}/schedule", "GET /v1/townships/{code}/templates",
    "GET /v1/townships/{code}/feeds", "GET /v1/bundles/{id}", "GET /v1/bundles/{id}/template",
    "POST /v1/townships/{code}/submissions",
    "GET /v1/divisions", "GET /v1/divisions/{code}", "GET /v1/departments", "GET /v1/matters",
}  # fmt: skip
PAGES = ("/pages/township", "/pages/forms")
OTHER_PAGES = {
    "GET /pages",  # leads on
    "GET /pages/forms/{id}.xlsx",  # the bytes of the template's call
    "POST /pages/forms",  # what a submission answers
}  # fmt: skip
OWN = {
    "POST /v1/townships/{code}/feeds": "gives a random address; what stands behind it is compared",
    "DELETE /v1/townships/{code}/feeds/{id}": "says nothing",
}


def test_every_call_that_lets_a_township_in_is_compared(world: World) -> None:
    open_ = {name for name, roles in guarded(world).items() if "township" in roles}
    assert open_ - set(OWN) == COVERED, (
        "compare the new call in outputs(), or say in OWN why it tells nothing"
    )
    townships = {name for name, roles in pages(world).items() if Role.TOWNSHIP in roles}
    assert townships == {f"GET {path}" for path in PAGES} | OTHER_PAGES, "compare the new page too"


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> Ids:
    numbers = Ids()
    monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=numbers.time_ns))
    monkeypatch.setattr(ids, "secrets", SimpleNamespace(randbits=numbers.randbits))
    return numbers


def test_a_township_cannot_tell_the_two_worlds_apart(make_world: Callable[[], World], numbers: Ids) -> None:
    with_hidden, without = (Story(make_world(), numbers, with_hidden=hidden) for hidden in (True, False))
    stories = (with_hidden, without)
    for story in stories:
        story.tell()
    days = with_hidden.hidden_days()
    assert days[0] <= "2026-12-03"
    for story in stories:
        story.wait_for(datetime.fromisoformat(f"{days[0]}T23:59:00+08:00"))
    assert len(with_hidden.secrets) == 5
    for step, (seen, expected) in enumerate(zip(with_hidden.seen, without.seen, strict=True), start=1):
        assert seen.keys() == expected.keys(), f"step {step}"
        for name, answer in expected.items():
            assert seen[name] == answer, f"step {step}: {name}"
    # the test would see one: when they are over, the world with the hidden visits shows them
    for story in stories:
        story.world.clock.moment = datetime.fromisoformat(f"{days[-1]}T23:59:00+08:00") + timedelta(minutes=1)
    path = f"/v1/townships/{TOWN}/schedule?from=2026-11-23&to=2027-02-28"
    shown = [
        SECRET in story.world.get(path, "township", TOWN).text
        or any(one["unannounced"] for one in story.world.get(path, "township", TOWN).json()["visits"])
        for story in stories
    ]
    assert shown == [True, False]
