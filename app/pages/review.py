"""The coordinator's queue: each doubtful pair with its reasons drawn, and the decision one click away."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse

from app.domain.matching import draw_waterfall
from app.kit.auth import Actor, Role
from app.kit.web import Now, Page, Read, Write
from app.overlaps.backlog import oldest, weightiest
from app.overlaps.decide import Ruling, decide_overlap
from app.overlaps.queries import find_overlap, names_of, requests_by_id, visible_overlaps
from app.overlaps.schemas import Decision, OverlapPair, judgement_of, show_pair
from app.pages.page import HEADERS, PageRoute, draw, reads_english
from app.pages.visitor import visitor
from app.pages.wording import OVERLAP_STATES, VERDICTS
from app.tables import Overlap

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Decider = Annotated[Actor, visitor(Role.COORDINATOR, Role.ADMIN)]
State = Literal["proposed", "merged", "confirmed", "rejected"]
AT_ONCE = 10


class Queue(Page):
    """Which pairs are shown."""

    limit: int = Field(AT_ONCE, ge=1, le=50)
    state: State = "proposed"


@router.get("/overlaps")
def show_queue(request: Request, actor: Decider, session: Read, queue: Annotated[Queue, Query()]) -> Response:
    """Pairs in one state; what waits comes by the burden that hangs on it, the rest by age."""
    english = reads_english(request)
    chosen = visible_overlaps(actor).where(Overlap.state == queue.state)
    read_page = weightiest if queue.state == "proposed" else oldest
    rows, cursor = read_page(session, actor, chosen, queue)
    sides = requests_by_id(session, [id_ for row in rows for id_ in (row.first_id, row.second_id)])
    names = names_of(session, sides.values())
    pairs = [
        _shown(show_pair(row, sides, names, english), [(sides[one].department, names[sides[one].department])
         for one in (row.first_id, row.second_id)])
        for row in rows
    ]  # fmt: skip
    return draw(
        request, "review.html", pairs=pairs, next=cursor, state=queue.state, states=OVERLAP_STATES,
        verdicts=VERDICTS,
    )  # fmt: skip


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


@router.post("/overlaps/{id}")
def decide(id: str, sent: Annotated[Decided, Form()], actor: Decider, session: Write, now: Now) -> Response:
    """Decide a pair and show the queue again; 409 where somebody else decided it meanwhile."""
    row = find_overlap(session, actor, id)
    ruling = Ruling(sent.decision, sent.lead_department or None, sent.note, sent.version)
    decide_overlap(session, actor, row, ruling, now)
    return RedirectResponse(f"/pages/overlaps?state={sent.state}", 303)


def _shown(pair: OverlapPair, senders: list[tuple[str, str]]) -> dict[str, object]:
    return {**pair.model_dump(), "senders": list(dict.fromkeys(senders))}
