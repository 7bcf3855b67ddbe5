"""The calls about overlaps and bundles."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from app.domain.matching import draw_waterfall
from app.kit.auth import Actor, Role, allow
from app.kit.web import English, Now, PageQuery, Read, Write, link_next
from app.overlaps.backlog import oldest, weightiest
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.queries import (
    decided_lines,
    decisions_on,
    find_bundle,
    find_overlap,
    find_shown,
    names_of,
    requests_by_id,
    shared_bundle,
    visible_overlaps,
)
from app.overlaps.schemas import (
    BundleOut,
    DecisionIn,
    OverlapDetail,
    OverlapList,
    OverlapPair,
    judgement_of,
    show_bundle,
    show_detail,
    show_pair,
)
from app.tables import Overlap

router = APIRouter(prefix="/v1", tags=["overlaps"])

Decider = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]
State = Literal["proposed", "merged", "confirmed", "rejected"]
Verdict = Literal["duplicate", "overlap", "related"]


@dataclass(frozen=True)
class QueueQuery:
    """What of the queue is asked for, and in which order."""

    state: Annotated[State | None, Query()] = None
    verdict: Annotated[Verdict | None, Query()] = None
    order: Annotated[Literal["burden", "age"], Query()] = "burden"


@router.get("/overlaps")
def list_overlaps(
    actor: Decider,
    session: Read,
    page: PageQuery,
    english: English,
    request: Request,
    response: Response,
    chosen: Annotated[QueueQuery, Depends()],
) -> OverlapList:
    """The review queue 重叠审核队列: pairs that concern the coordinator's division.

    `state=proposed` is what waits for a decision: a decided pair leaves it and comes back only by `reopen`.
    Ordered by how much burden hangs on a pair (townships × half-days × how open the answer is), or by `age`.
    """
    query = visible_overlaps(actor)
    if chosen.state is not None:
        query = query.where(Overlap.state == chosen.state)
    if chosen.verdict is not None:
        query = query.where(Overlap.verdict == chosen.verdict)
    read_page = weightiest if chosen.order == "burden" else oldest
    rows, cursor = read_page(session, actor, query, page)
    link_next(request, response, cursor)
    sides = requests_by_id(session, [id_ for row in rows for id_ in (row.first_id, row.second_id)])
    names = names_of(session, sides.values())
    return OverlapList(items=[show_pair(row, sides, names, english) for row in rows], next=cursor)


@router.get(
    "/overlaps/decided",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
def export_decisions(actor: Decider, session: Read) -> Response:
    """The decided pairs 已决定的重叠, a JSON line each, as `jianfu refit` reads them."""
    lines = decided_lines(session, visible_overlaps(actor))
    return Response("".join(lines), media_type="application/x-ndjson")


@router.get(
    "/overlaps/{id}",
    response_model=OverlapDetail,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
def read_overlap(
    id: str,
    actor: Annotated[Actor, allow(Role.DEPARTMENT, Role.COORDINATOR, Role.ADMIN)],
    session: Read,
    english: English,
    format: Annotated[Literal["json", "svg"], Query()] = "json",
) -> OverlapDetail | Response:
    """One pair 一对重叠: its evidence and every decision on it; `format=svg` draws the reasons as bars."""
    row = find_shown(session, actor, id)
    if format == "svg":
        return Response(draw_waterfall(judgement_of(row), english), media_type="image/svg+xml")
    sides = requests_by_id(session, (row.first_id, row.second_id))
    pair = show_pair(row, sides, names_of(session, sides.values()), english)
    return show_detail(pair, decisions_on(session, row), shared_bundle(session, row))


@router.post("/overlaps/{id}/decision")
def decide(
    id: str, body: DecisionIn, actor: Decider, session: Write, now: Now, english: English
) -> OverlapPair:
    """Decide a pair 确认或否定重叠: confirm, reject, or reopen an earlier decision.

    409 with who decided what, where somebody was quicker: a decision is taken back by `reopen` alone.
    """
    row = find_overlap(session, actor, id)
    ruling = Ruling(body.decision, body.lead_department, body.note, body.version)
    decide_overlap(session, actor, row, ruling, now)
    sides = requests_by_id(session, (row.first_id, row.second_id))
    return show_pair(row, sides, names_of(session, sides.values()), english)


@router.get("/bundles/{id}")
def read_bundle(
    id: str,
    actor: Annotated[Actor, allow(Role.DEPARTMENT, Role.TOWNSHIP, Role.COORDINATOR, Role.ADMIN)],
    session: Read,
) -> BundleOut:
    """A bundle 并办任务: the requests that are done as one, as far as the caller may see them."""
    bundle, members = find_bundle(session, actor, id)
    return show_bundle(bundle, members, names_of(session, members))
