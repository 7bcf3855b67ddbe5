"""How many fields of a new form are asked already, or answered already: what its sender should know first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.merging.alignment import align_fields, element_of
from app.domain.merging.field import Field, Form, Table
from app.forms.encoding import decode_form
from app.forms.keep import latest_forms
from app.tables import FormReturn, WorkRequest

SHARED = frozenset({"same", "convertible"})


@dataclass(frozen=True, slots=True)
class FieldCount:
    """Of `asked` input fields: asked by another active request, answered by a return, neither."""

    asked: int
    already_asked: int
    already_answered: int
    new: int


def count_fields(session: Session, tables: Sequence[Table], others: Sequence[WorkRequest]) -> FieldCount:
    """Compare the input fields with those of `others`' newest forms; a field counts once, answered first."""
    mine = [field for table in tables for field in table.fields if field.role == "input"]
    if not mine:
        return FieldCount(0, 0, 0, 0)
    forms = {form.request_id: form for form in latest_forms(session, others)}
    answered = set(
        session.scalars(
            select(FormReturn.request_id).where(FormReturn.request_id.in_(forms), FormReturn.complete)
        )
    )
    asked_fields, answered_fields = _Index(), _Index()
    for request_id, row in forms.items():
        form = decode_form(str(request_id), row.title, "", row.tables)
        (answered_fields if request_id in answered else asked_fields).add(form)
    already_answered = sum(answered_fields.has(field) for field in mine)
    already_asked = sum(asked_fields.has(field) and not answered_fields.has(field) for field in mine)
    return FieldCount(
        len(mine), already_asked, already_answered, len(mine) - already_asked - already_answered
    )


class _Index:
    """Fields by their data element, so that each is compared with the few that could be the same."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Field]] = {}

    def add(self, form: Form) -> None:
        for field in _inputs(form.tables):
            for key in _keys(field):
                self._by_key.setdefault(key, []).append(field)

    def has(self, field: Field) -> bool:
        near = [other for key in _keys(field) for other in self._by_key.get(key, ())]
        return any(align_fields(field, other).verdict in SHARED for other in near)


def _keys(field: Field) -> Iterable[str]:
    element = element_of(field)
    return {element.key, *element.block_keys}


def _inputs(tables: Iterable[Table]) -> Iterable[Field]:
    return (field for table in tables for field in table.fields if field.role == "input")
