"""The figures for people who look rather than query: burden before and after, and where pairs stand."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup
from pydantic import field_validator
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import TOWNSHIP_DIGITS, ancestors, contains
from app.kit.auth import Actor, Role
from app.kit.clock import local_date, quarter_of
from app.kit.web import Now, Read
from app.pages.page import PageRoute, draw, reads_english
from app.pages.visitor import visitor
from app.pages.wording import GROUPS, OVERLAP_STATES, VERDICTS
from app.registry.scope import within
from app.statistics.asked import Asked, question_of
from app.statistics.burden import count_burden
from app.statistics.chart import draw_burden
from app.statistics.formats import MEDIA_TYPES, to_csv
from app.statistics.overlaps import count_overlaps
from app.tables import Division

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Analyst = Annotated[Actor, visitor(Role.ANALYST, Role.COORDINATOR, Role.ADMIN)]

MOST = 200
"""Rows on the page; the file for a spreadsheet has all."""


class Looked(Asked):
    """The parameters as a browser sends them, with empty boxes."""

    @field_validator("since", "until", mode="before")
    @classmethod
    def _empty(cls, sent: object) -> object:
        return sent or None


@router.get("/statistics")
def show_statistics(
    request: Request, asked: Annotated[Looked, Query()], actor: Analyst, session: Read, now: Now
) -> Response:
    """Burden and overlaps of a division; the quarter that runs where nothing is asked yet."""
    if not request.query_params:
        first, last = quarter_of(local_date(now))
        asked = Looked.model_validate({"from": first, "to": last})
    english = reads_english(request)
    question = question_of(session, actor, asked, now)
    burden = count_burden(session, question, english)
    [pairs] = count_overlaps(session, replace(question, group_by=()), english).rows
    return draw(
        request, "statistics.html", asked=question, places=_places(session, actor, question.division),
        picture=Markup(draw_burden(burden, english)),  # it escapes what it is given
        burden=burden, most=MOST, pairs=pairs, groups=GROUPS, verdicts=VERDICTS, states=OVERLAP_STATES,
    )  # fmt: skip


@router.get("/statistics/{name}.csv")
def download_statistic(
    request: Request,
    name: Literal["burden", "overlaps"],
    asked: Annotated[Looked, Query()],
    actor: Analyst,
    session: Read,
    now: Now,
) -> Response:
    """The rows that the page shows, all of them, as the call gives them."""
    question = question_of(session, actor, asked, now)
    count = count_burden if name == "burden" else count_overlaps
    statistic = count(session, question, reads_english(request))
    told = f'attachment; filename="{name}_{question.division}.csv"'
    return Response(to_csv(statistic), media_type=MEDIA_TYPES["csv"], headers={"Content-Disposition": told})


def _places(session: Session, actor: Actor, chosen: str) -> dict[str, str]:
    """From the actor's division down to the chosen one, each with the places right below it."""
    path = [code for code in ancestors(chosen) if contains(actor.division, code)]
    query = select(Division.code, Division.name).where(
        within(Division.code, actor.division),
        or_(Division.code == actor.division, Division.parent.in_(path)),
        func.length(Division.code) <= TOWNSHIP_DIGITS,
        Division.valid_to.is_(None),
    )
    return dict(session.execute(query.order_by(Division.code)).all())
