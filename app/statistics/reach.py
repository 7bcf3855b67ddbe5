"""Which townships each request reaches: targets are stored as given, so they are spread out here, in SQL."""

from datetime import date

from sqlalchemy import CTE, ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.divisions import NATION, TOWNSHIP_DIGITS
from app.registry.scope import meeting, within
from app.tables import Division, RequestTarget, WorkRequest


def reached_townships(division: str) -> CTE:
    """SQL: `request_id`, `township` of every active request and each township of `division`, once a pair.

    A village stands for its township. A place counts where it was valid when the window ended, so that a
    township and its successor are not both counted.
    """
    # the range that a target covers, as bounds that a plain index on the code serves; ":" follows "9"
    low = case((RequestTarget.code == NATION, ""), else_=func.substr(RequestTarget.code, 1, TOWNSHIP_DIGITS))
    return (
        select(RequestTarget.request_id, Division.code.label("township"))
        .join(WorkRequest, WorkRequest.id == RequestTarget.request_id)
        .join(Division, and_(Division.code >= low, Division.code < low.concat(":")))
        .where(
            WorkRequest.state == "active",
            meeting(WorkRequest.home, division),
            meeting(RequestTarget.code, division),
            within(Division.code, division),
            Division.level == "township",
            _valid(),
        )
        .distinct()
        .cte("reach")
    )


def _valid() -> ColumnElement[bool]:
    # a code that succeeds none may stand for days before it was written down
    successors = select(Division.successor).where(Division.successor.is_not(None))
    return and_(
        or_(Division.valid_to.is_(None), Division.valid_to >= WorkRequest.latest),
        or_(Division.valid_from <= WorkRequest.latest, Division.code.not_in(successors)),
    )


def between(
    day: ColumnElement[date] | InstrumentedAttribute[date], since: date | None, until: date | None
) -> list[ColumnElement[bool]]:
    """SQL: the day lies in the asked days."""
    bounds = [] if since is None else [day >= since]
    return bounds if until is None else [*bounds, day <= until]
