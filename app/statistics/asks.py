"""One row for every time that a request asks something of a township: the grain of all burden."""

from sqlalchemy import (
    CTE,
    Date,
    Subquery,
    and_,
    case,
    func,
    not_,
    or_,
    select,
)

from app.statistics.asked import Question
from app.statistics.reach import reached_townships
from app.tables import (
    BundleMember,
    Form,
    RequestOccurrence,
    Visit,
    VisitRequest,
    WorkRequest,
)


def asks_of(question: Question) -> CTE:
    """SQL: a row a request, township and period, with its visit if it has one, and its newest form.

    `day` is the visit's date, or the day it is due; `periods` in how many the request is asked. One that is
    visited on several days is a row for each: `part` counts them, and what it asks but once (papers, forms)
    goes with the first. Without a date it is one row of `days` days of two half-days. An unannounced
    inspection is no row before the day after its last: nobody learns of it from a count, not even from the
    share that it would take of a day. The days asked about are not applied yet, since what is
    shared out is shared among all.
    """
    reach, placed, form = reached_townships(question.division), _placed(), _newest_forms()
    day = func.coalesce(placed.c.date, RequestOccurrence.due, WorkRequest.latest, type_=Date)
    period = func.coalesce(RequestOccurrence.period, "")
    whole_days = case((WorkRequest.kind == "inspection", (WorkRequest.half_days + 1) // 2), else_=1)
    served = [placed.c.request_id == WorkRequest.id, placed.c.township == reach.c.township]
    repeats = _periods()
    return (
        select(
            WorkRequest.id.label("request_id"), WorkRequest.department, WorkRequest.matter, WorkRequest.kind,
            WorkRequest.unannounced, reach.c.township, period.label("period"),
            func.coalesce(placed.c.own_half_days, WorkRequest.half_days).label("half_days"),
            case((placed.c.visit_id.is_not(None), 1), else_=whole_days).label("days"),
            func.coalesce(placed.c.part, 1).label("part"),
            func.coalesce(repeats.c.periods, 1).label("periods"), day.label("day"), placed.c.visit_id,
            placed.c.half_days.label("visit_half_days"), BundleMember.bundle_id, form.c.form_id,
            form.c.input_cells,
        )
        .join(reach, reach.c.request_id == WorkRequest.id)
        .join(RequestOccurrence, RequestOccurrence.request_id == WorkRequest.id, isouter=True)
        .join(repeats, repeats.c.request_id == WorkRequest.id, isouter=True)
        .join(placed, and_(*served, placed.c.occurrence == period), isouter=True)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id, isouter=True)
        .join(form, form.c.request_id == WorkRequest.id, isouter=True)
        .where(or_(not_(WorkRequest.unannounced), func.coalesce(placed.c.last_day, day) < question.today))
        .cte("ask")
        .prefix_with("MATERIALIZED")  # joined with itself: neither planner should compute it twice
    )  # fmt: skip


def _periods() -> Subquery:
    counted = select(RequestOccurrence.request_id, func.count().label("periods"))
    return counted.group_by(RequestOccurrence.request_id).subquery("repeats")


def _placed() -> Subquery:
    return (
        select(
            VisitRequest.request_id, VisitRequest.township, VisitRequest.occurrence,
            VisitRequest.part, VisitRequest.half_days.label("own_half_days"),
            Visit.id.label("visit_id"), Visit.date, Visit.last_day, Visit.half_days,
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
