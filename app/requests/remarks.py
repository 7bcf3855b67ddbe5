"""Asks the rules about a draft: what they say of it, with the working days and counts that they need."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import policy
from app.domain.policy.context import CountyRules
from app.kit.clock import SHANGHAI, local_date
from app.registry.county_settings import CountySettings
from app.requests.draft import Draft
from app.schedules.open_days import open_days
from app.tables import WorkRequest

NOTICE_HORIZON = timedelta(days=60)
"""How far ahead working days are looked up for the notice rule; no notice further away is too short."""

COMFORT = 2
"""Working days beyond the county's notice within which a deadline is still called tight."""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a draft: the moment, the county's numbers, what could be shared or reused."""

    now: datetime
    settings: CountySettings
    shareable_visits: int
    already_answered: int


def find_remarks(session: Session, draft: Draft, around: Around) -> tuple[policy.Finding, ...]:
    """What the rules say about the draft; nothing is refused by it."""
    today = local_date(around.now)
    horizon = min(today + NOTICE_HORIZON, max(draft.probe.latest, today))
    notice = around.settings.notice_days
    context = policy.Context(
        received_at=around.now.astimezone(SHANGHAI),
        open_days=open_days(session, draft.probe.home, today, horizon).days,
        rules=CountyRules(notice_days=notice, comfortable_days=notice + COMFORT),
        comprehensive_this_year=_appraisals(session, draft, today.year),
        already_answered=around.already_answered,
        shareable_visits=around.shareable_visits,
    )
    return policy.check_request(_ruled(draft), context)


def _ruled(draft: Draft) -> policy.Draft:
    body, form = draft.body, draft.body.form
    return policy.Draft(
        kind=body.kind,
        title=body.title,
        description=body.description,
        oversight=body.oversight or "",
        document_no=body.document_no or "",
        legal_basis=tuple(body.legal_basis),
        department_level=draft.department.level,
        targets=tuple(body.targets),
        earliest=body.window.earliest,
        latest=_latest(draft),
        half_days=body.half_days,
        unannounced=body.unannounced,
        recurrence=body.recurrence.frequency if body.recurrence else "",
        fields=tuple(policy.AskedField(one.label, one.unit, one.note) for one in form.fields) if form else (),
        form_text="\n".join([form.title, *form.notes]) if form else "",
    )


def _latest(draft: Draft) -> date | datetime:
    day, time = draft.body.window.latest_day, draft.body.window.latest_time
    return day if time is None else datetime.combine(day, time, SHANGHAI)


def _appraisals(session: Session, draft: Draft, year: int) -> int:
    query = select(func.count()).where(
        WorkRequest.home == draft.probe.home,
        WorkRequest.department == draft.department.code,
        WorkRequest.oversight == "appraisal",
        WorkRequest.state == "active",
        WorkRequest.id != draft.probe.id,
        WorkRequest.created_at >= datetime(year, 1, 1, tzinfo=SHANGHAI),
    )
    return session.scalar(query) or 0
