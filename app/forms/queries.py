"""Reads bundles with something to fill, and returns, each caller only its own."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.kit.auth import Actor, Role
from app.kit.ids import parse_public_id
from app.kit.lookup import find_row
from app.kit.problems import NotFound
from app.registry.scope import meeting
from app.tables import Bundle, BundleMember, Form, FormReturn, RequestTarget, WorkRequest


def bundles_to_fill(session: Session, township: str) -> list[Bundle]:
    """The bundles in which a form is asked of the township, oldest first."""
    # a target below the township (a village) asks the township too
    aimed = select(RequestTarget.request_id).where(meeting(RequestTarget.code, township))
    asked = (
        select(BundleMember.bundle_id)
        .join(WorkRequest, WorkRequest.id == BundleMember.request_id)
        .where(
            WorkRequest.state == "active",
            WorkRequest.id.in_(aimed),
            WorkRequest.id.in_(select(Form.request_id)),
            WorkRequest.home.in_(ancestors(township)),
        )
    )
    return list(session.scalars(select(Bundle).where(Bundle.id.in_(asked)).order_by(Bundle.id)))


def find_asked_bundle(session: Session, id: str, township: str) -> Bundle:
    """The bundle under a public id, if it asks anything of the township; NotFound otherwise."""
    place = parse_public_id(id, "bun")
    if place is not None:
        for bundle in bundles_to_fill(session, township):
            if (bundle.home, bundle.id) == place:
                return bundle
    raise NotFound


def find_own_request(session: Session, actor: Actor, id: str) -> WorkRequest:
    """A request of the actor's department; NotFound for everybody else's."""
    query = select(WorkRequest)
    if actor.role is Role.DEPARTMENT:
        query = query.where(WorkRequest.department == actor.department)
    return find_row(session, query, WorkRequest, id, "req")


def newest_returns(
    session: Session, request: WorkRequest, township: str | None, period: str | None
) -> Sequence[FormReturn]:
    """The newest return of each township and period, by township and period."""
    newest = (
        select(FormReturn.township, FormReturn.period, func.max(FormReturn.version).label("version"))
        .where(FormReturn.home == request.home, FormReturn.request_id == request.id)
        .group_by(FormReturn.township, FormReturn.period)
        .subquery()
    )
    query = (
        select(FormReturn)
        .join(
            newest,
            (newest.c.township == FormReturn.township)
            & (newest.c.period == FormReturn.period)
            & (newest.c.version == FormReturn.version),
        )
        .where(FormReturn.home == request.home, FormReturn.request_id == request.id)
        .order_by(FormReturn.township, FormReturn.period)
    )
    if township is not None:
        query = query.where(FormReturn.township == township)
    if period is not None:
        query = query.where(FormReturn.period == period)
    return session.scalars(query).all()
