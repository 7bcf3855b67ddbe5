"""Issues each department's return from a township's answers; a correction re-issues only what it changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.merging import (
    CellValue,
    SharedForm,
    WorkbookError,
    fan_out,
    fill_workbook,
    write_form_workbook,
)
from app.forms.template import Template, merge_input
from app.forms.upload import unreadable
from app.kit.ids import new_id, public_id
from app.tables import Form, FormReturn, Submission, WorkRequest


@dataclass(frozen=True, slots=True)
class Reissue:
    """A department's next return, and the one that it takes the place of (None for the first)."""

    request: WorkRequest
    row: FormReturn
    earlier: FormReturn | None


def issue_returns(session: Session, reissues: Sequence[Reissue]) -> None:
    """Store the next versions."""
    session.add_all([one.row for one in reissues])
    session.flush()


def next_returns(
    session: Session, template: Template, submission: Submission, now: datetime
) -> Iterator[Reissue]:
    """The returns that `submission` changes, as their next versions, not stored yet."""
    cells = fan_out(template.shared, submission.answers)
    for request, form in zip(template.requests, template.forms, strict=True):
        key = public_id("req", request.home, request.id)
        labels = _labels(template.shared, key)
        encoded = [encode_cell(cell, _label(labels, cell)) for cell in cells[key]]
        earlier = latest_return(session, request, template.township, template.period)
        if earlier is not None and earlier.cells == encoded and earlier.form_id == form.id:
            continue
        row = FormReturn(
            id=new_id(), home=request.home, request_id=request.id, township=template.township,
            period=template.period, version=(earlier.version if earlier else 0) + 1, form_id=form.id,
            submission_id=submission.id, cells=encoded, issued_at=now,
            complete=_is_complete(template.shared, key, cells[key]),
        )  # fmt: skip
        yield Reissue(request, row, earlier)


def latest_return(session: Session, request: WorkRequest, township: str, period: str) -> FormReturn | None:
    """The newest return of a request from a township for a period."""
    return session.scalar(
        select(FormReturn)
        .where(
            FormReturn.home == request.home,
            FormReturn.request_id == request.id,
            FormReturn.township == township,
            FormReturn.period == period,
        )
        .order_by(FormReturn.version.desc())
        .limit(1)
    )


def write_return(request: WorkRequest, form: Form, row: FormReturn) -> bytes:
    """The return as a workbook: the department's own, or a plain one where its form came as JSON. Raises
    UnreadableWorkbook where the answers do not fit into the department's own."""
    cells = [decode_cell(cell) for cell in row.cells]
    if form.workbook is not None:
        try:
            return fill_workbook(form.workbook, cells)
        except WorkbookError as error:  # more rows than a sheet has
            raise unreadable(error) from error
    return write_form_workbook(merge_input(request, form), cells)


def encode_cell(cell: CellValue, label: str) -> dict[str, Any]:
    """A filled cell as JSON; a number as text, so that no digit is lost."""
    return {
        "label": label,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "value": cell.value if isinstance(cell.value, str) else format(cell.value, "f"),
        "number": not isinstance(cell.value, str),
        "unit": cell.unit,
        "rounding": cell.rounding,
        "after": cell.after,
        "computed": cell.computed,
    }


def decode_cell(row: dict[str, Any]) -> CellValue:
    """What `encode_cell` wrote."""
    value = Decimal(row["value"]) if row["number"] else row["value"]
    return CellValue(
        row["sheet"], row["cell"], value, row["unit"], row["rounding"], row["after"], row["computed"]
    )


def _labels(shared: SharedForm, key: str) -> dict[tuple[str, str], str]:
    """The form's own label of each of its cells, and of each of its ledgers' columns."""
    return {
        (source.sheet, source.cell or source.column): source.label
        for field in shared.fields
        for source in field.sources
        if source.file == key
    }


def _label(labels: dict[tuple[str, str], str], cell: CellValue) -> str:
    column = cell.cell.rstrip("0123456789")
    return labels.get((cell.sheet, cell.cell)) or labels.get((cell.sheet, column), "")


def _is_complete(shared: SharedForm, key: str, cells: Sequence[CellValue]) -> bool:
    """True where every single cell that the form asks for is filled; a ledger may stay empty."""
    filled = {(cell.sheet, cell.cell) for cell in cells}
    return all(
        (source.sheet, source.cell) in filled
        for field in shared.cells
        for source in field.sources
        if source.file == key and not source.formula
    )
