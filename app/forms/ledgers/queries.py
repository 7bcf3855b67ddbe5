"""Reads ledgers, each caller only its own: the owner all of it, a coordinator her division's part."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session, defer

from app.domain.divisions import COUNTY_DIGITS, ancestors
from app.kit.auth import Actor, Role
from app.kit.lookup import find_row
from app.kit.web import Page, cut_page
from app.registry.scope import meeting, within
from app.tables import Department, Ledger, LedgerEdition, LedgerShare


def visible_ledgers(actor: Actor) -> Select[Ledger]:
    """The ledgers that the actor may know of."""
    if actor.role is Role.DEPARTMENT:
        return select(Ledger).where(Ledger.department == actor.department)
    return select(Ledger).where(meeting(Ledger.division, actor.division))


def find_ledger(session: Session, actor: Actor, id: str) -> Ledger:
    """The ledger under a public id; NotFound for everybody else's."""
    return find_row(session, visible_ledgers(actor), Ledger, id, "led")


def page_of_ledgers(
    session: Session, actor: Actor, page: Page
) -> tuple[Sequence[tuple[Ledger, LedgerEdition]], str | None]:
    """The actor's ledgers with their newest editions, the newest first, and the cursor of the next page."""
    newest = (
        (LedgerEdition.home == Ledger.home)
        & (LedgerEdition.ledger_id == Ledger.id)
        & (LedgerEdition.edition == Ledger.edition)
    )
    query = visible_ledgers(actor).join(LedgerEdition, newest).add_columns(LedgerEdition)
    if (after := page.after_id()) is not None:
        query = query.where(Ledger.id < after)
    query = query.order_by(Ledger.id.desc()).limit(page.limit + 1)
    rows = [(ledger, edition) for ledger, edition in session.execute(query)]
    return cut_page(rows, page, lambda row: [str(row[0].id)])


def newest_edition(session: Session, ledger: Ledger) -> LedgerEdition:
    """The edition in force, or the last one of a ledger that was withdrawn."""
    return session.scalars(
        select(LedgerEdition).where(
            LedgerEdition.home == ledger.home,
            LedgerEdition.ledger_id == ledger.id,
            LedgerEdition.edition == ledger.edition,
        )
    ).one()


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL: a part of a ledger that the actor may look into: a department sees all of its own."""
    return true() if actor.role is Role.DEPARTMENT else within(LedgerShare.township, actor.division)


def shares_of(session: Session, actor: Actor, edition: LedgerEdition) -> Sequence[LedgerShare]:
    """The parts of an edition that the actor may see, by township."""
    query = select(LedgerShare).where(
        LedgerShare.home == edition.home, LedgerShare.edition_id == edition.id, seen_by(actor)
    )
    return session.scalars(query.order_by(LedgerShare.township)).all()


def shares_for(
    session: Session, township: str, first: date, last: date | None
) -> Sequence[tuple[LedgerShare, LedgerEdition, Ledger, str]]:
    """A township's rows in every ledger in force, with the owner's name: of each the newest edition as of a
    day between `first` and `last` (None: any later day)."""
    query = (
        select(LedgerShare, LedgerEdition, Ledger, Department.name)
        .join(LedgerEdition, LedgerEdition.id == LedgerShare.edition_id)
        .join(Ledger, Ledger.id == LedgerEdition.ledger_id)
        .join(Department, Department.code == Ledger.department)
        .where(
            LedgerShare.home.in_(ancestors(township[:COUNTY_DIGITS])),
            LedgerShare.township == township,
            Ledger.state == "active",
            LedgerEdition.as_of >= first,
        )
        # rows and columns are large: they are loaded one by one, and only where they are not known yet
        .options(defer(LedgerShare.rows), defer(LedgerEdition.columns))
        .order_by(LedgerEdition.edition)
    )
    if last is not None:
        query = query.where(LedgerEdition.as_of <= last)
    newest: dict[UUID, tuple[LedgerShare, LedgerEdition, Ledger, str]] = {
        row[2].id: row for row in session.execute(query)
    }
    return list(newest.values())
