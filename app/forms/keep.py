"""Keeps each edition of a request's form; the newest is asked, the earlier ones stay readable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.merging.field import Table
from app.forms.encoding import decode_form, encode_tables
from app.kit.ids import new_id
from app.tables import Form, WorkRequest


@dataclass(frozen=True, slots=True)
class Edition:
    """A form as it came: as JSON, or read from a workbook whose bytes and name are kept with it.

    `subject` is what its next edition will be known by; `corrections` are what a person set right in it.
    """

    title: str
    tables: tuple[Table, ...]
    not_understood: tuple[dict[str, Any], ...] = ()
    file_name: str | None = None
    workbook: bytes | None = None
    subject: str = ""
    corrections: tuple[dict[str, Any], ...] = ()


def keep_form(session: Session, request: WorkRequest, edition: Edition, now: datetime) -> Form:
    """Store the next edition of the request's form."""
    latest = session.scalar(
        select(func.max(Form.version)).where(Form.home == request.home, Form.request_id == request.id)
    )
    form = Form(
        id=new_id(), home=request.home, request_id=request.id, version=(latest or 0) + 1,
        title=edition.title, subject=edition.subject, tables=encode_tables(edition.tables),
        not_understood=list(edition.not_understood), corrections=list(edition.corrections),
        input_cells=count_inputs(edition.tables),
        file_name=edition.file_name, workbook=edition.workbook, created_at=now,
    )  # fmt: skip
    session.add(form)
    session.flush()
    return form


def latest_forms(session: Session, requests: Sequence[WorkRequest]) -> list[Form]:
    """The newest form of each of `requests` that has one, in their order."""
    ids = [request.id for request in requests]
    newest = (
        select(Form.request_id, func.max(Form.version).label("version"))
        .where(Form.request_id.in_(ids))
        .group_by(Form.request_id)
        .subquery()
    )
    rows = session.scalars(
        select(Form).join(
            newest, (newest.c.request_id == Form.request_id) & (newest.c.version == Form.version)
        )
    )
    by_request = {form.request_id: form for form in rows}
    return [by_request[id_] for id_ in ids if id_ in by_request]


def kept_tables(session: Session, home: str, request_id: UUID | None) -> tuple[Table, ...]:
    """The tables of the newest form of a request at home in `home`; empty where it has none."""
    query = (
        select(Form)
        .where(Form.home == home, Form.request_id == request_id)
        .order_by(Form.version.desc())
        .limit(1)
    )
    form = session.scalar(query) if request_id else None
    return decode_form("", form.title, "", form.tables).tables if form else ()


def count_inputs(tables: Sequence[Table]) -> int:
    """How many cells a clerk is asked for: a ledger counts one row."""
    return sum(field.role == "input" for table in tables for field in table.fields)
