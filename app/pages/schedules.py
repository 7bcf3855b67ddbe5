"""The coordinator's plans: order one, watch it grow, look at it, publish it or call it off."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from markupsafe import Markup
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from app.domain.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from app.kit.auth import Actor, Role
from app.kit.clock import local_date, quarter_of
from app.kit.ids import public_id
from app.kit.web import Now, PageQuery, Read, StrictDate, Write
from app.kit.words import Words
from app.pages.calendar import Day, draw_calendar
from app.pages.page import PageRoute, draw, reads_english
from app.pages.visitor import visitor
from app.pages.wording import SCHEDULE_STATES
from app.registry.scope import within
from app.schedules.options import Options
from app.schedules.order import cancel_plan, order_plan
from app.schedules.publish import publish_plan
from app.schedules.queries import around, find_schedule, page_of_schedules
from app.schedules.schemas import ResultOut, show_brief
from app.schedules.whole import show_whole
from app.schedules.withdraw import withdraw_plan
from app.statistics.bars import Bars, draw_bars
from app.tables import Division

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Planner = Annotated[Actor, visitor(Role.COORDINATOR, Role.ADMIN)]
BARS = Words("检查日：各自安排与统筹之后", "Visit-days: each alone, and planned together")
ROW = Words("检查日（天）", "visit-days")


@router.get("/schedules")
def show_schedules(request: Request, actor: Planner, session: Read, now: Now, page: PageQuery) -> Response:
    """The plans, newest first, and the order of another: the quarter that comes next is filled in."""
    found, cursor = page_of_schedules(session, actor, page)
    beside = around(session, found)
    counties = _names(session, actor.division[:COUNTY_DIGITS], COUNTY_DIGITS)
    first, last = quarter_of(quarter_of(local_date(now))[1] + timedelta(days=1))
    return draw(
        request, "schedules.html", rows=[show_brief(row, beside) for row in found], next=cursor,
        counties=list(counties.items()), names=counties, states=SCHEDULE_STATES, first=first, last=last,
    )  # fmt: skip


class Ordered(BaseModel):
    """An order as a browser sends it."""

    division: str = Field(max_length=12, pattern=r"^\d+$")
    starts: StrictDate = Field(alias="from")
    ends: StrictDate = Field(alias="to")
    frozen_until: Annotated[StrictDate | None, BeforeValidator(lambda sent: sent or None)] = None
    max_moves: int = Field(0, ge=0, le=10_000)


@router.post("/schedules")
def order(sent: Annotated[Ordered, Form()], actor: Planner, session: Write, now: Now) -> Response:
    """Order a plan and lead to where it can be watched."""
    options = Options(sent.frozen_until, sent.max_moves)
    row = order_plan(session, actor, sent.division, (sent.starts, sent.ends), options, now)
    return RedirectResponse(f"/pages/schedules/{public_id('sch', row.home, row.id)}", 303)


@router.get("/schedules/{id}")
def show_schedule_page(request: Request, id: str, actor: Planner, session: Read) -> Response:
    """One plan: a live bar while it is made, then the pictures, what has no place and why, the visits."""
    row = find_schedule(session, actor, id)
    english = reads_english(request)
    schedule = show_whole(session, row, english)
    names = _names(session, row.home, TOWNSHIP_DIGITS)
    county = session.scalar(select(Division.name).where(Division.code == row.home))
    pictures = schedule.result and _pictures(schedule.result, names, (row.starts, row.ends), english)
    return draw(
        request, "schedule.html", schedule=schedule, names=names, county=county, states=SCHEDULE_STATES,
        pictures=pictures,
    )  # fmt: skip


@router.post("/schedules/{id}/publish")
def publish(id: str, actor: Planner, session: Write, now: Now) -> Response:
    """Publish the plan and show it."""
    publish_plan(session, actor, find_schedule(session, actor, id), now)
    return RedirectResponse(f"/pages/schedules/{id}", 303)


@router.post("/schedules/{id}/withdraw")
def withdraw(id: str, actor: Planner, session: Write, now: Now) -> Response:
    """Take the published plan back and show it."""
    withdraw_plan(session, actor, find_schedule(session, actor, id), now)
    return RedirectResponse(f"/pages/schedules/{id}", 303)


@router.post("/schedules/{id}/cancel")
def cancel(id: str, actor: Planner, session: Write, now: Now) -> Response:
    """Call the plan off and show it."""
    cancel_plan(session, actor, find_schedule(session, actor, id), now)
    return RedirectResponse(f"/pages/schedules/{id}", 303)


def _pictures(
    result: ResultOut, names: Mapping[str, str], span: tuple[date, date], english: bool
) -> dict[str, Markup]:
    before, after = float(result.asked_visit_days), float(result.visit_days)
    bars = draw_bars(BARS[english], [Bars(ROW[english], before, after, max(before, after))], english)
    days: dict[tuple[str, date], list[str]] = {}
    for visit in result.visits:
        days.setdefault((visit.township, visit.date), []).extend(visit.departments)
    marks = [Day(place, day, tuple(dict.fromkeys(who))) for (place, day), who in days.items()]
    # both escape what they are given
    return {"bars": Markup(bars), "calendar": Markup(draw_calendar(marks, names, span, english))}


def _names(session: Session, division: str, digits: int) -> dict[str, str]:
    query = select(Division.code, Division.name).where(
        within(Division.code, division), func.length(Division.code) == digits
    )
    return dict(session.execute(query.order_by(Division.code)).all())
