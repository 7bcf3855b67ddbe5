"""Saved totals whose parts were corrected since, told with both figures and their places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.merging.sharing.carried import CarriedValue
from app.domain.merging.sharing.shape import SharedField, SharedForm


@dataclass(frozen=True, slots=True)
class Revision:
    """An answer that is no longer the total of its parts: it stands as it was accepted, and `value` under
    `code` is offered in its place. `beside` is the id of the month's own field where that is a part."""

    field: str
    label: str
    answer: str
    value: str
    code: str
    beside: str
    text: str
    text_en: str


def revisions(
    shared: SharedForm, revised: Mapping[str, CarriedValue], answers: Mapping[str, Any]
) -> tuple[Revision, ...]:
    """The revised offers in words, in the order of the form."""
    values = answers.get("values") or {}
    return tuple(_revision(shared, one, revised[one.id], values) for one in shared.cells if one.id in revised)


def _revision(
    shared: SharedForm, total: SharedField, fresh: CarriedValue, values: Mapping[str, Any]
) -> Revision:
    answer, value = str(values.get(total.id, "")), fresh.total(values) or ""
    part = shared.field(fresh.plus) if fresh.plus else None
    own = _named(total, answer)
    if part is not None:
        month = _named(part, str(values.get(part.id, "")))
        text = f"{own}，但上月止累计 {fresh.value} 加{month}得 {value}"
        told = f"{own}, but {fresh.value} up to last month and {month} give {value}"
    else:
        count = len(fresh.of)
        text = f"{own}，但由 {count} 次填报汇总得 {value}"
        told = f"{own}, but {count} submissions add up to {value}"
    return Revision(total.id, total.label, answer, value, fresh.code, fresh.plus, text, told)


def _named(one: SharedField, value: str) -> str:
    return f"“{one.label}”[{one.sources[0].place}]={value}{one.unit}"
