"""Asks the rules about a draft: what they say of it, with the working days and counts that they need."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain import policy
from app.domain.divisions import TOWNSHIP_DIGITS
from app.domain.policy.context import CountyRules
from app.domain.policy.oversight import is_comprehensive
from app.kit.clock import SHANGHAI, local_date
from app.registry.county_settings import CountySettings
from app.registry.scope import within
from app.requests.draft import Draft
from app.schedules.open_days import open_days
from app.tables import Visit, WorkRequest

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
    horizon = today + NOTICE_HORIZON
    notice = around.settings.notice_days
    context = policy.Context(
        received_at=around.now.astimezone(SHANGHAI),
        open_days=open_days(session, draft.probe.home, today, horizon).days,
        rules=CountyRules(
            notice_days=notice,
            comfortable_days=notice + COMFORT,
            comprehensive_per_year=around.settings.comprehensive_per_year,
            visits_per_month=around.settings.caps.visits_per_month,
            enterprise_visits_per_year=around.settings.enterprise_visits_per_year,
            scan_in=around.settings.scan_in,
        ),
        comprehensive_this_year=_comprehensive(session, draft, today.year),
        visits_in_month=_visits_in_month(session, draft),
        already_answered=around.already_answered,
        shareable_visits=around.shareable_visits,
    )
    return policy.check_request(_ruled(draft), context)


def _ruled(draft: Draft) -> policy.Draft:
    body = draft.body
    fields = [field for table in draft.tables for field in table.fields]
    prints = [text for table in draft.tables for text in (table.title, *table.notes)]
    return policy.Draft(
        kind=body.kind,
        title=body.title,
        description=body.description,
        oversight=body.oversight or "",
        document_no=body.document_no or "",
        legal_basis=tuple(body.legal_basis),
        department_level=draft.department.level,
        department=draft.department.name,
        targets=tuple(body.targets),
        earliest=body.window.earliest,
        latest=_latest(draft),
        half_days=body.half_days,
        unannounced=body.unannounced,
        recurrence=body.recurrence.frequency if body.recurrence else "",
        fields=tuple(policy.AskedField(one.label, one.unit, one.note) for one in fields),
        form_text="\n".join(prints),
    )


def _latest(draft: Draft) -> date | datetime:
    day, time = draft.body.window.latest_day, draft.body.window.latest_time
    return day if time is None else datetime.combine(day, time, SHANGHAI)


def _comprehensive(session: Session, draft: Draft, year: int) -> int:
    """The department's other comprehensive oversight items of the year."""
    query = select(WorkRequest.title).where(
        WorkRequest.home == draft.probe.home,
        WorkRequest.department == draft.department.code,
        WorkRequest.oversight.is_not(None),
        WorkRequest.state == "active",
        WorkRequest.id != draft.probe.id,
        WorkRequest.created_at >= datetime(year, 1, 1, tzinfo=SHANGHAI),
    )
    return sum(map(is_comprehensive, session.scalars(query)))


def _visits_in_month(session: Session, draft: Draft) -> dict[str, int]:
    """Visit-days that townships under the targets have in the month in which the window opens."""
    if draft.body.kind != "inspection":
        return {}
    first = draft.body.window.earliest.replace(day=1)
    rows = session.execute(
        select(Visit.township, func.count(func.distinct(Visit.date)))
        .where(
            or_(*(within(Visit.township, target[:TOWNSHIP_DIGITS]) for target in draft.body.targets)),
            Visit.state == "published",
            Visit.held.is_(False),
            Visit.date >= first,
            Visit.date < (first + timedelta(days=31)).replace(day=1),
        )
        .group_by(Visit.township)
    )
    return {township: count for township, count in rows}  # noqa: C416 - a Row is no pair to the type checker
