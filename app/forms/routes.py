"""The calls by which townships fill shared templates and departments fetch their returns."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from app.domain.merging import answers_schema
from app.forms.briefs import list_briefs
from app.forms.decide import Ruling, decide_fields
from app.forms.files import send_file, template_workbook, template_xlsform
from app.forms.fill import fill_template, try_template
from app.forms.filled import read_filling, read_sent
from app.forms.open import Wanted, asked_template, open_template
from app.forms.queries import find_own_request, newest_returns
from app.forms.returns import write_return
from app.forms.schemas import (
    FieldDecisionIn,
    FieldDecisionOut,
    ReturnList,
    TemplateList,
    TemplateOut,
    show_decision,
    show_return,
    show_template,
)
from app.forms.submissions import SubmissionIn, SubmissionOut, show_submission
from app.forms.upload import WORKBOOK_BODY, XLSX, Uploaded
from app.forms.versions import earlier_versions
from app.kit.auth import Actor, Role, allow
from app.kit.clock import local_date
from app.kit.problems import BadRequest, Fault, NotFound
from app.kit.web import Now, Read, Write
from app.kit.words import Words
from app.overlaps.queries import find_bundle, names_of
from app.registry.scope import require_township, require_within
from app.tables import Form

router = APIRouter(prefix="/v1", tags=["forms"])

Clerk = Annotated[Actor, allow(Role.TOWNSHIP, Role.COORDINATOR, Role.ADMIN)]
Filler = Annotated[Actor, allow(Role.TOWNSHIP)]
Township = Annotated[str, Path(max_length=12, pattern=r"^\d+$", examples=["990101001"])]
Period = Annotated[str | None, Query(max_length=8, description="2026-11, 2026-Q4 …; the next due by default")]
Format = Annotated[Literal["json", "xlsx"] | None, Query()]
TemplateFormat = Annotated[Literal["json", "xlsx", "schema", "xlsform"] | None, Query()]
SCHEMA = "application/schema+json"
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}
TEMPLATE: dict[int | str, dict[str, Any]] = {
    200: {"content": {**WORKBOOK[200]["content"], SCHEMA: {"schema": {"type": "object"}}}}
}


@router.get("/townships/{code}/templates")
def list_templates(code: Township, actor: Clerk, session: Read) -> TemplateList:
    """What a township has to fill 待填共享模板, by due date, each form once for all departments."""
    require_township(session, actor, code)
    return TemplateList(items=list_briefs(session, code))


@router.get("/bundles/{id}/template", response_model=TemplateOut, responses=TEMPLATE)
def read_template(
    id: str,
    actor: Clerk,
    session: Read,
    now: Now,
    township: Annotated[str, Query(max_length=12, pattern=r"^\d+$")],
    period: Period = None,
    format: TemplateFormat = None,
    accept: Annotated[str, Header()] = "",
) -> Any:
    """A shared template 共享模板, filled as far as it is: JSON, or a workbook by Accept or ?format=xlsx.

    `?format=schema` is the JSON Schema 2020-12 of the answers that a submission takes, `?format=xlsform` an
    XLSForm for ODK, KoboToolbox and Enketo, whose submissions are sent back in `collected`.
    Only the township itself sees its answers here; others see the template without them.
    """
    place = require_township(session, actor, township)
    wanted = Wanted(id, township, period)
    if format == "schema":
        asked = asked_template(session, wanted, local_date(now))
        return JSONResponse(answers_schema(asked.shared, asked.title), media_type=SCHEMA)
    opened = open_template(session, wanted, local_date(now), own=actor.role is Role.TOWNSHIP)
    if format == "xlsform":
        return template_xlsform(opened, place.name)
    if format == "xlsx" or (format is None and XLSX in accept):
        return template_workbook(opened, place.name)
    return show_template(opened)


@router.post("/bundles/{id}/fields/decision")
def decide(
    id: str,
    body: FieldDecisionIn,
    actor: Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)],
    session: Write,
    now: Now,
) -> FieldDecisionOut:
    """Decide whether two fields are one 指标合并或分列; it holds for later editions of the forms too.

    One field alone with `keep_apart` is split into the fields that it was merged from.
    """
    bundle, _ = find_bundle(session, actor, id)
    if body.township is not None:
        require_township(session, actor, body.township)
    rows = decide_fields(
        session, actor, bundle, Ruling(tuple(body.fields), body.decision, body.township), now
    )
    return show_decision(rows, body.decision, now)


@router.post(
    "/townships/{code}/submissions",
    status_code=201,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": SubmissionIn.model_json_schema()},
                **WORKBOOK_BODY["content"],
            },
        }
    },
)
def submit_answers(
    code: Township,
    upload: Uploaded,
    actor: Filler,
    session: Write,
    now: Now,
    response: Response,
    bundle: Annotated[
        str | None, Query(max_length=80, description="with a workbook that does not name its bundle")
    ] = None,
    period: Period = None,
    dry_run: Annotated[bool, Query(description="check everything and store nothing")] = False,
) -> SubmissionOut:
    """Fill a template 填报, as JSON or as the filled workbook; parts may follow, a blank erases nothing.

    A workbook that was fetched here names its bundle and period itself.
    """
    require_within(actor, code)
    filling = read_filling(upload, code, bundle, period)  # before the write lock is taken
    require_township(session, actor, code)
    template = asked_template(session, Wanted(filling.bundle, code, filling.period), local_date(now))
    sent = read_sent(session, template, filling)
    take = try_template if dry_run else fill_template
    filled = take(session, actor, template, sent, now)
    if dry_run:
        response.status_code = 200
    return show_submission(template, filled, names_of(session, template.requests), stored=not dry_run)


@router.get("/requests/{id}/returns", response_model=ReturnList, responses=WORKBOOK)
def read_returns(
    id: str,
    actor: Annotated[Actor, allow(Role.DEPARTMENT)],
    session: Read,
    township: Annotated[str | None, Query(max_length=12)] = None,
    period: Period = None,
    format: Format = None,
    accept: Annotated[str, Header()] = "",
) -> Any:
    """A department's own form, filled 报表回执: JSON, or the workbook of one township in its own layout.

    A corrected return tells under `changes` what differs from the version before.
    """
    request = find_own_request(session, actor, id)
    rows = newest_returns(session, request, township, period)
    if format != "xlsx" and (format is not None or XLSX not in accept):
        earlier = earlier_versions(session, request, rows)
        return ReturnList(items=[show_return(row, earlier.get((row.township, row.period))) for row in rows])
    if township is None or len(rows) > 1:
        words = Words("一次只能取一个乡镇一期的表格", "a workbook holds one township and one period")
        remedy = Words("加上 ?township= 和 ?period=。", "Add ?township= and ?period=.")
        raise BadRequest(words, [Fault(words, remedy, parameter="period" if township else "township")])
    if not rows:
        raise NotFound(Words("该乡镇还没有报送。", "This township has not reported yet."))
    form = session.scalars(select(Form).where(Form.home == request.home, Form.id == rows[0].form_id)).one()
    name = form.file_name or f"{form.title}.xlsx"
    return send_file(write_return(request, form, rows[0]), f"{township}_{name}")
