"""The calls about overlaps and bundles."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from app.domain.matching import draw_waterfall
from app.kit.auth import Actor, Role, allow
from app.kit.ids import public_id
from app.kit.web import English, Now, PageQuery, Read, Write, link_next
from app.overlaps.around import look_around
from app.overlaps.backlog import Chosen, State, When, read_queue
from app.overlaps.claims import LEASE, claim_pair, release_pair
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.queries import (
    decided_lines,
    decisions_on,
    find_bundle,
    find_overlap,
    find_shown,
    names_of,
    shared_bundle,
)
from app.overlaps.schemas import (
    BundleOut,
    ClaimedPairs,
    ClaimsIn,
    DecidedPair,
    DecisionIn,
    OverlapDetail,
    OverlapList,
    OverlapPair,
    Verdict,
    judgement_of,
    show_bundle,
    show_detail,
    show_pair,
)
from app.overlaps.take import take_next
from app.overlaps.visible import visible_overlaps

router = APIRouter(prefix="/v1", tags=["overlaps"])

Decider = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]


@dataclass(frozen=True)
class QueueQuery:
    """What of the queue is asked for, and in which order."""

    state: Annotated[State | None, Query()] = None
    verdict: Annotated[Verdict | None, Query()] = None
    order: Annotated[Literal["burden", "age"], Query()] = "burden"
    whose: Annotated[Literal["all", "free", "mine"], Query(description="who reads the pair now")] = "all"
    when: Annotated[
        When,
        Query(description="open: what waits only while a decision counts; past: what is over; all: both"),
    ] = "open"


@router.get("/overlaps")
def list_overlaps(
    actor: Decider,
    session: Read,
    page: PageQuery,
    english: English,
    request: Request,
    response: Response,
    now: Now,
    asked: Annotated[QueueQuery, Depends()],
) -> OverlapList:
    """The review queue 重叠审核队列: pairs that concern the coordinator's division.

    `state=proposed` is what waits for a decision: a decided pair leaves it and comes back only by `reopen`.
    What nobody decided by `decide_by`, the last day on which that changes anything, waits no longer: it is
    read with `when=past`, and can be decided still, for the next edition to follow.
    Ordered by how much burden hangs on a pair (townships × half-days × how open the answer is), or by `age`.
    """
    chosen = Chosen(now, asked.state, asked.verdict, asked.order, asked.whose, asked.when)
    rows, cursor = read_queue(session, actor, chosen, page)
    link_next(request, response, cursor)
    around = look_around(session, actor, rows, now)
    return OverlapList(items=[show_pair(row, around, english) for row in rows], next=cursor)


@router.post("/overlaps/claims")
def claim_overlaps(
    body: ClaimsIn, actor: Decider, session: Write, now: Now, english: English
) -> ClaimedPairs:
    """Claim the next pairs 领取待审: the heaviest that wait and that nobody else reads, for fifteen minutes.

    What the caller holds already comes with them. A claim ends with the decision, by `DELETE`, or by itself.
    """
    rows = take_next(session, actor, Chosen(now, verdict=body.verdict), body.limit)
    around = look_around(session, actor, rows, now)
    return ClaimedPairs(items=[show_pair(row, around, english) for row in rows], until=now + LEASE)


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
    now: Now,
    format: Annotated[Literal["json", "svg"], Query()] = "json",
) -> OverlapDetail | Response:
    """One pair 一对重叠: its evidence and every decision on it; `format=svg` draws the reasons as bars."""
    row = find_shown(session, actor, id)
    if format == "svg":
        return Response(draw_waterfall(judgement_of(row), english), media_type="image/svg+xml")
    pair = show_pair(row, look_around(session, actor, [row], now), english)
    return show_detail(pair, decisions_on(session, row), shared_bundle(session, row))


@router.post("/overlaps/{id}/decision")
def decide(
    id: str, body: DecisionIn, actor: Decider, session: Write, now: Now, english: English
) -> DecidedPair:
    """Decide a pair 确认或否定重叠: confirm, reject, or reopen an earlier decision.

    The decision holds for pairs that ask the same, this month's and next month's, and for forwarded copies;
    `reopen` takes it back from them too. 409 with who decided what, where somebody was quicker (a decision is
    taken back by `reopen` alone), and where somebody else reads the pair.
    """
    row = find_overlap(session, actor, id)
    ruling = Ruling(body.decision, body.lead_department, body.note, body.version)
    carried = decide_overlap(session, actor, row, ruling, now)
    pair = show_pair(row, look_around(session, actor, [row], now), english)
    return DecidedPair(**dict(pair), carried=[public_id("ovl", one.home, one.id) for one in carried])


@router.post("/overlaps/{id}/claim")
def claim(id: str, actor: Decider, session: Write, now: Now, english: English) -> OverlapPair:
    """Claim one pair 领取一对 for fifteen minutes, or hold it longer; 409 where another reads it."""
    row = find_overlap(session, actor, id)
    claim_pair(session, actor, row, now)
    return show_pair(row, look_around(session, actor, [row], now), english)


@router.delete("/overlaps/{id}/claim", status_code=204)
def release(id: str, actor: Decider, session: Write) -> None:
    """Give a claimed pair back 退回一对; one that the caller does not hold stays as it is."""
    release_pair(session, actor, find_overlap(session, actor, id))


@router.get("/bundles/{id}")
def read_bundle(
    id: str,
    actor: Annotated[Actor, allow(Role.DEPARTMENT, Role.TOWNSHIP, Role.COORDINATOR, Role.ADMIN)],
    session: Read,
) -> BundleOut:
    """A bundle 并办任务: the requests that are done as one, as far as the caller may see them."""
    bundle, members = find_bundle(session, actor, id)
    return show_bundle(bundle, members, names_of(session, members))
