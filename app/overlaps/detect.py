"""Finds what overlaps with a probe: candidates by key, the gates, then the judgement with its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import targets_meet
from app.domain.matching import (
    Judgement,
    LinearModel,
    Reading,
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
    judge = Judge(inbox_model_of(session, probe.home), vocabulary_of(session, probe.home), settings)
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
class Judge:
    """By what the county judges: its model, its vocabulary, its thresholds; and in which words others sent
    what is not told. As counties pass a notice on, a notice to the whole nation finds tens of thousands in
    some hundred wordings: each is judged once.
    """

    model: LinearModel
    vocabulary: Vocabulary
    settings: CountySettings
    apart: set[Reading] = field(default_factory=set)

    def told(self, probe: Probe, other: Probe, name: str) -> Judgement | None:
        """The judgement of one probe, always the same, beside a request of the department `name`; None where
        it is not to be told."""
        words = replace(other.reading, document_no="", cited=())  # numbers that are not shared say nothing
        shared = not set(probe.reading.documents).isdisjoint(other.reading.documents)
        if not shared and words in self.apart:
            return None
        judgement = judge_pair(
            probe.reading, other.reading, self.model, self.vocabulary, self.settings.propose_threshold,
            (probe.sender, name),
        )  # fmt: skip
        if judgement.verdict != "distinct" and judgement.score >= self.settings.propose_threshold:
            return judgement
        if not shared:
            self.apart.add(words)
        return None


def _compare(probe: Probe, other: Probe, name: str, judge: Judge) -> Found | None:
    settings = judge.settings
    apart = windows_apart(probe.earliest, probe.latest, other.earliest, other.latest)
    if apart > settings.near_days:
        return None
    judgement = judge.told(probe, other, name)
    if judgement is None:
        return None
    return Found(
        other=other,
        other_department=name,
        score=judgement.score,
        verdict=judgement.verdict,
        state=state_of(probe, other, judgement, apart, settings),
        days_apart=apart,
        evidence=(*reasons(judgement), nearness(probe, other, name)),
    )


def state_of(probe: Probe, other: Probe, judgement: Judgement, apart: int, settings: CountySettings) -> str:
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


def reasons(judgement: Judgement) -> list[dict[str, Any]]:
    """Why the words of two requests were judged as they were, as it is stored."""
    return [
        {"kind": one.kind, "text": one.text, "text_en": one.text_en, "weight": round(one.weight, 3)}
        for one in judgement.evidence
    ]


def nearness(probe: Probe, other: Probe, name: str) -> dict[str, Any]:
    """How near the two windows lie, as it is stored; `name` is the other's department."""
    found = explain_nearness(
        Window(probe.sender, probe.earliest, probe.latest), Window(name, other.earliest, other.latest),
        visits=probe.kind == other.kind == "inspection",
    )  # fmt: skip
    return {"kind": "window", "text": found.text, "text_en": found.text_en, "weight": 0.0}


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    # SQLite takes a limited number of parameters, and a long IN list is planned badly on both
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
