"""What a request would cause: overlaps, bundle, visits, fields asked again, and what the rules say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.matching import Link, form_bundles
from app.domain.policy import Finding
from app.forms.reuse import FieldCount, count_fields
from app.kit.clock import local_date
from app.overlaps.bundling import TOGETHER, links_between
from app.overlaps.detect import MERGEABLE, detect_overlaps
from app.overlaps.found import Found
from app.overlaps.queries import requests_by_id
from app.registry.county_settings import CountySettings, effective_settings
from app.requests.draft import Draft
from app.requests.remarks import Around, find_remarks
from app.schedules.place import Place, find_places
from app.tables import BundleMember


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to a draft, before anything is stored."""

    settings: CountySettings
    found: list[Found]
    mates: frozenset[UUID]
    places: list[Place]
    fields: FieldCount
    findings: tuple[Finding, ...]


def assess(session: Session, draft: Draft, now: datetime) -> Assessment:
    """Look at everything and change nothing, so that a check and a submission give the same answer."""
    settings = effective_settings(session, draft.probe.home)
    found = detect_overlaps(session, draft.probe, settings)
    mates = _mates(session, draft.probe.id, found)
    places = find_places(
        session, draft.probe, draft.body.half_days, mates, local_date(now), draft.occurrences
    )
    same_work = [one.other.id for one in found if one.verdict in MERGEABLE and draft.tables]
    fields = count_fields(session, draft.tables, list(requests_by_id(session, same_work).values()))
    around = Around(
        now,
        settings,
        shareable_visits=sum(place.visit_id is not None for place in places),
        already_answered=fields.already_answered,
    )
    findings = find_remarks(session, draft, around)
    return Assessment(settings, found, mates, places, fields, findings)


def _mates(session: Session, request_id: UUID, found: Sequence[Found]) -> frozenset[UUID]:
    """Who the request would stand in one bundle with, by the same clustering that would store it."""
    linked = {one.other.id: one for one in found if one.state in TOGETHER}
    if not linked:
        return frozenset()
    bundles = select(BundleMember.bundle_id).where(BundleMember.request_id.in_(linked))
    members = session.scalars(select(BundleMember.request_id).where(BundleMember.bundle_id.in_(bundles)))
    nodes = {request_id, *linked, *members}
    pairs = links_between(session, nodes - {request_id})
    groups = form_bundles(
        map(str, nodes),
        [Link(str(row.first_id), str(row.second_id), row.score) for row in pairs if row.state in TOGETHER]
        + [Link(str(request_id), str(other), one.score) for other, one in linked.items()],
        must=[(str(row.first_id), str(row.second_id)) for row in pairs if row.state == "confirmed"],
        cannot=[(str(row.first_id), str(row.second_id)) for row in pairs if row.state == "rejected"],
    )
    mine = next((group for group in groups if str(request_id) in group), frozenset())
    return frozenset(UUID(one) for one in mine if one != str(request_id))
