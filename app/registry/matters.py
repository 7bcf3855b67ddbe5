"""The call that tells the controlled vocabulary of matters, as a list or as a SKOS concept scheme."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from app.domain.divisions import NATION
from app.domain.matching import Concept, Vocabulary
from app.kit.auth import ALL, Actor, allow
from app.kit.web import Page, Read, cut_page, link_next
from app.registry.knowledge.county import vocabulary_of
from app.registry.scope import require_meeting
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
    division: str | None = Field(
        None, pattern=r"^\d{1,12}$", description="with what this division and those above it have added"
    )
    format: Literal["json", "jsonld"] | None = Field(None, description="overrules Accept")


@router.get(
    "/matters",
    response_model=MatterList,
    responses={
        200: {"content": {JSON_LD: {"schema": {"type": "object"}}}},
        304: {"description": "unchanged"},
    },
)
def list_matters(
    wanted: Annotated[MatterPage, Query()],
    actor: Annotated[Actor, allow(*ALL)],
    session: Read,
    request: Request,
    response: Response,
) -> MatterList | Response:
    """Matters 事项词表 by id; the whole scheme at once as JSON-LD, whatever the filters say."""
    linked = wanted.format == "jsonld" or (
        wanted.format is None and JSON_LD in request.headers.get("accept", "").lower()
    )
    if wanted.division is not None:
        require_meeting(actor, wanted.division)
    vocabulary = vocabulary_of(session, wanted.division or NATION)
    headers = {"ETag": f'"{_fingerprint(vocabulary)}{"-ld" if linked else ""}"', "Vary": "Accept"}
    if headers["ETag"] in _tags(request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    if linked:
        return JSONResponse(concept_scheme(vocabulary), headers=headers, media_type=JSON_LD)
    response.headers.update(headers)
    after = str((wanted.after() or [""])[0])
    found = [one for one in _sorted(vocabulary) if one.id > after and _is_wanted(one, wanted)]
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


@lru_cache(maxsize=8)
def _sorted(vocabulary: Vocabulary) -> tuple[Concept, ...]:
    return tuple(sorted(vocabulary.concepts.values(), key=lambda one: one.id))


@lru_cache(maxsize=8)
def _fingerprint(vocabulary: Vocabulary) -> str:
    return hashlib.sha256(repr(_sorted(vocabulary)).encode()).hexdigest()[:16]


def _tags(header: str | None) -> Iterator[str]:
    # If-None-Match compares weakly (RFC 9110 §13.1.2)
    return (tag.strip().removeprefix("W/") for tag in (header or "").split(","))
