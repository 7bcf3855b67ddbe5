"""Requests and the answer to a submission, as they are written in JSON."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.domain.policy import Finding
from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.overlaps.schemas import BundleOut, OverlapOut
from app.requests.assess import Assessment
from app.schedules.place import Place
from app.tables import Department, RequestOccurrence, WorkRequest


class DepartmentBrief(BaseModel):
    code: str
    name: str


class WindowText(BaseModel):
    """`latest` carries a time of day where one was given."""

    earliest: date
    latest: str


class OccurrenceOut(BaseModel):
    """One period of a recurring request and the day it is due."""

    period: str
    due: date


class RequestOut(BaseModel):
    """A request as its sender and the coordinator see it."""

    id: str
    department: DepartmentBrief
    kind: str
    oversight: str | None
    source_no: str | None
    document_no: str | None
    title: str
    description: str
    legal_basis: list[str]
    targets: list[str]
    window: WindowText
    half_days: int
    unannounced: bool
    recurrence: dict[str, Any] | None
    occurrences: list[OccurrenceOut]
    matter: str
    state: str
    version: int
    received_at: datetime
    updated_at: datetime


class RequestList(BaseModel):
    items: list[RequestOut]
    next: str | None


class VisitOut(BaseModel):
    """The day on which a township can be visited, and the requests already there that day.

    What is longer than a day has an entry for each of its `days`, which are neighbours; `day` counts them.
    `provisional`: the holidays of that year are not announced yet; the day may still turn out to be one.
    `outside_plan`: a schedule is published for other days of the window only; the day stands all the same.
    """

    township: str
    date: date
    session: int
    day: int
    days: int
    with_: list[str] = Field(alias="with")
    reason: str
    provisional: bool
    outside_plan: bool

    model_config = {"populate_by_name": True}


class FieldsOut(BaseModel):
    """Of `asked` fields: asked already, answered already, new."""

    asked: int
    already_asked: int
    already_answered: int
    new: int


class FindingOut(BaseModel):
    """A rule's remark; it refuses nothing."""

    rule: str
    severity: str
    text: str
    source: str
    remedy: str
    pointer: str


class Answer(BaseModel):
    """What a request causes: the answer to submit and to check alike."""

    request: RequestOut | None
    overlaps: list[OverlapOut]
    bundle: BundleOut | None
    visits: list[VisitOut]
    fields: FieldsOut
    findings: list[FindingOut]


def show_request(
    row: WorkRequest, department: Department, occurrences: Iterable[RequestOccurrence]
) -> RequestOut:
    """The request with all that its sender said."""
    latest = row.latest.isoformat() + (f"T{row.latest_time}" if row.latest_time else "")
    return RequestOut(
        id=public_id("req", row.home, row.id),
        department=DepartmentBrief(code=department.code, name=department.name),
        kind=row.kind, oversight=row.oversight, source_no=_own_number(row.source_no),
        document_no=row.document_no, title=row.title, description=row.description,
        legal_basis=row.legal_basis, targets=row.targets,
        window=WindowText(earliest=row.earliest, latest=latest), half_days=row.half_days,
        unannounced=row.unannounced, recurrence=row.recurrence,
        occurrences=[OccurrenceOut(period=one.period, due=one.due) for one in occurrences],
        matter=row.matter, state=row.state, version=row.version,
        received_at=row.created_at.astimezone(SHANGHAI), updated_at=row.updated_at.astimezone(SHANGHAI),
    )  # fmt: skip


def show_visits(places: Iterable[Place], titles: Mapping[UUID, str], english: bool) -> list[VisitOut]:
    """The proposed days; `titles` holds those of the requests that the reader may know of."""
    return [
        VisitOut(
            township=place.township, date=place.date, session=place.session, day=place.part, days=place.parts,
            with_=[titles[one] for one in place.joined if one in titles],
            reason=place.reason_en if english else place.reason, provisional=place.provisional,
            outside_plan=place.outside_plan,
        )
        for place in places
    ]  # fmt: skip


def show_fields(assessment: Assessment) -> FieldsOut:
    """How much of the form is new."""
    one = assessment.fields
    return FieldsOut(
        asked=one.asked, already_asked=one.already_asked, already_answered=one.already_answered, new=one.new
    )


def show_findings(findings: Iterable[Finding], english: bool) -> list[FindingOut]:
    """The rules' remarks in the reader's language."""
    return [
        FindingOut(
            rule=one.rule, severity=one.severity, text=one.text_en if english else one.text,
            source=one.source_en if english else one.source,
            remedy=one.remedy_en if english else one.remedy, pointer=one.pointer,
        )
        for one in findings
    ]  # fmt: skip


def _own_number(source_no: str | None) -> str | None:
    return None if source_no is None or source_no.startswith("idempotency-key:") else source_no
