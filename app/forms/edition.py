"""Names the edition of a template, and finds an earlier one again by its name."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.domain.merging import SharedForm, bring_over, known_answers
from app.forms.template import Template, merged_as_asked
from app.kit.problems import Fault, Problem
from app.kit.words import Words
from app.tables import Form, Submission, WorkRequest

_ID_BYTES = 16


class UnknownEdition(Problem):
    slug = "unknown-edition"
    status = 422
    title = Words("没有这个版本的模板，没有保存", "There is no such edition; nothing was stored")
    remedy = Words(
        "写入模板 JSON 里的 edition，或不写 edition、按现在的模板填报。",
        "Send the `edition` of the template that was fetched, or none and the present template's fields.",
    )


def edition_of(template: Template) -> str:
    """The name of the template's present edition: which edition of each form it is made of."""
    return urlsafe_b64encode(b"".join(form.id.bytes for form in template.forms)).decode().rstrip("=")


def find_edition(session: Session, template: Template, edition: str | None) -> SharedForm:
    """The shared form under an `edition` of this template's township and period; for None the present one.

    Forms of requests that have been withdrawn since or stand in another bundle by now are found too. Raises
    UnknownEdition.
    """
    if edition is None or edition == edition_of(template):
        return template.shared
    ids = _ids_in(edition)
    rows = session.execute(
        select(Form, WorkRequest)
        .join(WorkRequest, WorkRequest.id == Form.request_id)
        .where(Form.id.in_(ids), WorkRequest.home.in_(ancestors(template.township)))
    )
    found = {form.id: (request, form) for form, request in rows}
    earlier = merged_as_asked(session, template, [found[id_] for id_ in ids if id_ in found])
    if earlier is None or len(found) < len(ids):
        raise UnknownEdition(faults=[Fault(UnknownEdition.title, UnknownEdition.remedy, pointer="/edition")])
    return earlier


def answers_today(shared: SharedForm, submission: Submission | None) -> dict[str, Any]:
    """What a stored version answers of `shared`: answers to fields that have moved since come along, those to
    fields that went stay with the version."""
    if submission is None:
        return {}
    stored = SharedForm.from_json(submission.template)
    return known_answers(shared, bring_over(stored, shared, submission.answers).answers)


def _ids_in(edition: str) -> list[UUID]:
    try:
        data = urlsafe_b64decode(edition + "=" * (-len(edition) % 4))
    except (binascii.Error, ValueError):
        return []
    return [
        UUID(bytes=data[at : at + _ID_BYTES])
        for at in range(0, len(data) // _ID_BYTES * _ID_BYTES, _ID_BYTES)
    ]
