"""How many cells a shared template asks for, given the forms that it serves; each is counted once."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.merging import merge_forms
from app.domain.merging.field import Form as MergedForm
from app.domain.merging.field import Table
from app.tables import Form

Served = frozenset[UUID]
"""The forms that one template serves, by id, which stands for their content: an edition never changes."""

_TABLES = TypeAdapter(tuple[Table, ...])
_MOST = 50_000
_CHUNK = 500
_counted: dict[Served, int] = {}


def count_shared_cells(session: Session, templates: Iterable[Served]) -> Mapping[Served, int]:
    """The cells to fill of each template. Only templates not met before are read and merged."""
    wanted = set(templates)
    known = {served: _counted[served] for served in wanted if served in _counted}
    missing = wanted.difference(known)
    forms = _load(session, sorted(frozenset[UUID]().union(*missing)))
    counted = {served: _count([forms[id_] for id_ in served]) for served in missing}
    if len(_counted) + len(counted) > _MOST:
        _counted.clear()
    _counted.update(counted)
    return known | counted


def _count(forms: Iterable[MergedForm]) -> int:
    # the order of the requests, in which the township's template is merged too
    return sum(field.asked for field in merge_forms(sorted(forms, key=lambda form: form.key)).fields)


def _load(session: Session, ids: list[UUID]) -> dict[UUID, MergedForm]:
    found = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(Form.id, Form.request_id, Form.title, Form.tables)
        for id_, request_id, title, tables in session.execute(
            query.where(Form.id.in_(ids[start : start + _CHUNK]))
        ):
            found[id_] = MergedForm(str(request_id), title, _TABLES.validate_python(tables))
    return found
