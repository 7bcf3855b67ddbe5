"""One row for every time that a request asks something of a township: the grain of all burden."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Subquery,
    and_,
    case,
    func,
    not_,
    or_,
    select,
)

from app.registry.scope import within
from app.statistics.asked import Question
from app.statistics.reach import reached_townships
from app.tables import (
    BundleMember,
    Form,
    RequestOccurrence,
    Submission,
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
    said = _answered(question.division)
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
            form.c.input_cells, said.c.confirmed_share, said.c.carried_share,
        )
        .join(reach, reach.c.request_id == WorkRequest.id)
        .join(RequestOccurrence, RequestOccurrence.request_id == WorkRequest.id, isouter=True)
        .join(repeats, repeats.c.request_id == WorkRequest.id, isouter=True)
        .join(placed, and_(*served, placed.c.occurrence == period), isouter=True)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id, isouter=True)
        .join(form, form.c.request_id == WorkRequest.id, isouter=True)
        .join(said, _same_template(said, reach.c.township, period), isouter=True)
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


def _answered(division: str) -> Subquery:
    """The newest answers to each template: which shares of its cells were confirmed and carried."""
    newest = (
        select(
            Submission.bundle_id, Submission.township, Submission.period,
            func.max(Submission.version).label("version"),
        )
        .where(within(Submission.township, division))
        .group_by(Submission.bundle_id, Submission.township, Submission.period)
        .subquery()
    )  # fmt: skip
    same = and_(
        _same_template(newest, Submission.township, Submission.period, Submission.bundle_id),
        newest.c.version == Submission.version,
    )
    return (
        select(
            Submission.bundle_id, Submission.township, Submission.period,
            Submission.confirmed_share, Submission.carried_share,
        )
        .join(newest, same)
        .subquery("answered")
    )  # fmt: skip


def _same_template(
    one: Subquery, township: Any, period: Any, bundle: Any = BundleMember.bundle_id
) -> ColumnElement[bool]:
    return and_(one.c.bundle_id == bundle, one.c.township == township, one.c.period == period)


def _newest_forms() -> Subquery:
    newest = (
        select(Form.request_id, func.max(Form.version).label("version")).group_by(Form.request_id).subquery()
    )
    return (
        select(Form.request_id, Form.id.label("form_id"), Form.input_cells)
        .join(newest, and_(newest.c.request_id == Form.request_id, newest.c.version == Form.version))
        .subquery("newest_form")
    )
