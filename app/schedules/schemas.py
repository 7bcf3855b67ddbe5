"""Schedules as they are ordered and shown in JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.kit.web import StrictDate
from app.schedules.queries import Around
from app.schedules.withdraw import is_withdrawn
from app.tables import Schedule, WorkRequest

CODE = re.compile(r"\b\d{2,9}-\d{2}\b|\b\d{9}\b")
"""A department's or a township's code in a sentence."""


class ScheduleIn(BaseModel):
    """An order of a plan: a county and a period of at most 400 days, both days included."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"division": "990101", "from": "2026-12-01", "to": "2026-12-31", "max_moves": 0}]
        },
    )

    division: Annotated[str, Field(max_length=12, pattern=r"^\d+$", examples=["990101"])]
    starts: StrictDate = Field(alias="from")
    ends: StrictDate = Field(alias="to")
    frozen_until: StrictDate | None = Field(None, description="published dates up to this day stay")
    max_moves: int = Field(0, ge=0, le=10_000, description="published requests that may change their date")
    effort: int = Field(200_000, ge=1_000, le=5_000_000, description="iterations that the planner may take")


class RequestTitle(BaseModel):
    id: str
    title: str
    kind: str


class ServedTitle(RequestTitle):
    """A request that a visit serves: of one that lasts `days` days it is the day with that number."""

    day: int
    days: int


class PlannedVisit(BaseModel):
    """One visit of the plan; `visit` is the id of the published visit that it continues, else null.

    `provisional`: the holidays of its year are not announced yet.
    """

    visit: str | None
    township: str
    date: date
    session: int
    half_days: int
    lead: str
    departments: list[str]
    requests: list[ServedTitle]
    unannounced: bool
    provisional: bool
    reason: str


class UnplacedOut(BaseModel):
    """A request without a day in one township: why, and what would mend it."""

    request: RequestTitle
    township: str
    occurrence: str
    unannounced: bool
    reason: str
    remedy: str


class LawOut(BaseModel):
    """A legal minimum (R19) that this plan leaves unmet, or that the county's cap leaves no room for.

    Under `law_missed` stand those whose time is over: no plan can mend them.
    `sources`: those of the minimum and, where it cannot be met, of the cap.
    """

    township: str
    requests: list[RequestTitle]
    text: str
    sources: list[str]
    remedy: str


class Moment(BaseModel):
    date: date
    session: int


class ChangeOut(BaseModel):
    """What the plan changes of the published one: `added`, `moved`, `changed` (same date) or `cancelled`.

    `gain`: visit-days saved by it, all else being equal; a visit that opens a day costs one (-1). A move
    that gains nothing says in `reason` what it makes room for.
    """

    kind: str
    visit: str | None
    township: str
    was: Moment | None = Field(serialization_alias="from")
    becomes: Moment | None = Field(serialization_alias="to")
    requests: list[RequestTitle]
    gain: int
    reason: str


class ResultOut(BaseModel):
    """The plan with its proof: `gap` is how far `visit_days` may be above the least possible, as a share.

    `asked_visit_days`: each department alone, one visit-day per request and township. `stale`: what it was
    made from changed each time that it was made; it cannot be published.
    """

    visit_days: int
    asked_visit_days: int
    lower_bound: int
    gap: float
    moves: int
    visits: list[PlannedVisit]
    unplaced: list[UnplacedOut]
    law: list[LawOut]
    law_missed: list[LawOut]
    changes: list[ChangeOut]
    provisional: bool
    stale: bool


class SpanOut(BaseModel):
    """Days from the first to the last, both included."""

    starts: date = Field(serialization_alias="from")
    ends: date = Field(serialization_alias="to")


class ScheduleBrief(BaseModel):
    """A schedule without its visits; `progress` goes from 0 to 1.

    `in_force`: the days for which it stands. One that is published later takes over the days of its period.
    """

    id: str
    division: str
    starts: date = Field(serialization_alias="from")
    ends: date = Field(serialization_alias="to")
    version: int
    state: str
    progress: float
    in_force: list[SpanOut]
    frozen_until: date | None
    max_moves: int
    effort: int
    created_at: datetime
    published_at: datetime | None
    error: str | None


class ScheduleOut(ScheduleBrief):
    """A schedule with its plan; `result` is null until it is planned."""

    result: ResultOut | None


class ScheduleList(BaseModel):
    items: list[ScheduleBrief]
    next: str | None


