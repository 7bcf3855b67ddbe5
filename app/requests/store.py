"""Writes one version of a request with everything that hangs on it, in the caller's transaction."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.forms.keep import Edition, keep_form
from app.kit.auth import Actor
from app.kit.ids import new_id
from app.overlaps.bundling import TOGETHER, settle_bundles, stand_alone
from app.overlaps.candidates import file_keys, refile_keys
from app.overlaps.keep import add_overlaps, keep_overlaps
from app.overlaps.probe import probe_of
from app.requests.assess import Assessment
from app.requests.draft import Draft
from app.schedules.take import take_places
from app.tables import RequestOccurrence, RequestTarget, RequestVersion, WorkRequest


def store(
    session: Session, row: WorkRequest, draft: Draft, assessment: Assessment, actor: Actor, now: datetime
) -> None:
    """Store `row` as `draft` has it: version, targets, occurrences, form, keys, overlaps, bundle, visits."""
    before = probe_of(row) if row.version else None
    for name, value in draft.columns.items():
        setattr(row, name, value)
    row.version, row.updated_at = row.version + 1, now
    session.add(row)
    session.flush()
    write_version(session, row, draft.body.model_dump(mode="json"), actor, now)
    if before is not None:
        _drop_targets(session, row)
    _write_targets(session, row, draft)
    if draft.body.form:
        keep_form(session, row, Edition(draft.body.form.title, draft.tables), now)
    if before is None:
        file_keys(session, draft.probe)
        pairs = add_overlaps(session, draft.probe, assessment.found, now)
    else:
        refile_keys(session, before, draft.probe)
        pairs = keep_overlaps(session, draft.probe, assessment.found, now)
    if before is None and not TOGETHER.intersection(pair.state for pair in pairs):
        stand_alone(session, row.id, row.home, now)
    else:
        settle_bundles(session, [row.id], now)
    take_places(session, row, assessment.places, now)


def write_version(
    session: Session, row: WorkRequest, body: dict[str, object], actor: Actor, now: datetime
) -> None:
    """Keep what this version said, and who wrote it."""
    session.add(
        RequestVersion(
            id=new_id(), home=row.home, request_id=row.id, version=row.version, body=body, state=row.state,
            written_at=now, written_by=actor.key_id,
        )
    )  # fmt: skip


def _drop_targets(session: Session, row: WorkRequest) -> None:
    for kind in (RequestTarget, RequestOccurrence):
        session.execute(delete(kind).where(kind.home == row.home, kind.request_id == row.id))


def _write_targets(session: Session, row: WorkRequest, draft: Draft) -> None:
    session.add_all(
        RequestTarget(id=new_id(), home=row.home, request_id=row.id, code=code) for code in row.targets
    )
    session.add_all(
        RequestOccurrence(id=new_id(), home=row.home, request_id=row.id, period=period, due=due)
        for period, due in draft.occurrences
    )
