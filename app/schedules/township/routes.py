"""The calls by which a clerk reads the township's schedule and subscribes to it."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from app.kit.auth import Actor, Role, allow
from app.kit.clock import local_date
from app.kit.problems import NotFound
from app.kit.web import English, Now, Read, StrictDate, Write
from app.registry.scope import require_township
from app.schedules.span import check_span
from app.schedules.township.feed import close_feed, find_fed_township, list_feeds, open_feed
from app.schedules.township.respond import MEDIA, Format, asked_format, respond
from app.schedules.township.schemas import (
    FeedIn,
    FeedList,
    FeedOpened,
    TownshipSchedule,
    show_feed,
    show_opened_feed,
)
from app.schedules.township.view import read_view

router = APIRouter(prefix="/v1", tags=["schedules"])

Reader = Annotated[Actor, allow(Role.TOWNSHIP, Role.COORDINATOR, Role.ADMIN)]
Subscriber = Annotated[Actor, allow(Role.TOWNSHIP, Role.COORDINATOR)]
Code = Annotated[str, Path(max_length=12, pattern=r"^\d+$", examples=["990101001"])]
AHEAD = timedelta(days=92)
FED_BACK, FED_AHEAD = timedelta(days=31), timedelta(days=366)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FORMATS: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA["ics"]: {"schema": {"type": "string"}}, MEDIA["xlsx"]: _BINARY}},
    304: {"description": "The reader has it already (If-None-Match)"},
}


@router.get("/townships/{code}/schedule", response_model=TownshipSchedule, responses=_FORMATS)
def read_schedule(
    code: Code,
    actor: Reader,
    session: Read,
    now: Now,
    english: English,
    request: Request,
    first: Annotated[StrictDate | None, Query(alias="from", description="today where left out")] = None,
    last: Annotated[StrictDate | None, Query(alias="to", description="92 days on where left out")] = None,
    format: Annotated[Format | None, Query(description="else by Accept")] = None,
) -> Response:
    """A township's visits and due reports 乡镇日程: JSON, a calendar, or a sheet to print.

    The reports of one bundle fall due together, on the earliest of their due dates. Coordinators see
    unannounced visits in JSON; calendar and sheet, which get passed on, are always the township's own.
    """
    township = require_township(session, actor, code)
    first = first or local_date(now)
    last = last or first + AHEAD
    check_span(first, last, in_body=False)
    wanted = asked_format(request, format)
    everything = wanted == "json" and actor.role is not Role.TOWNSHIP
    view = read_view(session, township, (first, last), now, everything=everything)
    return respond(request, view, wanted, english)


@router.post("/townships/{code}/feeds", status_code=201)
def create_feed(
    code: Code, body: FeedIn, actor: Subscriber, session: Write, now: Now, request: Request
) -> FeedOpened:
    """Get a secret calendar address 日历订阅地址 under a name; a live one of that name ends."""
    require_township(session, actor, code)
    feed, secret = open_feed(session, actor, code, body.name, now)
    return show_opened_feed(feed, f"{request.base_url}v1/feeds/{secret}.ics")


@router.get("/townships/{code}/feeds")
def read_feeds(code: Code, actor: Subscriber, session: Read) -> FeedList:
    """The calendar addresses 日历订阅 that are live, by name; an address itself is shown once only."""
    require_township(session, actor, code)
    return FeedList(items=[show_feed(feed) for feed in list_feeds(session, code)])


@router.delete("/townships/{code}/feeds/{id}", status_code=204)
def delete_feed(code: Code, id: str, actor: Subscriber, session: Write, now: Now) -> None:
    """Revoke one calendar address 收回订阅地址: from now on nobody reads anything there; others stay."""
    require_township(session, actor, code)
    close_feed(session, actor, code, id, now)


@router.get(
    "/feeds/{secret}.ics", response_class=Response, responses={200: _FORMATS[200], 304: _FORMATS[304]}
)
def read_feed(
    secret: Annotated[str, Path(max_length=100)], session: Read, now: Now, request: Request
) -> Response:
    """The calendar behind a secret address 订阅日历; the address is the key, so no header is needed."""
    township = find_fed_township(session, secret, now)
    if township is None:
        raise NotFound
    today = local_date(now)
    view = read_view(session, township, (today - FED_BACK, today + FED_AHEAD), now)
    return respond(request, view, "ics", english=False)
