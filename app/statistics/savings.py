"""What shared templates spare: cells, returns and forms, shared out among the requests that are served."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, String, and_, cast, func, select
from sqlalchemy.orm import Session

from app.statistics.asked import Question
from app.statistics.groups import Key, group_asks
from app.statistics.reach import between
from app.statistics.shared_cells import Served, count_shared_cells
from app.statistics.shares import form_share


@dataclass(frozen=True, slots=True)
class Saving:
    """What a township need not do because forms are shared; `confirmed` and `carried` are of the `cells`
    those that would have been so."""

    cells: float = 0.0
    returns: float = 0.0
    forms: float = 0.0
    confirmed: float = 0.0
    carried: float = 0.0

    def __add__(self, other: "Saving") -> "Saving":
        return Saving(
            self.cells + other.cells, self.returns + other.returns, self.forms + other.forms,
            self.confirmed + other.confirmed, self.carried + other.carried,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Use:
    """A form on a template that serves several, `times` over; `learnt` counts it once for all its periods,
    `confirmed` and `carried` add up the shares of its cells."""

    key: Key
    cells: int
    served: Served
    asked: int
    times: int
    learnt: float
    confirmed: float
    carried: float


def find_savings(session: Session, question: Question, asks: CTE) -> dict[Key, Saving]:
    """By group, what the templates of several forms spare; a form's part of it is its part of the cells."""
    uses = [
        _Use(tuple(key), cells, frozenset(map(UUID, served.split(","))), *counted)
        for *key, cells, served, asked, times, learnt, confirmed, carried in session.execute(
            _uses(question, asks)
        )
        for counted in [(asked, times, learnt, confirmed, carried)]
    ]
    shared = count_shared_cells(session, {use.served for use in uses})
    found: dict[Key, Saving] = defaultdict(Saving)
    for use in uses:
        found[use.key] += _saving(use, shared[use.served])
    return found


def _saving(use: _Use, shared: int) -> Saving:
    spared = 1 - 1 / len(use.served)
    cells = use.cells * (1 - min(shared, use.asked) / use.asked) if use.asked else 0.0
    return Saving(
        cells=use.times * cells, returns=use.times * spared, forms=use.learnt * spared,
        confirmed=use.confirmed * cells, carried=use.carried * cells,
    )  # fmt: skip


def _uses(question: Question, asks: CTE) -> Select[Any]:
    # one template a bundle, township and period, as townships get it
    place = (asks.c.bundle_id, asks.c.township, asks.c.period)
    template = (
        select(
            *place,
            func.aggregate_strings(cast(asks.c.form_id, String), ",").label("served"),
            func.sum(asks.c.input_cells).label("asked"),
        )
        .where(asks.c.form_id.is_not(None), asks.c.bundle_id.is_not(None), asks.c.part == 1)
        .group_by(*place)
        .having(func.count() > 1)
        .subquery("template")
    )
    same = and_(*(template.c[column.name] == column for column in place))
    keys = (*group_asks(asks, question.group_by), asks.c.input_cells, template.c.served, template.c.asked)
    return (
        select(
            *keys,
            func.count(),
            func.sum(form_share(asks)),
            func.sum(func.coalesce(asks.c.confirmed_share, 0.0)),
            func.sum(func.coalesce(asks.c.carried_share, 0.0)),
        )
        .join(template, same)
        .where(
            asks.c.form_id.is_not(None),
            asks.c.part == 1,
            *between(asks.c.day, question.since, question.until),
        )
        .group_by(*keys)
    )
