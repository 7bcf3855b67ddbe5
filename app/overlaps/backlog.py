"""Orders the review queue by how much burden hangs on each pair, so that an hour of review saves the most."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.domain.divisions import contains
from app.kit.auth import Actor
from app.kit.web import Page, cut_page, unknown_cursor
from app.registry.scope import meeting
from app.tables import Division, Overlap, WorkRequest

TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Stake:
    """What hangs on a pair: half-days that could be saved, times how open the answer is."""

    id: UUID
    burden: float

    @property
    def place(self) -> tuple[float, str]:
        """The place in the queue: the heaviest first, the oldest of equals first."""
        return -self.burden, str(self.id)


def oldest(
    session: Session, _: Actor, pairs: Select[Overlap], page: Page
) -> tuple[Sequence[Overlap], str | None]:
    """A page of `pairs` by age, and the cursor of the next."""
    query = pairs.order_by(Overlap.id).limit(page.limit + 1)
    if (after := page.after_id()) is not None:
        query = query.where(Overlap.id > after)
    return cut_page(session.scalars(query).all(), page, lambda row: [str(row.id)])


def weightiest(
    session: Session, actor: Actor, pairs: Select[Overlap], page: Page
) -> tuple[Sequence[Overlap], str | None]:
    """A page of `pairs` by burden, and the cursor of the next.

    A pair keeps its place while its requests stay as they are; the cursor is a place, not a row, so that a
    decided pair may leave without another being passed over. The whole queue is weighed for each page: a
    county's some thousands in well under a second.
    """
    after = _after(page)
    waiting = [one for one in stakes(session, actor, pairs) if after is None or one.place > after]
    shown, cursor = cut_page(waiting[: page.limit + 1], page, lambda one: list(one.place))
    rows = {
        row.id: row for row in session.scalars(select(Overlap).where(Overlap.id.in_([s.id for s in shown])))
    }
    return [rows[one.id] for one in shown], cursor


def stakes(session: Session, actor: Actor, pairs: Select[Overlap]) -> list[Stake]:
    """The stake of each of `pairs`, the heaviest first: the townships both sides target, times the half-days
    of the shorter, times 4·p·(1 − p), which is 1 where the score p is a coin's and 0 where it is certain.
    """
    first, second = aliased(WorkRequest), aliased(WorkRequest)
    rows = session.execute(
        pairs.join(first, first.id == Overlap.first_id)
        .join(second, second.id == Overlap.second_id)
        .with_only_columns(
            Overlap.id, Overlap.score, first.targets, second.targets, first.half_days, second.half_days
        )
    )
    townships = _townships(session, actor)
    shared: dict[tuple[str, ...], int] = {}
    found = []
    for id_, score, mine, theirs, my_half_days, their_half_days in rows:
        places = (*sorted(mine), "|", *sorted(theirs))
        if places not in shared:
            shared[places] = sum(_holds(mine, code) and _holds(theirs, code) for code in townships)
        saved = shared[places] * min(my_half_days, their_half_days)
        found.append(Stake(id_, round(4 * score * (1 - score) * saved, 6)))
    return sorted(found, key=lambda one: one.place)


def _townships(session: Session, actor: Actor) -> list[str]:
    codes = session.scalars(select(Division.code).where(meeting(Division.code, actor.division)))
    return [code for code in codes if len(code) == TOWNSHIP_DIGITS]


def _holds(targets: Sequence[str], township: str) -> bool:
    return any(contains(target, township) for target in targets)


def _after(page: Page) -> tuple[float, str] | None:
    """The place that the cursor names. Raises BadRequest for one that this order did not give."""
    key = page.after()
    if key is None:
        return None
    match key:
        case [int() | float() as burden, str() as id_]:
            return float(burden), id_
    raise unknown_cursor()
