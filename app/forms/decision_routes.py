"""The calls by which a coordinator sees what was decided about fields, and decides otherwise."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.domain.merging import teaches
from app.forms.decisions import decide_anew, page_of_decisions
from app.kit.auth import Actor, Role, allow
from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.kit.web import Now, PageQuery, Read, Write, link_next
from app.tables import FieldDecision

router = APIRouter(prefix="/v1/field-decisions", tags=["forms"])
Decider = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]


class KeptDecision(BaseModel):
    """One decision on a pair of cells. Of several on one pair the newest counts."""

    id: str
    decision: Literal["merge", "keep_apart"]
    labels: tuple[str, str]
    departments: tuple[str, str]
    teaches: bool = Field(description="the two labels are synonyms in the division's other forms too")
    decided_at: datetime


class KeptDecisions(BaseModel):
    """A page of decisions, the newest first."""

    items: list[KeptDecision]
    next: str | None = None


class AnewIn(BaseModel):
    """The decision that shall count from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"decision": "keep_apart"}]})

    decision: Literal["merge", "keep_apart"]


@router.get("")
def list_decisions(
    request: Request, response: Response, actor: Decider, session: Read, page: PageQuery
) -> KeptDecisions:
    """What was decided about fields 指标的决定: it holds over editions, and what it taught of words."""
    rows, cursor = page_of_decisions(session, actor.division, page)
    link_next(request, response, cursor)
    return KeptDecisions(items=[_shown(row) for row in rows], next=cursor)


@router.post("/{id}", status_code=201)
def decide_otherwise(id: str, body: AnewIn, actor: Decider, session: Write, now: Now) -> KeptDecision:
    """Decide a pair anew 改变决定: the earlier decision stays readable, the new one counts.

    `keep_apart` takes back what a merge taught the division's other forms.
    """
    return _shown(decide_anew(session, actor, id, body.decision, now))


def _shown(row: FieldDecision) -> KeptDecision:
    merged = row.decision == "merge"
    return KeptDecision(
        id=public_id("fdc", row.home, row.id),
        decision="merge" if merged else "keep_apart",
        labels=(row.labels[0], row.labels[1]),
        departments=(row.first_department, row.second_department),
        teaches=merged and teaches(*row.labels),
        decided_at=row.decided_at.astimezone(SHANGHAI),
    )
