"""Answers with a document in the asked format, once: a reader that has it already gets 304."""

import hashlib
from typing import Literal
from urllib.parse import quote

from fastapi import Request, Response

from app.schedules.township.ics import write_calendar
from app.schedules.township.schemas import show_view
from app.schedules.township.sheet import write_sheet
from app.schedules.township.view import TownshipView

Format = Literal["json", "ics", "xlsx"]
MEDIA = {
    "json": "application/json",
    "ics": "text/calendar",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def asked_format(request: Request, wanted: Format | None) -> Format:
    """The `format` parameter, else the first format that Accept names, else JSON."""
    if wanted is not None:
        return wanted
    formats: tuple[Format, ...] = ("json", "ics", "xlsx")
    accepted = request.headers.get("accept", "")
    named = [(accepted.find(MEDIA[one]), one) for one in formats if MEDIA[one] in accepted]
    return min(named)[1] if named else "json"


def respond(request: Request, view: TownshipView, wanted: Format, english: bool) -> Response:
    """The view in the wanted format with an ETag of its very bytes (RFC 9110 §8.8.3)."""
    if wanted == "ics":
        body = write_calendar(view)
    elif wanted == "xlsx":
        body = write_sheet(view)
    else:
        body = show_view(view, english).model_dump_json(by_alias=True).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Accept, Accept-Language",
    }
    if _has_already(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    if wanted != "json":
        headers["Content-Disposition"] = _attachment(view, wanted)
    media = "text/calendar; charset=utf-8" if wanted == "ics" else MEDIA[wanted]
    return Response(body, media_type=media, headers=headers)


def _has_already(header: str | None, tag: str) -> bool:
    if header is None:
        return False
    tags = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in tags or tag in tags


def _attachment(view: TownshipView, wanted: str) -> str:
    name = quote(f"{view.township.name}日程{view.first}至{view.last}.{wanted}")
    return f"attachment; filename=\"schedule-{view.township.code}.{wanted}\"; filename*=UTF-8''{name}"
