"""The calls by which analysts read statistics."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from app.kit.auth import Actor, Role, allow
from app.kit.web import English, Now, Read
from app.statistics.asked import AskedBurden, AskedOverlaps, question_of
from app.statistics.burden import count_burden
from app.statistics.chart import draw_burden
from app.statistics.formats import MEDIA_TYPES, StatisticOut, choose_format, to_csv, to_json, to_parquet
from app.statistics.overlaps import count_overlaps
from app.statistics.statistic import Statistic

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])

Analyst = Annotated[Actor, allow(Role.ANALYST, Role.COORDINATOR, Role.ADMIN)]
Accept = Annotated[str | None, Header()]
TABLES = ("json", "csv", "parquet")
_FILE = {"schema": {"type": "string", "format": "binary"}}


def _formats(*names: str) -> dict[int | str, dict[str, object]]:
    return {200: {"content": {MEDIA_TYPES[name]: _FILE for name in names if name != "json"}}}


@router.get("/overlaps", response_model=StatisticOut, responses=_formats(*TABLES))
def read_overlaps(
    asked: Annotated[AskedOverlaps, Query()],
    actor: Analyst,
    session: Read,
    now: Now,
    english: English,
    response: Response,
    accept: Accept = None,
) -> StatisticOut | Response:
    """Requests, overlapping pairs by verdict and state, and bundles 重叠统计."""
    statistic = count_overlaps(session, question_of(session, actor, asked, now), english)
    return _write(statistic, choose_format(asked.format, accept, TABLES), response, english)


@router.get("/burden", response_model=StatisticOut, responses=_formats(*TABLES, "svg"))
def read_burden(
    asked: Annotated[AskedBurden, Query()],
    actor: Analyst,
    session: Read,
    now: Now,
    english: English,
    response: Response,
    accept: Accept = None,
) -> StatisticOut | Response:
    """Visits, visit-days, cells and hours, before and after merging 负担统计."""
    statistic = count_burden(session, question_of(session, actor, asked, now), english)
    return _write(statistic, choose_format(asked.format, accept, (*TABLES, "svg")), response, english)


def _write(statistic: Statistic, format_: str, response: Response, english: bool) -> StatisticOut | Response:
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": "en" if english else "zh-CN"}
    if format_ == "json":
        response.headers.update(headers)
        return to_json(statistic)
    if format_ == "svg":
        return Response(draw_burden(statistic, english), headers=headers, media_type=MEDIA_TYPES["svg"])
    content = to_csv(statistic) if format_ == "csv" else to_parquet(statistic)
    name = f"{statistic.name}_{statistic.question.division}.{format_}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(content, headers=headers, media_type=MEDIA_TYPES[format_])
