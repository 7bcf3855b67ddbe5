"""Reads which reports are asked of a township, by bundle."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.registry.scope import meeting
from app.tables import Bundle, BundleMember, RequestOccurrence, RequestTarget, WorkRequest

Reports = list[tuple[WorkRequest, list[RequestOccurrence]]]


def load_reports(session: Session, township: str, first: date) -> Mapping[UUID, tuple[str, Reports]]:
    """Home and reports of each bundle of which any report is due on or after `first`, with all the others."""
    aimed = select(RequestTarget.request_id).where(meeting(RequestTarget.code, township))
    later = select(RequestOccurrence.request_id).where(RequestOccurrence.due >= first)
    reports = (WorkRequest.kind == "report", WorkRequest.state == "active", WorkRequest.id.in_(aimed))
    current = (
        select(BundleMember.bundle_id)
        .join(WorkRequest, WorkRequest.id == BundleMember.request_id)
        .where(*reports, or_(WorkRequest.latest >= first, WorkRequest.id.in_(later)))
    )
    query = (
        select(WorkRequest, Bundle.id, Bundle.home)
        .join(BundleMember, BundleMember.request_id == WorkRequest.id)
        .join(Bundle, Bundle.id == BundleMember.bundle_id)
        .where(*reports, Bundle.id.in_(current))
        .order_by(WorkRequest.id)
    )
    rows = session.execute(query).all()
    occurrences = _occurrences(session, [request.id for request, _, _ in rows])
    found: dict[UUID, tuple[str, Reports]] = {}
    for request, bundle_id, home in rows:
        found.setdefault(bundle_id, (home, []))[1].append((request, occurrences.get(request.id, [])))
    return found


def _occurrences(session: Session, requests: list[UUID]) -> dict[UUID, list[RequestOccurrence]]:
    found: dict[UUID, list[RequestOccurrence]] = {}
    for one in session.scalars(select(RequestOccurrence).where(RequestOccurrence.request_id.in_(requests))):
        found.setdefault(one.request_id, []).append(one)
    return found
