"""What changed between two versions of a return, cell by cell, in the words of the department's own form."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.tables import FormReturn, WorkRequest

Key = tuple[str, str]


class CellChange(BaseModel):
    """One cell that differs from the version before; null where it was, or is now, left blank."""

    label: str
    sheet: str
    cell: str
    unit: str
    before: str | None
    after: str | None


def changes_between(earlier: Sequence[dict[str, Any]], later: Sequence[dict[str, Any]]) -> list[CellChange]:
    """The cells that differ, in the order of the form; nothing where no version came before."""
    old = {(cell["sheet"], cell["cell"]): cell for cell in earlier}
    new = {(cell["sheet"], cell["cell"]): cell for cell in later}
    places = [*new, *(place for place in old if place not in new)]
    return [
        _change(old.get(place), new.get(place))
        for place in places
        if _value(old.get(place)) != _value(new.get(place))
    ]


def earlier_versions(
    session: Session, request: WorkRequest, rows: Sequence[FormReturn]
) -> dict[Key, FormReturn]:
    """The version before each of `rows`, by township and period; first versions have none."""
    wanted = [(row.township, row.period, row.version - 1) for row in rows if row.version > 1]
    if not wanted:
        return {}
    found = session.scalars(
        select(FormReturn).where(
            FormReturn.home == request.home,
            FormReturn.request_id == request.id,
            tuple_(FormReturn.township, FormReturn.period, FormReturn.version).in_(wanted),
        )
    )
    return {(row.township, row.period): row for row in found}


def _value(cell: dict[str, Any] | None) -> tuple[str, str] | None:
    return None if cell is None else (cell["value"], cell["unit"])


def _change(old: dict[str, Any] | None, new: dict[str, Any] | None) -> CellChange:
    cell = new or old or {}
    return CellChange(
        label=cell["label"], sheet=cell["sheet"], cell=cell["cell"], unit=cell["unit"],
        before=old["value"] if old else None, after=new["value"] if new else None,
    )  # fmt: skip
