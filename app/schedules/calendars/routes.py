"""The calls by which a coordinator reads and writes a division's calendar."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.kit.auth import Actor, Role, allow
from app.kit.clock import local_date
from app.kit.web import Now, Read, StrictDate, Write, etag
from app.registry.scope import require_division
from app.schedules.calendars.schemas import CalendarIn, CalendarOut, EntryOut
from app.schedules.calendars.write import Written, find_calendar, write_calendar
from app.schedules.open_days import open_days
from app.schedules.span import check_span
from app.tables import Calendar

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])

Governor = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]
Code = Annotated[str, Path(max_length=12, pattern=r"^\d+$", examples=["990101"])]
First = Annotated[StrictDate | None, Query(alias="from", description="today where left out")]
Last = Annotated[StrictDate | None, Query(alias="to", description="92 days on where left out")]


@router.get("/{division}")
def read_calendar(
    division: Code, actor: Governor, session: Read, now: Now, response: Response, first: First = None,
    last: Last = None,
) -> CalendarOut:  # fmt: skip
    """A division's calendar 工作日历: its entries, those from above, and the working days that follow."""
    require_division(session, actor, division)
    return _show(session, division, _span(first, last, local_date(now)), response)


@router.put("/{division}")
def put_calendar(
    division: Code, body: CalendarIn, actor: Governor, session: Write, now: Now, response: Response,
    if_match: Annotated[str | None, Header(max_length=100)] = None, first: First = None, last: Last = None,
) -> CalendarOut:  # fmt: skip
    """Replace a division's own entries 修改工作日历; published visits stay where they are."""
    require_division(session, actor, division)
    span = _span(first, last, local_date(now))
    entries = [entry.model_dump(mode="json", by_alias=True, exclude_none=True) for entry in body.entries]
    write_calendar(session, actor, division, Written(entries, sorted(set(body.announced))), if_match, now)
    return _show(session, division, span, response)


def _span(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    first = first or today
    last = last or first + timedelta(days=92)
    check_span(first, last, in_body=False)
    return first, last


def _show(session: Session, division: str, span: tuple[date, date], response: Response) -> CalendarOut:
    own = find_calendar(session, division)
    version = own.version if own else 0
    response.headers["ETag"] = etag(version)
    above = session.scalars(
        select(Calendar).where(Calendar.home.in_(ancestors(division)[:-1])).order_by(Calendar.home)
    )
    opened = open_days(session, division, *span)
    return CalendarOut(
        division=division, version=version, announced=own.announced if own else [],
        entries=[_entry(division, entry) for entry in own.entries] if own else [],
        inherited=[_entry(row.home, entry) for row in above for entry in row.entries],
        first=span[0], last=span[1], working_days=list(opened.days), provisional=opened.provisional,
        unknown_years=sorted(opened.unknown_years),
    )  # fmt: skip


def _entry(division: str, entry: dict[str, Any]) -> EntryOut:
    return EntryOut(
        division=division, day=entry.get("date"), first=entry.get("from"), last=entry.get("to"),
        rule=entry.get("rule"), kind=entry["kind"], name=entry.get("name", ""),
    )  # fmt: skip
