"""Carries answers forward: what a township has said already is offered to be confirmed, not retyped."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.merging import SharedField, SharedForm
from app.domain.merging.alignment import align_fields, convert, element_of
from app.domain.merging.field import Field
from app.forms.template import Template
from app.tables import Submission

SURE = 0.9
"""Probability that two fields are one fact from which an earlier answer is offered."""

MERGEABLE = frozenset({"same", "convertible"})


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer given before: its value in this field's unit, and where and when it was given."""

    value: str
    bundle_id: UUID
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class _Said:
    field: Field
    keys: frozenset[str]
    value: Any
    bundle_id: UUID
    answered_at: datetime


def carry_forward(session: Session, template: Template, answers: Mapping[str, Any]) -> dict[str, Carried]:
    """Earlier answers of the township to the unanswered single fields of `template`, by field id.

    Only answers for the same period count, only fields that are surely one fact (unit, period, grain and
    definition gates included), and only where all earlier answers agree: two that differ are for the
    clerk to sort out.
    """
    said = _Memory(_said(session, template))
    known = answers.get("values") or {}
    found = {}
    for one in template.shared.cells:
        if one.asked and one.id not in known:
            carried = said.recall(one)
            if carried is not None:
                found[one.id] = carried
    return found


class _Memory:
    """What was said, by data element, so that each field is compared with the few that could be the same."""

    def __init__(self, said: Iterable[_Said]) -> None:
        self._by_key: dict[str, list[_Said]] = {}
        for one in said:
            for key in one.keys:
                self._by_key.setdefault(key, []).append(one)

    def recall(self, asked: SharedField) -> Carried | None:
        wanted = _field_of(asked)
        found: dict[str, Carried] = {}
        for one in (one for key in _keys(wanted) for one in self._by_key.get(key, ())):
            alignment = align_fields(one.field, wanted)
            if alignment.verdict in MERGEABLE and alignment.score >= SURE:
                value = _in_unit(one.value, one.field.unit, asked.unit)
                found[value] = Carried(value, one.bundle_id, one.answered_at)
        return next(iter(found.values())) if len(found) == 1 else None


def _said(session: Session, template: Template) -> Iterator[_Said]:
    newest = (
        select(Submission.bundle_id, func.max(Submission.version).label("version"))
        .where(Submission.township == template.township, Submission.period == template.period)
        .group_by(Submission.bundle_id)
        .subquery()
    )
    rows = session.scalars(
        select(Submission)
        .join(
            newest,
            (newest.c.bundle_id == Submission.bundle_id) & (newest.c.version == Submission.version),
        )
        .where(
            Submission.home == template.township[:6],
            Submission.township == template.township,
            Submission.period == template.period,
            Submission.bundle_id != template.bundle.id,
        )
        .order_by(Submission.id)
    )
    for row in rows:
        yield from _answered(_Version(row.id, row))


@dataclass(frozen=True, slots=True)
class _Version:
    """A submission by its id alone, which stands for its content: a version never changes."""

    id: UUID
    row: Submission = field(compare=False)


@lru_cache(maxsize=4096)
def _answered(version: _Version) -> tuple[_Said, ...]:
    row = version.row
    shared, values = SharedForm.from_json(row.template), row.answers.get("values") or {}
    return tuple(
        _Said(asked, _keys(asked), values[one.id], row.bundle_id, row.submitted_at)
        for one in shared.cells
        if one.id in values
        for asked in (_field_of(one),)
    )


def _field_of(asked: SharedField) -> Field:
    return Field(
        label=asked.label.rpartition(" / ")[2], unit=asked.unit, type=asked.type, period=asked.period,
        grain=asked.grain, note=asked.note, section=asked.section, path=tuple(asked.label.split(" / ")),
    )  # fmt: skip


def _keys(asked: Field) -> frozenset[str]:
    element = element_of(asked)
    return frozenset((element.key, *element.block_keys))


def _in_unit(value: Any, unit: str, wanted: str) -> str:
    if not unit or not wanted or unit == wanted:
        return str(value)
    try:
        return format(convert(Decimal(str(value)), unit, wanted).normalize(), "f")
    except InvalidOperation:
        return str(value)
