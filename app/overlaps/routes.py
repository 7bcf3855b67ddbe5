"""The calls about overlaps and bundles."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from app.kit.auth import Actor, Role, allow
from app.kit.web import English, Now, PageQuery, Read, Write, cut_page, link_next
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.queries import find_bundle, find_overlap, names_of, requests_by_id, visible_overlaps
from app.overlaps.schemas import (
    BundleOut,
    DecisionIn,
    OverlapList,
    OverlapPair,
    show_bundle,
    show_pair,
)
from app.tables import Overlap

router = APIRouter(prefix="/v1", tags=["overlaps"])

Decider = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]
State = Literal["proposed", "merged", "confirmed", "rejected"]
Verdict = Literal["duplicate", "overlap", "related"]


@router.get("/overlaps")
def list_overlaps(
    actor: Decider,
    session: Read,
    page: PageQuery,
    english: English,
    request: Request,
    response: Response,
    state: Annotated[State | None, Query()] = None,
    verdict: Annotated[Verdict | None, Query()] = None,
) -> OverlapList:
    """The review queue 重叠审核队列: pairs that concern the coordinator's division, oldest first."""
    query = visible_overlaps(actor).order_by(Overlap.id).limit(page.limit + 1)
    if state is not None:
        query = query.where(Overlap.state == state)
    if verdict is not None:
        query = query.where(Overlap.verdict == verdict)
    if (after := page.after_id()) is not None:
        query = query.where(Overlap.id > after)
    rows, cursor = cut_page(session.scalars(query).all(), page, lambda row: [str(row.id)])
    link_next(request, response, cursor)
    sides = requests_by_id(session, [id_ for row in rows for id_ in (row.first_id, row.second_id)])
    names = names_of(session, sides.values())
    return OverlapList(items=[show_pair(row, sides, names, english) for row in rows], next=cursor)


@router.post("/overlaps/{id}/decision")
def decide(
    id: str, body: DecisionIn, actor: Decider, session: Write, now: Now, english: English
) -> OverlapPair:
    """Decide a pair 确认或否定重叠: confirm, reject, or reopen an earlier decision."""
    row = find_overlap(session, actor, id)
    decide_overlap(session, actor, row, Ruling(body.decision, body.lead_department, body.note), now)
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
