"""Finds what overlaps with a probe: candidates by key, the gates, then the judgement with its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import targets_meet
from app.domain.matching import (
    Judgement,
    LinearModel,
    Vocabulary,
    Window,
    explain_nearness,
    judge_pair,
    may_merge_unseen,
    windows_apart,
)
from app.overlaps.candidates import find_candidates
from app.overlaps.found import Found
from app.overlaps.precedent import follow_precedents
from app.overlaps.probe import Probe, probe_of
from app.registry.county_settings import CountySettings
from app.registry.knowledge.county import inbox_model_of, vocabulary_of
from app.tables import Department, WorkRequest

MERGEABLE = frozenset({"duplicate", "overlap"})
_CHUNK = 400
_COLUMNS = (
    WorkRequest.id, WorkRequest.home, WorkRequest.department, WorkRequest.title, WorkRequest.kind,
    WorkRequest.earliest, WorkRequest.latest, WorkRequest.unannounced, WorkRequest.targets,
    WorkRequest.reading, WorkRequest.half_days,
)  # fmt: skip
"""What a comparison needs of a stored request; its long texts stay where they are."""


def detect_overlaps(session: Session, probe: Probe, settings: CountySettings) -> list[Found]:
    """Everything that overlaps with the probe under the county's settings, the surest first.

    Gates: the targets share ground, the windows meet or lie at most `near_days` apart, the other request
    is active. What is only related is told, not merged.
    """
    judge = _Judge(inbox_model_of(session, probe.home), vocabulary_of(session, probe.home), settings)
    found = [
        one
        for other, name in _candidates(session, probe, settings.near_days)
        if (one := _compare(probe, other, name, judge)) is not None
    ]
    found.sort(key=lambda one: (-one.score, one.other.id))
    return follow_precedents(session, probe, found)


def _candidates(session: Session, probe: Probe, near_days: int) -> Iterator[tuple[Probe, str]]:
    ids = find_candidates(session, probe, near_days)
    for chunk in _chunks(ids):
        rows = session.execute(
            select(*_COLUMNS, Department.name)
            .join(Department, Department.code == WorkRequest.department)
            .where(WorkRequest.id.in_(chunk), WorkRequest.state == "active")
        )
        for row in rows:
            if targets_meet(probe.targets, row.targets):
                yield probe_of(row), row.name


@dataclass(frozen=True)
class _Judge:
    """By what the county judges: its model, its vocabulary, its thresholds."""

    model: LinearModel
    vocabulary: Vocabulary
    settings: CountySettings


def _compare(probe: Probe, other: Probe, name: str, judge: _Judge) -> Found | None:
    settings = judge.settings
    apart = windows_apart(probe.earliest, probe.latest, other.earliest, other.latest)
    if apart > settings.near_days:
        return None
    judgement = judge_pair(
        probe.reading, other.reading, judge.model, judge.vocabulary, settings.propose_threshold,
        (probe.sender, name),
    )  # fmt: skip
    if judgement.verdict == "distinct" or judgement.score < settings.propose_threshold:
        return None
    return Found(
        other=other,
        other_department=name,
        score=judgement.score,
        verdict=judgement.verdict,
        state=_state(probe, other, judgement, apart, settings),
        days_apart=apart,
        evidence=_evidence(probe, other, name, judgement),
    )


def _state(probe: Probe, other: Probe, judgement: Judgement, apart: int, settings: CountySettings) -> str:
    """`merged` where nobody needs to look: sure, and nothing is lost or leaked by it; else `proposed`.

    A visit and a return are never merged by themselves (one does not do the other's work), nor are two
    requests of one department (it knows its own), two that are not foremost about one matter or whose forms
    ask for other figures, inspections whose windows do not meet, nor an unannounced visit, which a shared
    visit or form would announce.
    """
    sure = judgement.verdict in MERGEABLE and judgement.score >= settings.merge_threshold
    alike = probe.kind == other.kind and probe.department != other.department
    together = apart == 0 or probe.kind == "report"
    open_ = not (probe.unannounced or other.unannounced)
    unseen = settings.merge_unseen and sure and alike and together and open_
    return "merged" if unseen and may_merge_unseen(probe.reading, other.reading) else "proposed"


def _evidence(probe: Probe, other: Probe, name: str, judgement: Judgement) -> tuple[dict[str, Any], ...]:
    nearness = explain_nearness(
        Window(probe.sender, probe.earliest, probe.latest), Window(name, other.earliest, other.latest),
        visits=probe.kind == other.kind == "inspection",
    )  # fmt: skip
    told = [
        {"kind": one.kind, "text": one.text, "text_en": one.text_en, "weight": round(one.weight, 3)}
        for one in judgement.evidence
    ]
    window = {"kind": "window", "text": nearness.text, "text_en": nearness.text_en, "weight": 0.0}
    return (*told, window)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    # SQLite takes a limited number of parameters, and a long IN list is planned badly on both
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
