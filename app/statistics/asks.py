"""One row for every time that a request asks something of a township: the grain of all burden."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Float,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
)

from app.domain.divisions import NATION
from app.statistics.asked import Question
from app.statistics.reach import reached_townships
from app.tables import (
    BundleMember,
    Form,
    RequestOccurrence,
    Schedule,
    Visit,
    VisitRequest,
    WorkRequest,
)


def asks_of(question: Question) -> CTE:
    """SQL: a row a request, township and period, with its visit if it has one, and its newest form.

    `day` is the visit's date, or the day it is due. An unannounced inspection is no row before the day
    after: nobody learns of it from a count, not even from the share that it would take of another's visit.
    Shares are of what is visible: `form_share` splits learning a form over its periods, `visit_share` and
    `day_share` split a visit, and a day of visits, among the requests that they serve; 1 where unplanned.
    The days asked about are not applied yet, so that a share does not depend on them.
    """
    reach, placed, form = reached_townships(question.division), _placed(), _newest_forms()
    day = func.coalesce(placed.c.date, RequestOccurrence.due, WorkRequest.latest, type_=Date)
    period = func.coalesce(RequestOccurrence.period, "")
    served = [placed.c.request_id == WorkRequest.id, placed.c.township == reach.c.township]
    rows = (
        select(
            WorkRequest.id.label("request_id"), WorkRequest.department, WorkRequest.matter, WorkRequest.kind,
            WorkRequest.unannounced, WorkRequest.half_days, reach.c.township, period.label("period"),
            day.label("day"), placed.c.visit_id, placed.c.half_days.label("visit_half_days"),
            BundleMember.bundle_id, form.c.form_id, form.c.input_cells,
        )
        .join(reach, reach.c.request_id == WorkRequest.id)
        .join(RequestOccurrence, RequestOccurrence.request_id == WorkRequest.id, isouter=True)
        .join(placed, and_(*served, placed.c.occurrence == period), isouter=True)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id, isouter=True)
        .join(form, form.c.request_id == WorkRequest.id, isouter=True)
        .where(or_(not_(WorkRequest.unannounced), day < question.today))
        .subquery()
    )  # fmt: skip
    planned = rows.c.visit_id.is_not(None)
    return select(
        rows,
        _share(rows.c.request_id, rows.c.township).label("form_share"),
        case((planned, _share(rows.c.visit_id)), else_=1.0).label("visit_share"),
        case((planned, _share(rows.c.township, rows.c.visit_id.is_(None), rows.c.day)), else_=1.0).label(
            "day_share"
        ),
        or_(planned, _has_plan(rows)).label("has_plan"),
    ).cte("ask")


def _placed() -> Subquery:
    return (
        select(
            VisitRequest.request_id, VisitRequest.township, VisitRequest.occurrence,
            Visit.id.label("visit_id"), Visit.date, Visit.half_days,
        )
        .join(Visit, Visit.id == VisitRequest.visit_id)
        .where(VisitRequest.active, Visit.state == "published")
        .subquery("placed")
    )  # fmt: skip


def _newest_forms() -> Subquery:
    newest = (
        select(Form.request_id, func.max(Form.version).label("version")).group_by(Form.request_id).subquery()
    )
    return (
        select(Form.request_id, Form.id.label("form_id"), Form.input_cells)
        .join(newest, and_(newest.c.request_id == Form.request_id, newest.c.version == Form.version))
        .subquery("newest_form")
    )


def _has_plan(rows: Subquery) -> ColumnElement[bool]:
    covers = or_(
        Schedule.home == NATION, Schedule.home == func.substr(rows.c.township, 1, func.length(Schedule.home))
    )
    days = and_(Schedule.starts <= rows.c.day, Schedule.ends >= rows.c.day)
    return exists(select(Schedule.id).where(Schedule.state == "published", covers, days))


def _share(*partition: ColumnElement[Any]) -> ColumnElement[Any]:
    return literal(1.0, Float) / cast(func.count().over(partition_by=partition), Float)
