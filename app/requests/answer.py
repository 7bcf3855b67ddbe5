"""Puts the answer to a submission or a check together, showing of others only what it must."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from app.kit.ids import public_id
from app.overlaps.bundling import TOGETHER, bundle_of, members_of
from app.overlaps.found import Found
from app.overlaps.keep import ids_of_pairs
from app.overlaps.queries import names_of, requests_by_id
from app.overlaps.schemas import BundleOut, OverlapOut, show_bundle, show_found
from app.requests.assess import Assessment
from app.requests.draft import Draft
from app.requests.queries import occurrences_of
from app.requests.schemas import Answer, show_fields, show_findings, show_request, show_visits
from app.tables import Bundle, WorkRequest


def answer_stored(
    session: Session, row: WorkRequest, draft: Draft, assessment: Assessment, english: bool
) -> Answer:
    """The answer to a request that was stored: its pairs and its bundle have ids."""
    ids = ids_of_pairs(session, row.home, row.id) if assessment.found else {}
    overlaps = [show_found(one, *ids[one.other.id], english) for one in _tellable(assessment.found, draft)]
    answer = _answer(session, draft, assessment, overlaps, english)
    answer.request = show_request(row, draft.department, occurrences_of(session, [row])[row.id])
    if row.version > 1 or any(one.state in TOGETHER for one in assessment.found):
        answer.bundle = _bundle(session, row)  # else it is new and alone
    return answer


def answer_checked(session: Session, draft: Draft, assessment: Assessment, english: bool) -> Answer:
    """The answer to a draft: nothing was stored, so the new pairs have no ids, and no request is shown."""
    overlaps = [show_found(one, None, None, english) for one in _tellable(assessment.found, draft)]
    answer = _answer(session, draft, assessment, overlaps, english)
    mate = min(assessment.mates, default=None)
    if mate is not None:
        known = requests_by_id(session, assessment.mates)
        bundle_id = bundle_of(session, known[mate].home, mate)
        if bundle_id is not None:
            members = list(known.values())
            names = names_of(session, members)
            answer.bundle = show_bundle(session.get_one(Bundle, bundle_id), members, names)
    return answer


def _answer(
    session: Session, draft: Draft, assessment: Assessment, overlaps: list[OverlapOut], english: bool
) -> Answer:
    joined = {one for place in assessment.places for one in place.joined}
    known = _titles(session, joined, draft)
    return Answer(
        request=None,
        overlaps=overlaps,
        bundle=None,
        visits=show_visits(assessment.places, known, english),
        fields=show_fields(assessment),
        findings=show_findings(assessment.findings, english),
    )


def _bundle(session: Session, row: WorkRequest) -> BundleOut | None:
    bundle_id = bundle_of(session, row.home, row.id)
    if bundle_id is None:
        return None
    members = [
        one
        for one in members_of(session, bundle_id)
        if not one.unannounced or one.department == row.department
    ]
    if len(members) < 2:
        return None
    return show_bundle(session.get_one(Bundle, bundle_id), members, names_of(session, members))


def _tellable(found: Iterable[Found], draft: Draft) -> list[Found]:
    """Another's unannounced check is told to nobody but its sender and the coordinator."""
    mine = draft.department.code
    return [one for one in found if not one.other.unannounced or one.other.department == mine]


def _titles(session: Session, ids: set[UUID], draft: Draft) -> dict[UUID, str]:
    return {
        id_: public_id("req", row.home, row.id)
        for id_, row in requests_by_id(session, ids).items()
        if not row.unannounced or row.department == draft.department.code
    }
