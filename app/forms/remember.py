"""Keeps what a department set right in its form, and sets it right again in the form's next edition."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.merging import Correction, recall
from app.forms.corrections import plain_changes, told
from app.forms.keep import Edition
from app.kit.auth import Actor
from app.kit.ids import new_id
from app.tables import Department, Form, FormCorrection, WorkRequest


def remember(
    session: Session,
    actor: Actor,
    request: WorkRequest,
    form: Form,
    said: Sequence[Correction],
    now: datetime,
) -> None:
    """Keep the corrections that made the edition `form`, for the department's next edition of it."""
    session.add(
        FormCorrection(
            id=new_id(), home=_home(session, request.department), department=request.department,
            subject=form.subject, form_id=form.id, corrections=[_encode(one) for one in said],
            corrected_at=now, corrected_by=actor.key_id,
        )
    )  # fmt: skip


def recalled(session: Session, department: str, edition: Edition) -> Edition:
    """The edition with what the department said about earlier ones, each noted in `corrections`."""
    if not edition.subject or edition.workbook is None:
        return edition
    rows = session.scalars(
        select(FormCorrection)
        .where(
            FormCorrection.home == _home(session, department),
            FormCorrection.department == department,
            FormCorrection.subject == edition.subject,
        )
        .order_by(FormCorrection.id)
    )
    for row in rows:
        for entry in row.corrections:
            edition = _with_one(edition, _decode(entry), row.corrected_at)
    return edition


def _with_one(edition: Edition, correction: Correction, at: datetime) -> Edition:
    odd = [(one["sheet"], one["cell"], one["text"]) for one in edition.not_understood]
    state = recall(edition.tables, odd, [correction])
    note = told((state.said or (correction,))[0], at, remembered=True, applied=bool(state.said))
    left = tuple({"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in state.not_understood)
    return replace(
        edition, tables=state.tables, not_understood=left, corrections=(*edition.corrections, note)
    )


def _home(session: Session, department: str) -> str:
    return session.get_one(Department, department).home


def _encode(correction: Correction) -> dict[str, Any]:
    return {
        "sheet": correction.sheet, "at": correction.at, "table": correction.table, "drop": correction.drop,
        "changes": plain_changes(correction.changes or {}), "seen": correction.seen,
        "layout": correction.layout,
    }  # fmt: skip


def _decode(row: Mapping[str, Any]) -> Correction:
    changes = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row["changes"].items()
    }
    return Correction(**{**row, "changes": changes})
