"""The coordinator's queue: each doubtful pair with its reasons drawn, and the decision one click away."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse

from app.domain.matching import draw_waterfall
from app.kit.auth import Actor, Role
from app.kit.clock import SHANGHAI
from app.kit.web import Now, Page, Read, Write
from app.overlaps.around import look_around
from app.overlaps.backlog import Chosen, State, When, read_queue
from app.overlaps.claims import LEASE
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.queries import find_overlap
from app.overlaps.schemas import BESIDE, Around, Decision, judgement_of, show_pair
from app.overlaps.take import take_next
from app.pages.page import HEADERS, PageRoute, draw, reads_english
from app.pages.visitor import visitor
from app.pages.wording import OVERLAP_STATES, VERDICTS
from app.tables import Overlap

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Decider = Annotated[Actor, visitor(Role.COORDINATOR, Role.ADMIN)]
Whose = Literal["all", "free", "mine"]
AT_ONCE = 10


class Queue(Page):
    """Which pairs are shown."""

    limit: int = Field(AT_ONCE, ge=1, le=50)
    state: State = "proposed"
    whose: Whose = "all"
    when: When = "open"


@router.get("/overlaps")
def show_queue(
    request: Request, actor: Decider, session: Read, now: Now, queue: Annotated[Queue, Query()]
) -> Response:
    """Pairs in one state; what waits comes by the burden that hangs on it, the rest by age."""
    english = reads_english(request)
    order: Literal["burden", "age"] = "burden" if queue.state == "proposed" else "age"
    rows, cursor = read_queue(
        session, actor, Chosen(now, queue.state, None, order, queue.whose, queue.when), queue
    )
    around = look_around(session, actor, rows, now)
    return draw(
        request, "review.html", pairs=[_shown(row, around, english) for row in rows], next=cursor,
        state=queue.state, states=OVERLAP_STATES, verdicts=VERDICTS, whose=queue.whose, when=queue.when,
        at_once=AT_ONCE, minutes=LEASE // timedelta(minutes=1),
    )  # fmt: skip


@router.post("/overlaps/claims")
def claim_next(actor: Decider, session: Write, now: Now) -> Response:
    """Claim the next pairs that nobody else reads, and show them."""
    take_next(session, actor, Chosen(now), AT_ONCE)
    return RedirectResponse("/pages/overlaps?whose=mine", 303)


@router.get("/overlaps/{id}/reasons.svg")
def show_waterfall(request: Request, id: str, actor: Decider, session: Read) -> Response:
    """How the score of a pair came about."""
    picture = draw_waterfall(judgement_of(find_overlap(session, actor, id)), reads_english(request))
    return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": HEADERS["Cache-Control"]})


class Decided(BaseModel):
    """A decision as a browser sends it."""

    version: int
    decision: Decision
    lead_department: str = Field("", max_length=32)
    note: str = Field("", max_length=1000)
    state: State = "proposed"
    whose: Whose = "all"
    when: When = "open"


@router.post("/overlaps/{id}")
def decide(id: str, sent: Annotated[Decided, Form()], actor: Decider, session: Write, now: Now) -> Response:
    """Decide a pair and show the queue again; 409 where somebody else decided it meanwhile."""
    row = find_overlap(session, actor, id)
    ruling = Ruling(sent.decision, sent.lead_department or None, sent.note, sent.version)
    decide_overlap(session, actor, row, ruling, now)
    return RedirectResponse(f"/pages/overlaps?state={sent.state}&whose={sent.whose}&when={sent.when}", 303)


def _shown(row: Overlap, around: Around, english: bool) -> dict[str, object]:
    sides = [around.requests[id_] for id_ in (row.first_id, row.second_id)]
    senders = dict.fromkeys((side.department, around.names[side.department]) for side in sides)
    pair = show_pair(row, around, english)
    until = pair.claim and pair.claim.until.astimezone(SHANGHAI).strftime("%H:%M")
    beside = [one.text for one in pair.evidence if one.kind in BESIDE]
    return {**pair.model_dump(), "senders": list(senders), "until": until, "beside": beside}
