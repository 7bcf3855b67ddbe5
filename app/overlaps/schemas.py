"""Overlaps and bundles as they are written in JSON; of others' requests no more than an overlap must show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.domain.matching import Evidence, Judgement
from app.kit.ids import public_id
from app.overlaps.found import Found
from app.tables import Bundle, Overlap, OverlapDecision, WorkRequest

Decision = Literal["confirm", "reject", "reopen"]
Verdict = Literal["duplicate", "overlap", "related"]
BESIDE = frozenset({"window", "decision"})
"""Kinds of evidence that say what would bring two together and who decided, not whether they are one work."""


class WindowOut(BaseModel):
    earliest: date
    latest: date


class RequestBrief(BaseModel):
    """What a department may see of another's request: who, what, when."""

    id: str
    department: str
    title: str
    window: WindowOut


class EvidenceOut(BaseModel):
    """One reason: `weight` is what it adds to (or takes from) the score's log-odds."""

    kind: str
    text: str
    weight: float


class OverlapOut(BaseModel):
    """A request that overlaps with the one asked about; `id` is null in a check, where nothing is stored."""

    id: str | None
    request: RequestBrief
    score: float = Field(ge=0, le=1)
    verdict: str
    state: str
    days_apart: int
    evidence: list[EvidenceOut]


class ClaimOut(BaseModel):
    """Who is reading a pair, and until when; `mine` where it is the key that asks."""

    by: str
    until: datetime
    mine: bool


class OverlapPair(BaseModel):
    """A pair in the coordinator's queue, with both sides; after `decide_by` a decision changes nothing.

    `follows` is the pair whose decision this one follows, `claim` who reads it now: coordinators see it.
    """

    id: str
    requests: list[RequestBrief]
    score: float
    verdict: str
    state: str
    days_apart: int
    decide_by: date
    lead_department: str | None
    burden: float
    follows: str | None
    claim: ClaimOut | None
    version: int
    evidence: list[EvidenceOut]


class DecisionOut(BaseModel):
    """What a coordinator decided about a pair, and when."""

    decision: str
    lead_department: str | None
    note: str
    decided_at: datetime


class OverlapDetail(OverlapPair):
    """One pair with everything that was decided about it, the latest last; `bundle` holds both, or null."""

    bundle: str | None
    decisions: list[DecisionOut]


class OverlapList(BaseModel):
    items: list[OverlapPair]
    next: str | None


class DecidedPair(OverlapPair):
    """A pair as it was decided; `carried` are the pairs that ask the same and follow it from now on,
    or, after `reopen`, no longer."""

    carried: list[str]


class ClaimedPairs(BaseModel):
    """The pairs that were claimed, the heaviest first, and until when."""

    items: list[OverlapPair]
    until: datetime


class ClaimsIn(BaseModel):
    """How many pairs to claim, and of which verdict."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"limit": 10}]})

    limit: int = Field(10, ge=1, le=50)
    verdict: Verdict | None = None


class DecisionIn(BaseModel):
    """A coordinator's decision; `reopen` takes an earlier one back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"decision": "confirm", "lead_department": "990101-07", "note": "同一检查"}]
        },
    )

    decision: Decision
    lead_department: str | None = Field(None, max_length=32)
    note: str = Field("", max_length=1000)
    version: int | None = Field(
        None, ge=1, description="of the pair as it was reviewed; 409 where it was decided since"
    )


class BundleOut(BaseModel):
    """The requests that are done as one; `lead_department` leads the visit."""

    id: str
    lead_department: str | None
    requests: list[RequestBrief]


@dataclass(frozen=True, slots=True)
class Around:
    """What pairs are shown with: their requests, the names of departments by code, the homes of the pairs
    that they follow, and who reads them."""

    requests: Mapping[UUID, WorkRequest]
    names: Mapping[str, str]
    followed: Mapping[UUID, str]
    claims: Mapping[UUID, ClaimOut]


def show_brief(row: WorkRequest, department: str) -> RequestBrief:
    """The little that others see."""
    return RequestBrief(
        id=public_id("req", row.home, row.id), department=department, title=row.title,
        window=WindowOut(earliest=row.earliest, latest=row.latest),
    )  # fmt: skip


def show_found(found: Found, id: UUID | None, home: str | None, english: bool) -> OverlapOut:
    """An overlap as the sender of one side sees it."""
    other = found.other
    return OverlapOut(
        id=public_id("ovl", home, id) if id and home else None,
        request=RequestBrief(
            id=public_id("req", other.home, other.id), department=found.other_department, title=other.title,
            window=WindowOut(earliest=other.earliest, latest=other.latest),
        ),
        score=found.score, verdict=found.verdict, state=found.state, days_apart=found.days_apart,
        evidence=show_evidence(found.evidence, english),
    )  # fmt: skip


def show_stored(row: Overlap, other: WorkRequest, department: str, english: bool) -> OverlapOut:
    """A stored overlap as the sender of one side sees it."""
    return OverlapOut(
        id=public_id("ovl", row.home, row.id), request=show_brief(other, department), score=row.score,
        verdict=row.verdict, state=row.state, days_apart=row.days_apart,
        evidence=show_evidence(row.evidence, english),
    )  # fmt: skip


def show_pair(row: Overlap, around: Around, english: bool) -> OverlapPair:
    """A pair as its reader sees it."""
    sides = [around.requests[row.first_id], around.requests[row.second_id]]
    followed = row.follows_id and around.followed.get(row.follows_id)
    return OverlapPair(
        id=public_id("ovl", row.home, row.id),
        requests=[show_brief(side, around.names[side.department]) for side in sides],
        score=row.score, verdict=row.verdict, state=row.state, days_apart=row.days_apart,
        decide_by=row.decide_by, lead_department=row.lead_department, burden=abs(row.place),
        follows=public_id("ovl", followed, row.follows_id) if followed and row.follows_id else None,
        claim=around.claims.get(row.id), version=row.version, evidence=show_evidence(row.evidence, english),
    )  # fmt: skip


def show_detail(
    pair: OverlapPair, decisions: Iterable[OverlapDecision], bundle: Bundle | None
) -> OverlapDetail:
    """A pair with its history and the bundle that holds both."""
    history = [
        DecisionOut(
            decision=one.decision, lead_department=one.lead_department, note=one.note,
            decided_at=one.decided_at,
        )
        for one in decisions
    ]  # fmt: skip
    bundle_id = public_id("bun", bundle.home, bundle.id) if bundle else None
    return OverlapDetail(**dict(pair), decisions=history, bundle=bundle_id)


def judgement_of(row: Overlap) -> Judgement:
    """The stored judgement, to be drawn; what is told beside it is no part of it."""
    told = (one for one in row.evidence if one["kind"] not in BESIDE)
    evidence = (Evidence(one["kind"], one["text"], one["text_en"], one["weight"]) for one in told)
    return Judgement(row.score, row.verdict, tuple(evidence))


def show_bundle(bundle: Bundle, members: Iterable[WorkRequest], names: Mapping[str, str]) -> BundleOut:
    """A bundle with its members."""
    return BundleOut(
        id=public_id("bun", bundle.home, bundle.id), lead_department=bundle.lead_department,
        requests=[show_brief(row, names[row.department]) for row in members],
    )  # fmt: skip


def show_evidence(evidence: Iterable[Mapping[str, Any]], english: bool) -> list[EvidenceOut]:
    """The reasons in the reader's language."""
    text = "text_en" if english else "text"
    return [EvidenceOut(kind=one["kind"], text=one[text], weight=one["weight"]) for one in evidence]
