"""Pages the review queue by index, the heaviest pairs first, so that an hour of review saves the most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, union_all
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS, ancestors, contains
from app.kit.auth import Actor
from app.kit.clock import local_date
from app.kit.web import Page, cut_page, unknown_cursor
from app.overlaps.claims import is_free, is_held_by
from app.overlaps.visible import concerns
from app.registry.scope import within
from app.tables import Division, Overlap

State = Literal["proposed", "merged", "confirmed", "rejected"]
STATES: tuple[State, ...] = ("proposed", "merged", "confirmed", "rejected")
When = Literal["open", "past", "all"]
WALKS = 200
"""Walks of the index in one statement: SQLite takes five hundred parts of a union; few actors need two."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which pairs are asked for, and in which order; `whose` looks at who is reading them at `now`.

    `when` is "open" for what a decision can still change (pairs that do not wait are all shown), "past" for
    what it no longer can, "all" for both.
    """

    now: datetime
    state: State | None = None
    verdict: str | None = None
    order: Literal["burden", "age"] = "burden"
    whose: Literal["all", "free", "mine"] = "all"
    when: When = "open"


def read_queue(
    session: Session, actor: Actor, chosen: Chosen, page: Page
) -> tuple[Sequence[Overlap], str | None]:
    """A page of the active pairs of which both sides concern the actor's division, and the next one's cursor.

    Each division keeps its pairs in the order of an index, so a page is a short walk for each division that
    the actor looks at, whatever waits behind. The cursor is a place, not a row: a decided pair may leave
    without another being passed over.
    """
    after = _after(chosen, page)
    parts = [
        _walk(actor, chosen, home, state, after).limit(page.limit + 1)
        for home in _homes(session, actor)
        for state in ((chosen.state,) if chosen.state else STATES)
    ]
    rows = [row for some in _chunks(parts) for row in session.execute(union_all(*some))]
    rows.sort(key=lambda row: _place(chosen, row.place, row.id))
    shown, cursor = cut_page(rows, page, lambda row: list(_place(chosen, row.place, row.id)))
    found = session.scalars(select(Overlap).where(Overlap.id.in_([row.id for row in shown])))
    known = {row.id: row for row in found}
    return [known[row.id] for row in shown], cursor


def _walk(
    actor: Actor, chosen: Chosen, home: str, state: State, after: tuple[float, str] | tuple[str] | None
) -> Select[UUID, float]:
    """The pairs of one division in one state, from the cursor on."""
    query = select(Overlap.id, Overlap.place).where(
        Overlap.home == home, Overlap.state == state, Overlap.active
    )
    if not contains(actor.division, home):
        query = query.where(concerns(actor, Overlap.first_id), concerns(actor, Overlap.second_id))
    today = local_date(chosen.now)
    if chosen.when == "past":
        query = query.where(Overlap.decide_by < today)
    elif chosen.when == "open" and state == "proposed":
        query = query.where(Overlap.decide_by >= today)
    if chosen.verdict is not None:
        query = query.where(Overlap.verdict == chosen.verdict)
    if chosen.whose != "all":
        query = query.where((is_free if chosen.whose == "free" else is_held_by)(actor, chosen.now))
    if after is not None:
        query = query.where(_behind(after))
    order = (Overlap.id,) if chosen.order == "age" else (Overlap.place, Overlap.id)
    return query.order_by(*order)


def _behind(after: tuple[float, str] | tuple[str]) -> ColumnElement[bool]:
    id_ = UUID(after[-1])
    if len(after) == 1:
        return Overlap.id > id_
    # the first condition is where the walk starts, the second sets aside what was shown of equals
    return (Overlap.place >= after[0]) & or_(Overlap.place > after[0], Overlap.id > id_)


def _homes(session: Session, actor: Actor) -> list[str]:
    """Where pairs that concern the actor are at home: no division below a county has any."""
    above = [code for code in ancestors(actor.division) if len(code) <= COUNTY_DIGITS]
    if len(actor.division) >= COUNTY_DIGITS:
        return above
    beneath = session.scalars(select(Division.code).where(within(Division.code, actor.division)))
    return sorted({*above, *(code for code in beneath if len(code) <= COUNTY_DIGITS)})


def _place(chosen: Chosen, place: float, id_: UUID) -> tuple[float, str] | tuple[str]:
    """The place in the queue: the heaviest first and the oldest of equals, or by age alone."""
    return (str(id_),) if chosen.order == "age" else (place, str(id_))


def _after(chosen: Chosen, page: Page) -> tuple[float, str] | tuple[str] | None:
    """The place that the cursor names. Raises BadRequest for one that this order did not give."""
    key = page.after()
    if key is None:
        return None
    try:
        match key:
            case [int() | float() as place, str() as id_] if chosen.order == "burden":
                return float(place), str(UUID(id_))
            case [str() as id_] if chosen.order == "age":
                return (str(UUID(id_)),)
    except ValueError as error:
        raise unknown_cursor() from error
    raise unknown_cursor()


def _chunks(parts: Sequence[Select[UUID, float]]) -> Iterator[list[Select[UUID, float]]]:
    walks = iter(parts)
    while some := list(islice(walks, WALKS)):
        # as subqueries, since SQLite takes no limit in a part of a union
        yield [select(part.subquery()) for part in some]