@dataclass(frozen=True, slots=True)
class Names:
    """What a stored plan names by id and code, and the reader's language.

    `places`: departments and townships by code, for the planner's sentences.
    """

    requests: Mapping[str, WorkRequest]
    departments: Mapping[str, str]
    english: bool
    places: Mapping[str, str] = field(default_factory=dict)

    def titles(self, ids: Sequence[str]) -> list[RequestTitle]:
        """The requests with their titles, each once."""
        rows = [self.requests[one] for one in dict.fromkeys(ids)]
        return [show_title(row) for row in rows]

    def served(self, ones: Iterable[Mapping[str, Any]]) -> list[ServedTitle]:
        """What a visit serves, each request once, on which of its days."""
        days = {one["request"]: (one.get("part", 1), one.get("parts", 1)) for one in ones}
        return [
            ServedTitle(**show_title(self.requests[id_]).model_dump(), day=day, days=many)
            for id_, (day, many) in days.items()
        ]

    def text(self, words: Mapping[str, str]) -> str:
        """The stored text in the reader's language."""
        return words["text_en" if self.english else "text"]

    def sentence(self, words: Mapping[str, str]) -> str:
        """The planner's sentence, which knows codes only, with the names that people know."""
        return CODE.sub(lambda code: self.places.get(code[0], code[0]), self.text(words))


def show_title(row: WorkRequest) -> RequestTitle:
    """The request by id, title and kind."""
    return RequestTitle(id=public_id("req", row.home, row.id), title=row.title, kind=row.kind)


def show_brief(row: Schedule, around: Around) -> ScheduleBrief:
    """The schedule without its visits."""
    return ScheduleBrief(**_head(row, around))


def show_schedule(row: Schedule, around: Around, names: Names) -> ScheduleOut:
    """The schedule with its plan, as far as there is one."""
    return ScheduleOut(**_head(row, around), result=_result(row, names) if row.result else None)


def _head(row: Schedule, around: Around) -> dict[str, Any]:
    job = around.jobs.get(row.job_id)
    gave_up = job is not None and job.state == "failed" and row.state in {"queued", "planning"}
    options = row.options
    return {
        "id": public_id("sch", row.home, row.id), "division": row.home, "starts": row.starts,
        "ends": row.ends, "version": row.version, "state": "failed" if gave_up else _state(row),
        "progress": 1.0 if row.result else (job.progress if job else 0.0),
        "in_force": [SpanOut(starts=first, ends=last) for first, last in around.in_force.get(row.id, ())],
        "frozen_until": options["frozen_until"], "max_moves": options["max_moves"],
        "effort": options["effort"], "created_at": row.created_at.astimezone(SHANGHAI),
        "published_at": row.published_at and row.published_at.astimezone(SHANGHAI),
        "error": job.error if gave_up and job else None,
    }  # fmt: skip


def _state(row: Schedule) -> str:
    return "withdrawn" if is_withdrawn(row) else row.state


def _result(row: Schedule, names: Names) -> ResultOut:
    result = row.result or {}
    return ResultOut(
        **{name: result[name] for name in _FIGURES},
        visits=[_visit(row.home, one, names) for one in result["visits"]],
        unplaced=[_unplaced(one, names) for one in result["unplaced"]],
        stale=result.get("stale", False),
        law=[_law(one, names) for one in result["law"]],
        law_missed=[_law(one, names) for one in result.get("law_missed", ())],
        changes=[_change(row.home, one, names) for one in result["changes"]],
    )


_FIGURES = ("visit_days", "asked_visit_days", "lower_bound", "gap", "moves", "provisional")


def _visit_id(home: str, id_: str | None) -> str | None:
    return f"vis_{home}_{id_}" if id_ else None


def _visit(home: str, one: Mapping[str, Any], names: Names) -> PlannedVisit:
    return PlannedVisit(
        visit=_visit_id(home, one["visit"]), township=one["township"], date=one["date"],
        session=one["session"], half_days=one["half_days"], lead=names.departments[one["lead"]],
        departments=[names.departments[code] for code in one["departments"]],
        requests=names.served(one["served"]),
        unannounced=one["held"], provisional=one["provisional"], reason=names.text(one["reason"]),
    )  # fmt: skip


def _unplaced(one: Mapping[str, Any], names: Names) -> UnplacedOut:
    [title] = names.titles([one["request"]])
    return UnplacedOut(
        request=title, township=one["township"], occurrence=one["occurrence"], unannounced=one["held"],
        reason=names.sentence(one["reason"]), remedy=names.sentence(one["remedy"]),
    )  # fmt: skip


def _law(one: Mapping[str, Any], names: Names) -> LawOut:
    return LawOut(
        township=one["township"], requests=names.titles(one["requests"]), text=names.text(one["reason"]),
        sources=[names.text(source) for source in one["sources"]], remedy=names.text(one["remedy"]),
    )  # fmt: skip


def _change(home: str, one: Mapping[str, Any], names: Names) -> ChangeOut:
    return ChangeOut(
        kind=one["kind"], visit=_visit_id(home, one["visit"]), township=one["township"], was=one["from"],
        becomes=one["to"], requests=names.titles(one["requests"]), gain=one["gain"],
        reason=names.text(one["reason"]),
    )  # fmt: skip
