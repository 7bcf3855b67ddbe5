"""A township's schedule as it is written in JSON."""

import hashlib
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.schedules.schemas import RequestTitle, ServedTitle, show_title
from app.schedules.township.dues import DueDay
from app.schedules.township.view import TownshipView
from app.schedules.township.visits import ShownVisit
from app.tables import Feed


class VisitOut(BaseModel):
    """A visit 到镇检查: `session` 1 is 08:30–12:00, 2 is 14:30–18:00; `departments` begins with the lead.

    `unannounced` is false for all that a township can see, until an unannounced visit's day is over.
    """

    id: str
    date: date
    session: int
    half_days: int
    lead: str
    departments: list[str]
    requests: list[ServedTitle]
    reason: str
    unannounced: bool
    provisional: bool


class PeriodOut(BaseModel):
    """A period of a recurring report; `adds_up` are those of its bundle of which its figures are the sum."""

    request: str
    period: str
    adds_up: list[str]


class DueOut(BaseModel):
    """Reports of one bundle, handed in together; `template` is their form.

    `date` is a working day on which not too much else is due, `latest` the earliest due date that a
    department has set: nothing is late before it.
    """

    latest: date
    date: date
    time: str | None
    provisional: bool
    template: str
    requests: list[RequestTitle]
    periods: list[PeriodOut]


class TownshipSchedule(BaseModel):
    """A township's schedule 乡镇日程: visits and due reports of a period; `version` changes when they do.

    `provisional`, of the whole or of one date: the holidays of the year are not announced yet.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "township": "990101001",
                    "from": "2026-12-01",
                    "to": "2026-12-31",
                    "version": "5f1c0a9be2d4",
                    "visits": [
                        {
                            "id": "vis_990101_01936e50-7a10-7c3e-9d50-1f6f2b6f4a11",
                            "date": "2026-12-03",
                            "session": 1,
                            "half_days": 1,
                            "lead": "东安县林业局",
                            "departments": ["东安县林业局", "东安县消防救援大队"],
                            "requests": [
                                {
                                    "id": "req_990101_01936e50-7a10-7c3e-9d50-1f6f2b6f4a10",
                                    "title": "关于开展冬春火灾防控检查的通知",
                                    "kind": "inspection",
                                    "day": 1,
                                    "days": 1,
                                }
                            ],
                            "reason": "2个部门的2项检查合并为一次",
                            "unannounced": False,
                            "provisional": False,
                        }
                    ],
                    "due": [],
                    "provisional": False,
                }
            ]
        }
    )

    township: str
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    version: str
    visits: list[VisitOut]
    due: list[DueOut]
    provisional: bool


class FeedIn(BaseModel):
    """Who the address is for; one name has one live address in a township."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "党政办 王秀英 手机"}]}
    )

    name: str = Field(min_length=1, max_length=50)


class FeedOut(BaseModel):
    """A live calendar feed, without its address."""

    id: str
    name: str
    created_at: datetime


class FeedOpened(FeedOut):
    """A calendar feed with its secret address, shown this once; whoever has it reads the schedule."""

    url: str
    webcal: str


class FeedList(BaseModel):
    items: list[FeedOut]


def show_feed(feed: Feed) -> FeedOut:
    """The feed without its address."""
    return FeedOut(**_feed(feed))


def show_opened_feed(feed: Feed, url: str) -> FeedOpened:
    """The feed with its address, as https and as the webcal that phones open in their calendar."""
    return FeedOpened(**_feed(feed), url=url, webcal=f"webcal://{url.partition('://')[2]}")


def _feed(feed: Feed) -> dict[str, Any]:
    return {
        "id": public_id("fee", feed.home, feed.id), "name": feed.name,
        "created_at": feed.created_at.astimezone(SHANGHAI),
    }  # fmt: skip


def show_view(view: TownshipView, english: bool) -> TownshipSchedule:
    """The schedule in the reader's language."""
    visits = [_visit(view, visit, english) for visit in view.visits]
    due = [_due(view, day) for day in view.due_days]
    return TownshipSchedule(
        township=view.township.code, first=view.first, last=view.last, version=_version(view),
        visits=visits, due=due, provisional=view.provisional,
    )  # fmt: skip


def _version(view: TownshipView) -> str:
    """A digest of what is shown, in any language; no counter, since counters tell of what is not shown."""
    visits = [_visit(view, visit, english=False) for visit in view.visits]
    due = [_due(view, day) for day in view.due_days]
    text = "".join(one.model_dump_json() for one in (*visits, *due))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _visit(view: TownshipView, visit: ShownVisit, english: bool) -> VisitOut:
    row = visit.row
    return VisitOut(
        id=public_id("vis", row.home, row.id), date=row.date, session=row.session, half_days=row.half_days,
        lead=visit.lead, departments=list(visit.departments),
        requests=[
            ServedTitle(**show_title(one.row).model_dump(), day=one.part, days=one.parts)
            for one in visit.served
        ],
        reason=row.reason["text_en" if english else "text"], unannounced=row.held,
        provisional=view.is_provisional(row.date),
    )  # fmt: skip


def _due(view: TownshipView, day: DueDay) -> DueOut:
    bundle = public_id("bun", day.bundle_home, day.bundle_id)
    rows = {one.request.id: one.request for one in day.dues}
    return DueOut(
        latest=day.latest, date=day.date, time=day.time, provisional=view.is_provisional(day.date),
        template=f"/v1/bundles/{bundle}/template?township={view.township.code}",
        requests=[show_title(row) for row in rows.values()],
        periods=[
            PeriodOut(
                request=public_id("req", one.request.home, one.request.id), period=one.period,
                adds_up=list(one.adds_up),
            )
            for one in day.dues
            if one.period
        ],
    )  # fmt: skip
