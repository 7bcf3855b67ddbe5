"""A township's month on one page: who comes on which day, and which reports are due."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.kit.auth import Actor, Role
from app.kit.clock import local_date
from app.kit.web import Now, Read
from app.kit.words import Words
from app.pages.page import PageRoute, draw, reads_english
from app.pages.visitor import visitor
from app.registry.scope import require_township
from app.schedules.open_days import open_days
from app.schedules.township.dues import DueDay
from app.schedules.township.view import hours_of, read_view
from app.schedules.township.visits import ShownVisit

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

WEEKDAYS = Words("一 二 三 四 五 六 日", "Mon Tue Wed Thu Fri Sat Sun")
Month = Annotated[str | None, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", examples=["2026-12"])]


@router.get("/township")
def show_township(
    request: Request, actor: Annotated[Actor, visitor(Role.TOWNSHIP)], session: Read, now: Now,
    month: Month = None,
) -> Response:  # fmt: skip
    """The month as the township may know it: what comes unannounced is not on it until the day after."""
    township = require_township(session, actor, actor.division)
    first = date.fromisoformat(f"{month}-01") if month else local_date(now).replace(day=1)
    last = _next(first) - timedelta(days=1)
    view = read_view(session, township, (first, last), now)
    opened = set(open_days(session, township.code, first, last).days)
    english = reads_english(request)
    visits, dues = _by_day(view.visits), _due_by_day(view.due_days)
    weeks = [
        [
            {
                "date": day, "inside": day.month == first.month, "open": day in opened,
                "today": day == local_date(now), "dues": dues.get(day, []),
                "visits": [_visit(one, english) for one in visits.get(day, ())],
            }
            for day in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]  # fmt: skip
    return draw(
        request, "township.html", place=township.name, month=f"{first:%Y-%m}", weeks=weeks,
        before=f"{first - timedelta(days=1):%Y-%m}", after=f"{_next(first):%Y-%m}",
        weekdays=WEEKDAYS[english].split(), provisional=view.provisional,
    )  # fmt: skip


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _by_day(visits: Sequence[ShownVisit]) -> Mapping[date, list[ShownVisit]]:
    found: dict[date, list[ShownVisit]] = {}
    for visit in visits:
        found.setdefault(visit.row.date, []).append(visit)
    return found


def _visit(visit: ShownVisit, english: bool) -> dict[str, Any]:
    hours = hours_of(visit)
    return {
        "hours": f"{hours.name_en if english else hours.name} {hours.begins}",
        "departments": visit.departments,
        "titles": visit.titles,
    }


def _due_by_day(due_days: Sequence[DueDay]) -> Mapping[date, list[dict[str, Any]]]:
    found: dict[date, list[dict[str, Any]]] = {}
    for due in due_days:
        found.setdefault(due.date, []).append(_due(due))
    return found


def _due(due: DueDay) -> dict[str, Any]:
    titles = dict.fromkeys(one.request.title for one in due.dues)
    return {"time": due.time, "titles": list(titles)}
