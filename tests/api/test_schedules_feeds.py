"""Clerks subscribe to their township's calendar, each under an address that ends alone."""

from tests.api.test_schedules import planned_and_published, post
from tests.api.test_schedules_township import NEIGHBOUR, TOWN, calendar_of
from tests.builders import inspection
from tests.conftest import World

FEEDS = f"/v1/townships/{TOWN}/feeds"


def open_feed(world: World, name: str) -> dict:
    made = world.post(FEEDS, {"name": name}, "township", TOWN)
    assert made.status_code == 201, made.text
    return made.json()


def test_a_feed_address_needs_no_header_and_ends_when_revoked(world: World) -> None:
    post(world, inspection(targets=[TOWN]))
    planned_and_published(world)
    feed = open_feed(world, "党政办")
    assert feed["webcal"] == feed["url"].replace("http://", "webcal://")
    fed = world.client.get(feed["url"])
    assert len(calendar_of(fed).walk("VEVENT")) == 1
    assert world.client.get(feed["url"], headers={"If-None-Match": fed.headers["etag"]}).status_code == 304
    for _ in range(2):
        assert world.call("DELETE", f"{FEEDS}/{feed['id']}", "township", TOWN).status_code == 204
    assert world.client.get(feed["url"]).status_code == 404
    assert world.client.get("/v1/feeds/jianfu_x.ics").json()["type"] == "urn:jianfu:problem:not-found"


def test_every_clerk_has_an_address_that_ends_alone(world: World) -> None:
    office, hall = open_feed(world, "党政办 王秀英"), open_feed(world, "服务大厅")
    renewed = open_feed(world, "服务大厅")
    assert world.client.get(hall["url"]).status_code == 404
    listed = world.get(FEEDS, "township", TOWN).json()["items"]
    assert [(one["id"], one["name"]) for one in listed] == [
        (renewed["id"], "服务大厅"),
        (office["id"], "党政办 王秀英"),
    ]
    assert "url" not in listed[0]
    # the coordinator may stop what a clerk has let out
    assert world.call("DELETE", f"{FEEDS}/{renewed['id']}", "coordinator").status_code == 204
    assert world.client.get(renewed["url"]).status_code == 404
    assert world.client.get(office["url"]).status_code == 200
    for id_ in ("fee_990101_x", office["id"].replace("fee_990101", "fee_990102")):
        assert world.call("DELETE", f"{FEEDS}/{id_}", "township", TOWN).status_code == 404
    neighbours = f"/v1/townships/{NEIGHBOUR}/feeds/{office['id']}"
    assert world.call("DELETE", neighbours, "coordinator").status_code == 404
    assert world.post(FEEDS, {"name": ""}, "township", TOWN).json()["errors"][0]["pointer"] == "/name"


def test_a_feed_ends_with_the_key_that_asked_for_it(world: World) -> None:
    order = {"role": "township", "division": TOWN, "label": "党政办"}
    issued = world.post("/v1/keys", order, "admin", "0").json()
    headers = {"Authorization": f"Bearer {issued['secret']}"}
    url = world.client.post(FEEDS, json={"name": "手机"}, headers=headers).json()["url"]
    assert world.client.get(url).status_code == 200
    world.post(f"/v1/keys/{issued['id']}/revoke", None, "admin", "0")
    assert world.client.get(url).status_code == 404
