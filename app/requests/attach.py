"""Gives a request its form, as a workbook or as JSON, and looks anew at what the request overlaps with."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.matching import line_of
from app.domain.merging import WorkbookError, read_workbook_guarded, subject_of_title
from app.domain.merging.foreign.convert import as_workbook
from app.forms.keep import Edition, keep_form
from app.forms.posted import FormIn, tables_of
from app.forms.remember import recalled
from app.forms.upload import Upload, unreadable
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import public_id
from app.kit.validation import read_json
from app.overlaps.bundling import settle_bundles
from app.overlaps.candidates import refile_keys
from app.overlaps.keep import keep_overlaps
from app.overlaps.probe import probe_of
from app.overlaps.queue import wait_turn
from app.requests.assess import Assessment, assess
from app.requests.change import NotActive, current_body
from app.requests.draft import Draft, read_draft
from app.requests.store import write_version
from app.tables import Form, WorkRequest


def read_edition(upload: Upload) -> Edition:
    """The form in an uploaded file, which is kept as the workbook that it is read from: an .xls or a .docx as
    the .xlsx that it was turned into. Raises UnreadableWorkbook, saying where it stops making sense."""
    try:
        data, name = as_workbook(upload.data, upload.name)
        reading = read_workbook_guarded(data, name)
    except WorkbookError as error:
        raise unreadable(error) from error
    odd = tuple({"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in reading.not_understood)
    title = next((table.title for table in reading.tables if table.title), name)
    return Edition(title, reading.tables, odd, name, data, subject_of_title(title))


def read_form_body(data: bytes) -> FormIn:
    """The form in a JSON body. Raises BadRequest and Invalid with pointers."""
    return read_json(FormIn, data)


def edition_of(form: FormIn) -> Edition:
    """The form that came as JSON."""
    return Edition(form.title, tables_of(form), subject=subject_of_title(form.title))


def attach_form(
    session: Session,
    actor: Actor,
    row: WorkRequest,
    edition: Edition,
    now: datetime,
    *,
    action: str = "form.attach",
) -> tuple[Form, Draft, Assessment]:
    """Keep the edition and match the request anew, since its fields now speak too; `action` is what the
    audit record calls it. Raises NotActive."""
    wait_turn(session, row.targets)
    session.refresh(row)
    if row.state != "active":
        raise NotActive
    form = keep_form(session, row, edition, now)
    draft = read_draft(session, actor, current_body(session, row), row.id)
    assessment = assess(session, draft, now)
    refile_keys(session, probe_of(row), draft.probe)
    reading = draft.probe.reading
    row.reading, row.matter, row.line = reading.to_json(), reading.matter, line_of(reading)
    row.version, row.updated_at = row.version + 1, now
    body = draft.body.model_dump(mode="json") | {"form": {"title": form.title, "edition": form.version}}
    write_version(session, row, body, actor, now)
    keep_overlaps(session, draft.probe, assessment.found, now)
    settle_bundles(session, [row.id], now)
    record(session, actor, now, action, public_id("req", row.home, row.id), row.home, version=form.version)
    return form, draft, assessment


def recall_corrections(session: Session, row: WorkRequest, edition: Edition) -> Edition:
    """The edition with what its department set right in earlier editions of the same form."""
    return recalled(session, row.department, edition)
