"""The calls by which a coordinator plans a county's visits and publishes the plan."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from app.kit.auth import Actor, Role, allow
from app.kit.ids import public_id
from app.kit.web import English, Now, PageQuery, Read, Write, link_next
from app.schedules.beside import ComparisonOut, show_comparison
from app.schedules.options import Options
from app.schedules.order import cancel_plan, order_plan
from app.schedules.publish import publish_plan
from app.schedules.queries import (
    around,
    find_schedule,
    in_state,
    page_of_schedules,
    requests_named,
    township_names,
)
from app.schedules.schemas import (
    Names,
    ScheduleBrief,
    ScheduleIn,
    ScheduleList,
    ScheduleOut,
    show_brief,
)
from app.schedules.whole import show_whole
from app.schedules.withdraw import withdraw_plan
from app.tables import Schedule

router = APIRouter(prefix="/v1/schedules", tags=["schedules"])

Planner = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]
State = Literal[
    "queued", "planning", "planned", "published", "superseded", "withdrawn", "cancelled", "failed"
]


@router.post("", status_code=202)
def order(body: ScheduleIn, actor: Planner, session: Write, now: Now, response: Response) -> ScheduleBrief:
    """Order a plan 编排统筹日程; it is made in the background, its address is in Location."""
    options = Options(body.frozen_until, body.max_moves, body.effort)
    row = order_plan(session, actor, body.division, (body.starts, body.ends), options, now)
    response.headers["Location"] = f"/v1/schedules/{public_id('sch', row.home, row.id)}"
    return show_brief(row, around(session, [row]))


@router.get("")
def list_schedules(
    actor: Planner,
    session: Read,
    page: PageQuery,
    request: Request,
    response: Response,
    division: Annotated[str | None, Query(max_length=12)] = None,
    state: Annotated[State | None, Query()] = None,
) -> ScheduleList:
    """Schedules 统筹日程列表 of the caller's counties, newest first."""
    wanted = []
    if division is not None:
        wanted.append(Schedule.home == division)
    if state is not None:
        wanted.append(in_state(state))
    rows, cursor = page_of_schedules(session, actor, page, *wanted)
    link_next(request, response, cursor)
    beside = around(session, rows)
    return ScheduleList(items=[show_brief(row, beside) for row in rows], next=cursor)


@router.get("/{id}")
def read(id: str, actor: Planner, session: Read, english: English) -> ScheduleOut:
    """One schedule 统筹日程: progress, then the plan with bound, gap, reasons and changes."""
    return show_whole(session, find_schedule(session, actor, id), english)


@router.get("/{id}/changes")
def compare(
    id: str, actor: Planner, session: Read, english: English,
    against: Annotated[str, Query(max_length=100, description="id of the older plan")],
) -> ComparisonOut:  # fmt: skip
    """What a plan places differently from another of the same county 两份日程对比, and their figures."""
    newer, older = find_schedule(session, actor, id), find_schedule(session, actor, against)
    requests = {
        served["request"]
        for row in (older, newer)
        for visit in (row.result or {"visits": []})["visits"]
        for served in visit["served"]
    }
    names = Names(requests_named(session, requests), {}, english)
    return show_comparison(older, newer, names, township_names(session, newer.home, older.home))


@router.post("/{id}/cancel")
def cancel(id: str, actor: Planner, session: Write, now: Now) -> ScheduleBrief:
    """Call a plan off 取消编排, before it is published."""
    row = find_schedule(session, actor, id)
    cancel_plan(session, actor, row, now)
    return show_brief(row, around(session, [row]))


@router.post("/{id}/publish")
def publish(id: str, actor: Planner, session: Write, now: Now, english: English) -> ScheduleOut:
    """Publish a plan 发布日程: from now on its dates stay put; it takes over the days of its own period."""
    row = find_schedule(session, actor, id)
    publish_plan(session, actor, row, now)
    return show_whole(session, row, english)


@router.post("/{id}/withdraw")
def withdraw(id: str, actor: Planner, session: Write, now: Now) -> ScheduleBrief:
    """Take a published plan back 撤回日程: visits to come of its days are cancelled, calendars told."""
    row = find_schedule(session, actor, id)
    withdraw_plan(session, actor, row, now)
    return show_brief(row, around(session, [row]))
