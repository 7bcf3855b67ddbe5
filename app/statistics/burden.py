"""Counts what townships are asked before and after merging: visits, visit-days, cells and hours."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from app.domain.burden import Hours
from app.kit.words import Words
from app.statistics.asked import Question
from app.statistics.asks import asks_of
from app.statistics.groups import Key, Names, group_asks, group_columns
from app.statistics.hours import Counts, hours_of
from app.statistics.reach import between
from app.statistics.savings import Saving, find_savings
from app.statistics.shares import form_share, with_shares
from app.statistics.statistic import Column, Statistic, Value

CASES = ("low", "likely", "high")
MEASURES = (
    Column("requests", "integer"),
    Column("visits_before", "integer"),
    Column("visits_after", "number"),
    Column("visits_undated", "integer"),
    Column("visit_days_before", "integer"),
    Column("visit_days_after", "number"),
    Column("cells_before", "integer"),
    Column("cells_after", "number"),
    *(Column(f"cells_{how}", "number") for how in ("typed", "confirmed", "carried")),
    *(Column(f"hours_{when}_{one}", "number") for when in ("before", "after", "saved") for one in CASES),
)
NOTES = (
    Words(
        "合并前：每个任务单独计，每个乡镇、每期各一次；合并后：已发布的行程和共享模板，未定日期的检查按单独到镇计。多日的检查每天计一次到镇。",
        "Before: every request on its own, once per township and period. After: published visits and shared "
        "templates; an inspection without a date counts as a visit of its own. What lasts several days is a "
        "visit on each of them.",
    ),
    Words(
        "几个任务共用的一次到镇、一张表，按任务分摊，因此可出现小数，各行之和等于合计。",
        "A visit or a form that serves several requests is shared out among them: hence the fractions, and "
        "rows add up to the total.",
    ),
    Words(
        "工时＝新表×（调整＋培训）＋回执×（阅读＋报送）＋单元格×（查找＋填写）＋到镇×接待＋半天数×陪同＋事先通知的任务×准备；"
        "参数为规划值，有低、中、高三档，引用时请带上区间（见 docs/burden.md）。",
        "Hours = new forms × (adapt + train) + returns × (review + transmit) + cells × (search + complete) "
        "+ visits × receive + half-days × accompany + announced requests × prepare; the parameters are "
        "planning values: quote the range low to high (docs/burden.md).",
    ),
    Words(
        "合并后的单元格分三种：填写的；核对后沿用的，按核对的假定用时计（见 docs/burden.md）；"
        "直接沿用的，不计用时。还没有报送的一律按填写计。",
        "Cells after are typed, confirmed (at the assumed time of a look, docs/burden.md) or carried from "
        "what was said (at none); whatever is not sent in yet counts as typed.",
    ),
    Words(
        "不打招呼的检查在到镇次日才计入；已撤回的任务不计。",
        "An unannounced inspection is counted from the day after it; withdrawn requests are not counted.",
    ),
)
NO_PLAN = Words(
    "合并后的到镇次数为空：这些行所在的乡镇和日期还没有发布日程；工时中这些检查按合并前计。",
    "Where visits_after is null, no schedule is published for these townships and days; "
    "their hours count as before.",
)


@dataclass(frozen=True, slots=True)
class _Sums:
    """One row as the database adds it up; the names are those of the query's columns."""

    requests: int = 0
    visits: int = 0
    undated: int = 0
    with_plan: int = 0
    half_days: int = 0
    announced: int = 0
    visits_after: float = 0.0
    visit_days_after: float = 0.0
    half_days_after: float = 0.0
    returns: int = 0
    cells: int = 0
    confirmed: float = 0.0
    carried: float = 0.0
    forms: float = 0.0


