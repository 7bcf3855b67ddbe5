"""Finds the requests whose forms ask for what a ledger lists: what it spares the townships."""

from sqlalchemy.orm import Session

from app.domain.merging.sharing.rosters import subject_of
from app.forms.encoding import decode_form
from app.forms.keep import latest_forms
from app.kit.auth import Actor
from app.requests.queries import list_requests_with_forms
from app.tables import Form, Ledger, WorkRequest

SEARCHED = 200
"""Requests that are looked through, the newest first."""


def asked_by(session: Session, actor: Actor, ledger: Ledger) -> list[WorkRequest]:
    """The requests, of those that the actor may see, whose newest form lists the same objects."""
    requests = session.scalars(list_requests_with_forms(actor, None).limit(SEARCHED)).all()
    forms = {form.request_id: form for form in latest_forms(session, requests)}
    return [one for one in requests if _lists(forms[one.id], ledger)]


def _lists(form: Form, ledger: Ledger) -> bool:
    tables = decode_form("", form.title, "", form.tables).tables
    return any(
        table.kind == "ledger"
        and subject_of(table.title or form.title) == ledger.subject
        and any(field.grain == ledger.grain for field in table.fields)
        for table in tables
    )
