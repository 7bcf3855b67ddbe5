"""Finds what a township has said already, and what ledgers say of it, for its templates to offer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, defer

from app.domain.divisions import COUNTY_DIGITS
from app.domain.merging import Carried, Earlier, Memory, Revision, SharedForm, revisions
from app.domain.merging.sharing.carry import totals_of
from app.forms.ledgers.offers import standing_words
from app.forms.template import Template
from app.kit.ids import public_id
from app.tables import Bundle, Submission

LOOKS_BACK = 400
"""Submissions of a township that are searched, the newest first: about four months of a busy one."""


def carry_forward(session: Session, template: Template, answers: Mapping[str, Any]) -> Carried:
    """Earlier answers of the township to what `answers` leaves open, and its rows in departments' ledgers;
    sources are public ids of bundles and ledgers."""
    ledgers = standing_words(session, template.township, template.period, template.due)
    words = [*_earlier(session, template), *ledgers]
    return Memory(words).carry(template.shared, template.period, answers)


def revised_totals(session: Session, template: Template, answers: Mapping[str, Any]) -> tuple[Revision, ...]:
    """The totals among `answers` that no longer equal what their parts say now."""
    if not totals_of(template.shared, answers):
        return ()
    revised = Memory(_earlier(session, template)).revise(template.shared, template.period, answers)
    return revisions(template.shared, revised, answers)


def _earlier(session: Session, template: Template) -> Iterator[Earlier]:
    own = (Submission.home == template.township[:COUNTY_DIGITS], Submission.township == template.township)
    newest = (
        select(Submission.bundle_id, Submission.period, func.max(Submission.version).label("version"))
        .where(*own)
        .group_by(Submission.bundle_id, Submission.period)
        .subquery()
    )
    # answers and templates are large: they are loaded one by one, and only where they are not known yet
    rows = session.execute(
        select(Submission, Bundle.home)
        .join(Bundle, Bundle.id == Submission.bundle_id)
        .join(
            newest,
            tuple_(newest.c.bundle_id, newest.c.period, newest.c.version)
            == tuple_(Submission.bundle_id, Submission.period, Submission.version),
        )
        .where(*own)
        .options(defer(Submission.answers), defer(Submission.template))
        .order_by(Submission.id.desc())
        .limit(LOOKS_BACK)
    )
    for row, home in rows.all():
        if (row.bundle_id, row.period) != (template.bundle.id, template.period):
            yield _read(_Version(row.id, row, public_id("bun", home, row.bundle_id)))


@dataclass(frozen=True, slots=True)
class _Version:
    """A submission by its id alone, which stands for its content: a version never changes."""

    id: UUID
    row: Submission = field(compare=False)
    bundle: str = field(compare=False)


@lru_cache(maxsize=1024)
def _read(version: _Version) -> Earlier:
    row = version.row
    return Earlier(
        version.bundle, row.period, row.submitted_at, SharedForm.from_json(row.template), row.answers
    )
