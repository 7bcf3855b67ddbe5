"""The call that tells the controlled vocabulary of matters, as a list or as a SKOS concept scheme."""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from app.domain.matching import Concept, load_vocabulary
from app.kit.auth import ALL, allow
from app.kit.web import Page, cut_page, link_next
from app.registry.skos import JSON_LD, concept_scheme

router = APIRouter(prefix="/v1", tags=["registry"])


class MatterOut(BaseModel):
    """One concept: a matter of township work, or (facet `object`) a thing that work is about."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    category: str
    facet: str
    pref_label: str
    pref_label_en: str
    alt_labels: list[str]
    broader: list[str]
    related: list[str]
    disjoint: list[str]
    scope_note: str
    season: list[int]


class MatterList(BaseModel):
    items: list[MatterOut]
    next: str | None


class MatterPage(Page):
    """What the list is cut by and narrowed to; an unknown parameter is refused."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(None, min_length=1, max_length=50, description="part of a label")
    category: str | None = Field(None, min_length=1, max_length=50)
    broader: str | None = Field(
        None, min_length=1, max_length=50, description="id of the concept directly above"
    )
    format: Literal["json", "jsonld"] | None = Field(None, description="overrules Accept")


@router.get(
    "/matters",
    dependencies=[allow(*ALL)],
    response_model=MatterList,
    responses={
        200: {"content": {JSON_LD: {"schema": {"type": "object"}}}},
        304: {"description": "unchanged"},
    },
)
def list_matters(
    wanted: Annotated[MatterPage, Query()],
    request: Request,
    response: Response,
    accept: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> MatterList | Response:
    """Matters 事项词表 by id; the whole scheme at once as JSON-LD, whatever the filters say."""
    linked = wanted.format == "jsonld" or (wanted.format is None and JSON_LD in (accept or "").lower())
    headers = {"ETag": f'"{_fingerprint()}{"-ld" if linked else ""}"', "Vary": "Accept"}
    if headers["ETag"] in _tags(if_none_match):
        return Response(status_code=304, headers=headers)
    if linked:
        return JSONResponse(concept_scheme(load_vocabulary()), headers=headers, media_type=JSON_LD)
    response.headers.update(headers)
    after = str((wanted.after() or [""])[0])
    found = [one for one in _sorted() if one.id > after and _is_wanted(one, wanted)]
    rows, cursor = cut_page(found, wanted, lambda one: [one.id])
    link_next(request, response, cursor)
    return MatterList(items=[MatterOut.model_validate(one) for one in rows], next=cursor)


def _is_wanted(concept: Concept, wanted: MatterPage) -> bool:
    labels = (concept.pref_label_en, *concept.labels)
    return (
        (wanted.q is None or any(wanted.q.casefold() in label.casefold() for label in labels))
        and wanted.category in (None, concept.category)
        and (wanted.broader is None or wanted.broader in concept.broader)
    )


@cache
def _sorted() -> tuple[Concept, ...]:
    return tuple(sorted(load_vocabulary().concepts.values(), key=lambda one: one.id))


@cache
def _fingerprint() -> str:
    return hashlib.sha256(repr(_sorted()).encode()).hexdigest()[:16]


def _tags(header: str | None) -> Iterator[str]:
    # If-None-Match compares weakly (RFC 9110 §13.1.2)
    return (tag.strip().removeprefix("W/") for tag in (header or "").split(","))
