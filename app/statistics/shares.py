"""Splits what several asks share, so that parts add up: a visit, a day of visits, the learning of a form."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Select, and_, cast, exists, func, literal, or_, select

from app.domain.divisions import NATION
from app.tables import InForce


def with_shares(asks: CTE) -> CTE:
    """SQL: the asks, each with its `visit_share` and `day_share` (1 where it has no date) and `has_plan`.

    A visit that serves three is a third of a visit to each; a day of visits is shared in the same way.
    Counted over visible asks alone, and joined, not windowed: only the few with a visit are sorted.
    """
    visit = _counted(asks, asks.c.visit_id).subquery("shared_visit")
    day = _counted(asks, asks.c.township, asks.c.day).subquery("shared_day")
    same_day = and_(asks.c.visit_id.is_not(None), day.c.township == asks.c.township, day.c.day == asks.c.day)
    return (
        select(
            asks,
            _part(func.coalesce(visit.c.among, 1)).label("visit_share"),
            _part(func.coalesce(day.c.among, 1)).label("day_share"),
            or_(asks.c.visit_id.is_not(None), _has_plan(asks)).label("has_plan"),
        )
        .join(visit, visit.c.visit_id == asks.c.visit_id, isouter=True)
        .join(day, same_day, isouter=True)
        .cte("shared_ask")
    )


def form_share(asks: CTE) -> ColumnElement[Any]:
    """SQL: a form is learnt once for all the periods in which it is asked."""
    return _part(asks.c.periods)


def _counted(asks: CTE, *by: ColumnElement[Any]) -> Select[Any]:
    return select(*by, func.count().label("among")).where(asks.c.visit_id.is_not(None)).group_by(*by)


def _part(among: ColumnElement[Any]) -> ColumnElement[Any]:
    return literal(1.0, Float) / cast(among, Float)


def _has_plan(asks: CTE) -> ColumnElement[bool]:
    covers = or_(
        InForce.home == NATION, InForce.home == func.substr(asks.c.township, 1, func.length(InForce.home))
    )
    days = and_(InForce.starts <= asks.c.day, InForce.ends >= asks.c.day)
    return exists(select(InForce.id).where(covers, days))