def count_burden(session: Session, question: Question, english: bool) -> Statistic:
    """The burden statistic: two queries over the asks, and the forms of templates that were never counted."""
    asks, width = asks_of(question), len(question.group_by)
    found = session.execute(_sums(question, with_shares(asks))).all()
    sums: dict[Key, _Sums] = {tuple(row[:width]): _Sums(*row[width:]) for row in found}
    if not width:
        sums[()] = _Sums(*(value or 0 for value in asdict(sums[()]).values()))
    savings = find_savings(session, question, asks)
    names = Names(session, question, english)
    rows = tuple({**names.of(key), **_row(sums[key], savings.get(key, Saving()))} for key in sorted(sums))
    notes = [note[english] for note in NOTES]
    if any(row["visits_after"] is None for row in rows):
        notes.append(NO_PLAN[english])
    columns = (*group_columns(question.group_by), *MEASURES)
    return Statistic("burden", question, columns, rows, tuple(notes))


def _sums(question: Question, asks: CTE) -> Select[Any]:
    groups = group_asks(asks, question.group_by)
    inspection = asks.c.kind == "inspection"
    dated = asks.c.visit_id.is_not(None)
    first = asks.c.part == 1
    has_form = and_(asks.c.form_id.is_not(None), first)
    half_days = case((dated, asks.c.visit_half_days * asks.c.visit_share), else_=asks.c.half_days)
    return (
        select(
            *groups,
            func.count(asks.c.request_id.distinct()),
            _sum(asks.c.days, inspection),
            _sum(asks.c.days, and_(inspection, ~dated)),
            _sum(1, and_(inspection, asks.c.has_plan)),
            _sum(asks.c.half_days, inspection),
            _sum(1, and_(inspection, first, ~asks.c.unannounced)),
            _add(asks.c.visit_share * asks.c.days, inspection),
            _add(asks.c.day_share * asks.c.days, inspection),
            _add(half_days, inspection),
            _sum(1, or_(has_form, asks.c.kind == "report")),
            _sum(asks.c.input_cells, has_form),
            _add(asks.c.input_cells * func.coalesce(asks.c.confirmed_share, 0.0), has_form),
            _add(asks.c.input_cells * func.coalesce(asks.c.carried_share, 0.0), has_form),
            _add(form_share(asks), has_form),
        )
        .where(*between(asks.c.day, question.since, question.until))
        .group_by(*groups)
    )


def _sum(value: int | ColumnElement[int], where: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((where, value), else_=0)), Integer)


def _add(value: ColumnElement[float], where: ColumnElement[bool]) -> ColumnElement[float]:
    return cast(func.sum(case((where, value), else_=0.0)), Float)


def _row(sums: _Sums, saving: Saving) -> dict[str, Value]:
    before = Counts(sums.visits, sums.half_days, sums.announced, sums.returns, sums.cells, sums.forms)
    cells, carried = sums.cells - saving.cells, sums.carried - saving.carried
    confirmed = sums.confirmed - saving.confirmed
    after = Counts(
        sums.visits_after, sums.half_days_after, sums.announced, sums.returns - saving.returns,
        cells - confirmed - carried, sums.forms - saving.forms, confirmed,
    )  # fmt: skip
    unplanned = sums.visits > 0 and sums.with_plan == 0
    return {
        "requests": sums.requests,
        "visits_before": sums.visits,
        "visits_after": None if unplanned else round(after.visits, 4),
        "visits_undated": sums.undated,
        "visit_days_before": sums.visits,
        "visit_days_after": None if unplanned else round(sums.visit_days_after, 4),
        "cells_before": sums.cells,
        "cells_after": round(cells, 4),
        "cells_typed": round(after.cells, 4),
        "cells_confirmed": round(confirmed, 4),
        "cells_carried": round(carried, 4),
        **_hours("before", hours_of(before)),
        **_hours("after", hours_of(after)),
        **_hours("saved", hours_of(before) - hours_of(after)),
    }


def _hours(when: str, hours: Hours) -> dict[str, Value]:
    return {f"hours_{when}_{one}": round(getattr(hours, one), 2) for one in CASES}
