"""Sets right what was read wrongly in a request's form, and remembers it for the form's next edition."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.merging import CannotCorrect, Corrected, correct
from app.forms.corrections import CorrectionIn, told
from app.forms.encoding import decode_form
from app.forms.keep import Edition, latest_forms
from app.forms.remember import remember
from app.kit.auth import Actor
from app.kit.problems import Fault, Invalid, NotFound, Problem
from app.kit.words import Words
from app.requests.assess import Assessment
from app.requests.attach import attach_form
from app.requests.draft import Draft
from app.tables import Form, WorkRequest


class NotRead(Problem):
    slug = "not-read-from-a-file"
    status = 409
    title = Words("这张表不是从文件读出的，无需更正", "The form was not read from a file")
    remedy = Words("请把改好的表以 JSON 重新发送。", "Send the mended form as JSON again.")


def correct_form(
    session: Session, actor: Actor, row: WorkRequest, corrections: Sequence[CorrectionIn], now: datetime
) -> tuple[Form, Draft, Assessment]:
    """Keep a corrected edition of the newest form and match the request anew; all corrections or none.

    Raises NotFound without a form, NotRead for one that came as JSON, Invalid with a pointer to the
    correction that fits no place, and NotActive.
    """
    forms = latest_forms(session, [row])
    if not forms:
        raise NotFound(Words("这个任务没有表格。", "This request has no form."))
    form = forms[0]
    if form.workbook is None:
        raise NotRead
    state = _corrected(form, corrections)
    notes = [told(one, now, remembered=False) for one in state.said]
    edition = Edition(
        title=next((table.title for table in state.tables if table.title), form.title),
        tables=state.tables,
        not_understood=tuple(
            {"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in state.not_understood
        ),
        file_name=form.file_name,
        workbook=form.workbook,
        subject=form.subject,
        corrections=(*form.corrections, *notes),
    )
    kept, draft, assessment = attach_form(session, actor, row, edition, now, action="form.correct")
    remember(session, actor, row, kept, state.said, now)
    return kept, draft, assessment


def _corrected(form: Form, corrections: Sequence[CorrectionIn]) -> Corrected:
    tables = decode_form("", form.title, "", form.tables).tables
    odd = [(one["sheet"], one["cell"], one["text"]) for one in form.not_understood]
    try:
        return correct(tables, odd, [one.to_correction() for one in corrections])
    except CannotCorrect as error:
        wrong = corrections[error.number]
        remedy = Words(
            "对照 GET /v1/requests/{id}/form 的 sheet、cell、column 改正。",
            "Compare with sheet, cell and column in GET /v1/requests/{id}/form.",
        )
        fault = Fault(
            Words(error.text, error.text_en), remedy, pointer=f"/corrections/{error.number}",
            sheet=wrong.sheet, cell=wrong.cell or wrong.column,
        )  # fmt: skip
        raise Invalid(faults=[fault]) from error
