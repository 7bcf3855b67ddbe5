"""The calls by which departments post, check, change, withdraw and read requests."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from app.forms.corrections import CorrectionsIn
from app.forms.keep import latest_forms
from app.forms.schemas import FormOut, show_form
from app.forms.upload import WORKBOOK_BODY, Uploaded
from app.kit import idempotency
from app.kit.auth import Actor, Role, allow
from app.kit.problems import NotFound
from app.kit.web import (
    English,
    Now,
    PageQuery,
    Read,
    StrictDate,
    Write,
    check_if_match,
    cut_page,
    etag,
    link_next,
)
from app.kit.words import Words
from app.overlaps.queries import names_of, overlaps_shown
from app.overlaps.schemas import OverlapOut, show_stored
from app.requests.answer import answer_checked, answer_stored
from app.requests.assess import assess
from app.requests.attach import attach_form, edition_of, read_edition, read_form_body, recall_corrections
from app.requests.batch import Batch, run_batch
from app.requests.body import Kind, RequestIn, RequestPatch
from app.requests.change import change_request, hold, withdraw_request
from app.requests.correct import correct_form
from app.requests.draft import read_draft
from app.requests.queries import Wanted, departments_of, find_request, list_requests, occurrences_of
from app.requests.schemas import Answer, RequestList, RequestOut, show_request
from app.requests.submit import submit_request

router = APIRouter(prefix="/v1/requests", tags=["requests"])

Sender = Annotated[Actor, allow(Role.DEPARTMENT)]
Reader = Annotated[Actor, allow(Role.DEPARTMENT, Role.COORDINATOR, Role.ADMIN)]
IfMatch = Annotated[str | None, Header(max_length=100)]


async def _raw_body(request: Request) -> bytes:
    return await request.body()


@router.post("", status_code=201, response_model=Answer)
def submit(
    body: RequestIn,
    actor: Sender,
    session: Write,
    now: Now,
    english: English,
    response: Response,
    idempotency_key: Annotated[str | None, Header(max_length=257)] = None,
) -> Answer | JSONResponse:
    """Post a request 提交任务; the answer tells at once what it overlaps with and what it causes."""
    key = idempotency.normalize_key(idempotency_key) if idempotency_key else None
    call = idempotency.Call(
        actor.division,
        actor.department or "",
        "POST /v1/requests",
        key or "",
        body.model_dump_json().encode(),
    )
    if key and (stored := idempotency.begin(session, call, now)):
        return JSONResponse(stored.body, stored.status or 201, {"Idempotent-Replayed": "true"})
    row, draft, assessment = submit_request(session, actor, body, now, key)
    answer = answer_stored(session, row, draft, assessment, english)
    if key:
        idempotency.finish(session, call, 201, answer.model_dump(mode="json", by_alias=True))
    response.headers["Location"] = f"/v1/requests/{answer.request.id}" if answer.request else ""
    response.headers["ETag"] = etag(row.version)
    return answer


@router.post("/check")
def check(body: RequestIn, actor: Sender, session: Read, now: Now, english: English) -> Answer:
    """What a request would cause 发文前预检: the answer of a submission, and nothing is stored."""
    draft = read_draft(session, actor, body)
    return answer_checked(session, draft, assess(session, draft, now), english)


class BatchLine(BaseModel):
    """One line of the answer: the answer to that line, or its problem."""

    line: int
    status: int
    answer: Answer | None = None
    problem: dict[str, object] | None = None


class Ndjson(StreamingResponse):
    """One JSON object a line."""

    media_type = "application/x-ndjson"


@router.post(
    "/batch",
    response_class=Ndjson,
    responses={200: {"model": BatchLine, "description": "A line for each line sent, in order"}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": {"type": "string", "maxLength": 8388608}}},
        }
    },
)
def submit_batch(
    request: Request,
    lines: Annotated[bytes, Depends(_raw_body)],
    actor: Sender,
    now: Now,
    english: English,
    dry_run: Annotated[bool, Query(description="check every line and store none")] = False,
) -> Ndjson:
    """Post many requests 批量提交, one JSON object a line; a bad line refuses itself alone."""
    batch = Batch(request.app.state.database, actor, now, english, dry_run)
    return Ndjson(run_batch(lines, batch))


@router.get("")
def read_list(
    actor: Reader,
    session: Read,
    page: PageQuery,
    request: Request,
    response: Response,
    kind: Annotated[Kind | None, Query()] = None,
    state: Annotated[Literal["active", "withdrawn"] | None, Query()] = None,
    since: Annotated[
        StrictDate | None, Query(alias="from", description="windows that end on or after")
    ] = None,
    until: Annotated[
        StrictDate | None, Query(alias="to", description="windows that begin on or before")
    ] = None,
) -> RequestList:
    """Requests 任务列表: a department's own, a coordinator's county's, oldest first."""
    wanted = Wanted(kind, state, since, until, page.after_id())
    query = list_requests(actor, wanted).limit(page.limit + 1)
    rows, cursor = cut_page(session.scalars(query).all(), page, lambda row: [str(row.id)])
    link_next(request, response, cursor)
    departments = departments_of(session, {row.department for row in rows})
    occurrences = occurrences_of(session, rows)
    items = [show_request(row, departments[row.department], occurrences[row.id]) for row in rows]
    return RequestList(items=items, next=cursor)


