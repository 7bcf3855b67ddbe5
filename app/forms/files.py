"""The files that a template goes out as: the township's workbook, the form for phones, each with its name."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Response

from app.domain.merging import Heading, write_shared_workbook
from app.domain.merging.sharing.xls_question import Known
from app.domain.merging.sharing.xlsform import write_xlsform
from app.forms.edition import edition_of
from app.forms.open import Opened
from app.forms.template import Template
from app.forms.upload import XLSX
from app.kit.ids import public_id


def template_workbook(opened: Opened, place: str) -> Response:
    """The workbook to fill in, with what is answered so far and what is offered to be confirmed."""
    template, submission = opened.template, opened.submission
    heading = _heading(template, place, opened.names, submission.version if submission else 0)
    data = write_shared_workbook(template.shared, heading, opened.answers, opened.carried)
    return send_file(data, f"{template.title}（共享模板）.xlsx")


def template_xlsform(opened: Opened, place: str) -> Response:
    """The XLSForm for ODK, KoboToolbox and Enketo."""
    template, submission = opened.template, opened.submission
    heading = _heading(template, place, opened.names, submission.version if submission else 0)
    known = Known(opened.answers, opened.carried)
    data = write_xlsform(template.shared, heading, known)
    return send_file(data, f"{template.title}（XLSForm）.xlsx")


def send_file(data: bytes, name: str) -> Response:
    """A workbook to be saved under `name` (RFC 6266)."""
    disposition = f"attachment; filename=\"file.xlsx\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=XLSX, headers={"Content-Disposition": disposition})


def _heading(template: Template, place: str, names: Mapping[str, str], version: int) -> Heading:
    senders = {public_id("req", one.home, one.id): names[one.department] for one in template.requests}
    bundle = public_id("bun", template.bundle.home, template.bundle.id)
    marks = {
        "township": template.township,
        "bundle": bundle,
        "period": template.period,
        "version": str(version),
        "edition": edition_of(template),
    }
    return Heading(template.title, place, senders, marks)
