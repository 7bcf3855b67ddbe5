"""What a coordinator decided about two fields, kept by what they ask so that it lasts over editions."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Literal

from app.domain.merging.alignment import Alignment, element_of
from app.domain.merging.alignment.align import Reason
from app.domain.merging.field import Field, Form
from app.domain.merging.reading.labels import plain
from app.domain.merging.sharing.gates import joint_factor, judge, obstacle
from app.domain.merging.sharing.rosters import subject_of

Decision = Literal["merge", "keep_apart"]
Decisions = Mapping[frozenset[str], Decision]
"""By the signatures of the two fields."""

NONE: Decisions = {}


def origin_of(form: Form) -> str:
    """Department and subject of a form: the same for its editions of other months and years."""
    return f"{form.department}|{subject_of_title(form.title)}"


def subject_of_title(title: str) -> str:
    """What stays of a form's title in its next edition: no dates, no places, no 登记表 and the like."""
    return subject_of(title) or plain(title)


def signature(origin: str, asked: Field) -> str:
    """What a field asks, whoever edits the form next: data element, unit, grain, definition and the kind
    of its period (2026-11 and 2026-12 are one kind, 2026-11 累计 another)."""
    period = re.sub(r"\d", "0", asked.period)
    content = (origin, element_of(asked).key, asked.unit, asked.grain, asked.note, period)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


def ruled(one: Field, other: Field, decision: Decision | None) -> Alignment:
    """The alignment of two fields under a decision. A decision to merge does not open the gates that words
    cannot argue away: number or text, unit, choices, stated dates."""
    found = judge(one, other)
    if decision == "keep_apart":
        reason = Reason("协调员决定分开填报", "kept apart by the coordinator's decision")
        return Alignment("different", 0.0, None, (*found.reasons, reason))
    factor = joint_factor(one, other)
    if decision is None or factor is None or obstacle(one, other) is not None:
        return found
    reason = Reason("协调员决定合并填报", "merged by the coordinator's decision")
    return Alignment("same" if factor == 1 else "convertible", 1.0, factor, (*found.reasons, reason))
