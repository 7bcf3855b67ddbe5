"""Counts requests, pairs that overlap, and bundles: each pair once, however many townships it concerns."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, not_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.kit.words import Words
from app.registry.scope import meeting
from app.statistics.asked import Question
from app.statistics.groups import Key, Names, group_columns, month_of
from app.statistics.reach import between, reached_townships
from app.statistics.statistic import Column, Statistic, Value
from app.tables import BundleMember, Overlap, RequestOccurrence, WorkRequest

VERDICTS = ("duplicate", "overlap", "related")
STATES = ("proposed", "merged", "confirmed", "rejected")
MEASURES = (
    "requests",
    "pairs",
    *(f"{verdict}_{state}" for verdict in VERDICTS for state in STATES),
    "requests_in_bundles",
    "bundles",
)
NOTES = (
    Words(
        "一对重叠在合计中只计一次；按部门、事项、类型分组时，双方各计一次；按乡镇分组时，计入双方都涉及的每个乡镇。",
        "A pair counts once in total; by department, matter or kind once for each side's; "
        "by township once for each township that both target.",
    ),
    Words(
        "重叠按两个时间窗中较晚的开始日归月，任务按自己的开始日归月；已撤回的任务不计。",
        "A pair belongs to the month of the later start, a request to that of its own start; "
        "withdrawn requests are not counted.",
    ),
    Words(
        "不打招呼的检查在时间窗和各期都结束后才计入。",
        "An unannounced inspection is counted after its window and its last period have ended.",
    ),
)


def count_overlaps(session: Session, question: Question, english: bool) -> Statistic:
    """The overlap statistic: two queries, and one for each kind of name, whatever the number of rows."""
    reach = reached_townships(question.division)
    rows: dict[Key, dict[str, Value]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    if not question.group_by:
        rows[()] = dict.fromkeys(MEASURES, 0)
    key: list[Value]
    for *key, requests, bundled, bundles in session.execute(_requests(question, reach)):
        rows[tuple(key)] |= {"requests": requests, "requests_in_bundles": bundled, "bundles": bundles}
    for *key, verdict, state, pairs in session.execute(_pairs(question, reach)):
        row = rows[tuple(key)]
        row[f"{verdict}_{state}"] = pairs
        row["pairs"] = int(row["pairs"] or 0) + pairs
    names = Names(session, question, english)
    columns = [*group_columns(question.group_by), *(Column(name, "integer") for name in MEASURES)]
    return Statistic(
        "overlaps", question, tuple(columns), tuple({**names.of(key), **rows[key]} for key in sorted(rows)),
        tuple(note[english] for note in NOTES),
    )  # fmt: skip


def _requests(question: Question, reach: CTE) -> Select[Any]:
    groups = {
        "department": WorkRequest.department,
        "township": reach.c.township,
        "matter": WorkRequest.matter,
        "month": month_of(WorkRequest.earliest),
        "kind": WorkRequest.kind,
    }
    chosen = [groups[name] for name in question.group_by]
    together = _bundles(question, reach)
    same = together.c.bundle_id == BundleMember.bundle_id
    if "township" in together.c:
        same = and_(same, together.c.township == reach.c.township)
    bundled = case((together.c.bundle_id.is_not(None), WorkRequest.id))
    return (
        select(
            *chosen,
            func.count(WorkRequest.id.distinct()),
            func.count(bundled.distinct()),
            func.count(together.c.bundle_id.distinct()),
        )
        .join(reach, reach.c.request_id == WorkRequest.id)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id, isouter=True)
        .join(together, same, isouter=True)
        .where(_shown(WorkRequest, question.today))
        .where(*between(WorkRequest.earliest, question.since, question.until))
        .group_by(*chosen)
    )


def _bundles(question: Question, reach: CTE) -> CTE:
    # per township a bundle is the part of it that targets the township
    keys: list[ColumnElement[Any] | InstrumentedAttribute[UUID]] = [BundleMember.bundle_id]
    if "township" in question.group_by:
        keys.append(reach.c.township)
    return (
        select(*keys)
        .join(reach, reach.c.request_id == BundleMember.request_id)
        .join(WorkRequest, WorkRequest.id == BundleMember.request_id)
        .where(_shown(WorkRequest, question.today))
        .group_by(*keys)
        .having(func.count(BundleMember.request_id.distinct()) > 1)
        .cte("together")
    )


def _pairs(question: Question, reach: CTE) -> Select[Any]:
    first, second = aliased(WorkRequest), aliased(WorkRequest)
    here, there = reach.alias("here"), reach.alias("there")
    met = case((first.earliest > second.earliest, first.earliest), else_=second.earliest)
    sides = union_all(
        *(
            select(
                Overlap.id, Overlap.verdict, Overlap.state, here.c.township, side.department, side.matter,
                side.kind, month_of(met).label("month"),
            )
            .join(first, first.id == Overlap.first_id)
            .join(second, second.id == Overlap.second_id)
            .join(here, here.c.request_id == Overlap.first_id)
            .join(
                there, and_(there.c.request_id == Overlap.second_id, there.c.township == here.c.township)
            )
            .where(Overlap.active, meeting(Overlap.home, question.division))
            .where(_shown(first, question.today), _shown(second, question.today))
            .where(*between(met, question.since, question.until))
            for side in (first, second)
        )
    ).subquery()  # fmt: skip
    chosen = [sides.c[name] for name in question.group_by]
    return select(*chosen, sides.c.verdict, sides.c.state, func.count(sides.c.id.distinct())).group_by(
        *chosen, sides.c.verdict, sides.c.state
    )


def _shown(request: type[WorkRequest], today: date) -> ColumnElement[bool]:
    due = RequestOccurrence
    to_come = exists(select(due.id).where(due.request_id == request.id, due.due >= today))
    return or_(not_(request.unannounced), and_(request.latest < today, not_(to_come)))
