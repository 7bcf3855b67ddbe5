"""Reads requests, each caller only those that are its own to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.kit.auth import Actor, Role
from app.kit.lookup import find_row
from app.registry.scope import meeting
from app.tables import Department, Form, RequestOccurrence, RequestTarget, WorkRequest


def visible(actor: Actor) -> ColumnElement[bool]:
    """SQL: which requests an actor may see whole. A department its own; others their division's."""
    if actor.role is Role.DEPARTMENT:
        return WorkRequest.department == actor.department
    aimed = select(RequestTarget.request_id).where(meeting(RequestTarget.code, actor.division))
    return meeting(WorkRequest.home, actor.division) & WorkRequest.id.in_(aimed)


def find_request(session: Session, actor: Actor, id: str) -> WorkRequest:
    """The request under a public id, if the actor may see it; NotFound otherwise, whoever's it is."""
    return find_row(session, select(WorkRequest).where(visible(actor)), WorkRequest, id, "req")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; None narrows nothing. `since` and `until` are days that windows touch."""

    kind: str | None = None
    state: str | None = None
    since: date | None = None
    until: date | None = None
    after: UUID | None = None


def list_requests(actor: Actor, wanted: Wanted) -> Select[WorkRequest]:
    """The requests that an actor may see and wants, oldest first."""
    query = select(WorkRequest).where(visible(actor)).order_by(WorkRequest.id)
    if wanted.kind is not None:
        query = query.where(WorkRequest.kind == wanted.kind)
    if wanted.state is not None:
        query = query.where(WorkRequest.state == wanted.state)
    if wanted.since is not None:
        query = query.where(WorkRequest.latest >= wanted.since)
    if wanted.until is not None:
        query = query.where(WorkRequest.earliest <= wanted.until)
    if wanted.after is not None:
        query = query.where(WorkRequest.id > wanted.after)
    return query


def occurrences_of(session: Session, rows: Sequence[WorkRequest]) -> dict[UUID, list[RequestOccurrence]]:
    """The periods of recurring requests with their due dates, by request; empty lists for the others."""
    found: dict[UUID, list[RequestOccurrence]] = {row.id: [] for row in rows}
    recurring = [row.id for row in rows if row.recurrence]
    if not recurring:
        return found
    query = select(RequestOccurrence).where(
        RequestOccurrence.home.in_({row.home for row in rows}), RequestOccurrence.request_id.in_(recurring)
    )
    for occurrence in session.scalars(query.order_by(RequestOccurrence.due)):
        found[occurrence.request_id].append(occurrence)
    return found


def departments_of(session: Session, codes: set[str]) -> dict[str, Department]:
    """Departments by code."""
    rows = session.scalars(select(Department).where(Department.code.in_(codes)))
    return {row.code: row for row in rows}


def list_requests_with_forms(actor: Actor, before: UUID | None) -> Select[WorkRequest]:
    """The active requests with a form that an actor may see, newest first; older than `before`."""
    query = select(WorkRequest).where(
        visible(actor), WorkRequest.state == "active", WorkRequest.id.in_(select(Form.request_id))
    )
    if before is not None:
        query = query.where(WorkRequest.id < before)
    return query.order_by(WorkRequest.id.desc())