@router.get("/{id}")
def read(id: str, actor: Reader, session: Read, response: Response) -> RequestOut:
    """One request 任务详情; its ETag is what a change must name."""
    row = find_request(session, actor, id)
    response.headers["ETag"] = etag(row.version)
    department = departments_of(session, {row.department})[row.department]
    return show_request(row, department, occurrences_of(session, [row])[row.id])


@router.patch("/{id}")
def change(
    id: str,
    body: RequestPatch,
    actor: Sender,
    session: Write,
    now: Now,
    english: English,
    response: Response,
    if_match: IfMatch = None,
) -> Answer:
    """Change a request 修改任务: a new version, matched anew; visits that still fit keep their dates."""
    row = find_request(session, actor, id)
    hold(session, row)
    check_if_match(if_match, row.version)
    draft, assessment = change_request(session, actor, row, body, now)
    response.headers["ETag"] = etag(row.version)
    return answer_stored(session, row, draft, assessment, english)


@router.post("/{id}/withdraw")
def withdraw(id: str, actor: Sender, session: Write, now: Now, response: Response) -> RequestOut:
    """Withdraw a request 撤回任务; its history stays. Withdrawing twice changes nothing."""
    row = find_request(session, actor, id)
    withdraw_request(session, actor, row, now)
    response.headers["ETag"] = etag(row.version)
    department = departments_of(session, {row.department})[row.department]
    return show_request(row, department, occurrences_of(session, [row])[row.id])


class FormAnswer(BaseModel):
    """The form as it was understood, and what the request causes now that its fields are known."""

    form: FormOut
    answer: Answer


@router.put(
    "/{id}/form",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/FormIn"}},
                **WORKBOOK_BODY["content"],
            },
        }
    },
)
def write_form(
    id: str,
    upload: Uploaded,
    actor: Sender,
    looks: Read,
    session: Write,
    now: Now,
    english: English,
    response: Response,
    if_match: IfMatch = None,
    remembered: Annotated[
        bool, Query(description="set right again what was set right in earlier editions of this form")
    ] = True,
) -> FormAnswer:
    """Give a request its form 上传表格, an .xlsx or JSON; what was not understood is listed by cell."""
    find_request(looks, actor, id)
    looks.rollback()
    # read before the write session begins: a workbook takes its time, and nobody has to wait for it
    edition = read_edition(upload) if upload.is_workbook else edition_of(read_form_body(upload.data))
    row = find_request(session, actor, id)
    hold(session, row)
    if if_match is not None:
        check_if_match(if_match, row.version)
    if remembered:
        edition = recall_corrections(session, row, edition)
    form, draft, assessment = attach_form(session, actor, row, edition, now)
    response.headers["ETag"] = etag(row.version)
    return FormAnswer(form=show_form(form), answer=answer_stored(session, row, draft, assessment, english))


@router.patch("/{id}/form")
def correct_reading(
    id: str,
    body: CorrectionsIn,
    actor: Sender,
    session: Write,
    now: Now,
    english: English,
    response: Response,
    if_match: IfMatch = None,
) -> FormAnswer:
    """Set right what was read wrongly in the form 更正表格识别; its next edition is set right by itself."""
    row = find_request(session, actor, id)
    hold(session, row)
    check_if_match(if_match, row.version)
    form, draft, assessment = correct_form(session, actor, row, body.corrections, now)
    response.headers["ETag"] = etag(row.version)
    return FormAnswer(form=show_form(form), answer=answer_stored(session, row, draft, assessment, english))


@router.get("/{id}/form")
def read_form(id: str, actor: Reader, session: Read, response: Response) -> FormOut:
    """The newest form of a request 表格, field by field; the ETag is what a correction must name."""
    row = find_request(session, actor, id)
    response.headers["ETag"] = etag(row.version)
    forms = latest_forms(session, [row])
    if not forms:
        raise NotFound(Words("这个任务没有表格。", "This request has no form."))
    return show_form(forms[0])


class OverlapsOut(BaseModel):
    """The overlaps of one request, the surest first."""

    items: list[OverlapOut]


@router.get("/{id}/overlaps")
def read_overlaps(id: str, actor: Reader, session: Read, english: English) -> OverlapsOut:
    """What a request overlaps with 重叠情况, and why."""
    row = find_request(session, actor, id)
    pairs = overlaps_shown(session, actor, row)
    names = names_of(session, [other for _, other in pairs])
    return OverlapsOut(
        items=[show_stored(pair, other, names[other.department], english) for pair, other in pairs]
    )
