"""Ledgers as they are written in JSON."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from app.domain.merging import SharedForm
from app.domain.merging.alignment import element_of
from app.domain.merging.sharing.said import field_of
from app.domain.merging.sharing.shape import SharedField
from app.domain.policy.personal import masked_places, personal_kind
from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.tables import Ledger, LedgerEdition, LedgerShare

MASK = "***"
_SHOWN = 200


class LedgerBrief(BaseModel):
    """A ledger in a list: what a department lists of which division, and its edition in force."""

    id: str
    department: str
    division: str
    title: str
    subject: str = Field(description="what is listed; rosters of the same objects are offered its rows")
    grain: str
    edition: int
    as_of: date
    state: Literal["active", "withdrawn"]
    uploaded_at: datetime


class LedgerList(BaseModel):
    """A page of ledgers, the newest first."""

    items: list[LedgerBrief]
    next: str | None = None


class LedgerColumn(BaseModel):
    """A column 指标 as a data element of the dictionary (empty where it has none)."""

    id: str
    column: str
    label: str
    unit: str
    type: str
    element: str
    personal: Literal["", "personal", "sensitive"]


class LedgerPart(BaseModel):
    """How many rows are of one township."""

    township: str
    rows: int


class LedgerOut(LedgerBrief):
    """A ledger 台账 as it was understood: its columns, its rows by township, and what was left out."""

    file_name: str
    columns: list[LedgerColumn]
    townships: list[LedgerPart]
    unplaced: list[dict[str, Any]] = Field(
        description="rows whose township nothing told, the first 200; they are offered to nobody"
    )
    unplaced_count: int
    not_understood: list[dict[str, Any]] = Field(description="values that are none of their column's kind")


class LedgerRows(BaseModel):
    """One township's rows, by column id; of personal data other eyes than the owner's see the mask."""

    township: str
    masked: list[str] = Field(description="columns whose values are not shown to this key")
    rows: list[dict[str, str]]


def show_brief(ledger: Ledger, edition: LedgerEdition) -> LedgerBrief:
    """A line of the list."""
    return LedgerBrief(
        id=public_id("led", ledger.home, ledger.id), department=ledger.department, division=ledger.division,
        title=edition.title, subject=ledger.subject, grain=ledger.grain, edition=ledger.edition,
        as_of=edition.as_of, state="active" if ledger.state == "active" else "withdrawn",
        uploaded_at=edition.uploaded_at.astimezone(SHANGHAI),
    )  # fmt: skip


def show_ledger(ledger: Ledger, edition: LedgerEdition, shares: Sequence[LedgerShare]) -> LedgerOut:
    """The whole ledger without its rows."""
    shared = SharedForm.from_json(edition.columns)
    return LedgerOut(
        **show_brief(ledger, edition).model_dump(), file_name=edition.file_name,
        columns=[_column(shared, one) for one in shared.fields],
        townships=[LedgerPart(township=one.township, rows=one.size) for one in shares],
        unplaced=edition.unplaced[:_SHOWN], unplaced_count=len(edition.unplaced),
        not_understood=edition.not_understood[:_SHOWN],
    )  # fmt: skip


def show_rows(edition: LedgerEdition, share: LedgerShare, *, own: bool) -> LedgerRows:
    """The rows, personal data masked unless they are the reader's `own`."""
    shared = SharedForm.from_json(edition.columns)
    labels = [(one.label, one.unit) for one in shared.fields]
    hidden = frozenset() if own else {shared.fields[at].id for at in masked_places(labels)}
    rows = [{key: MASK if key in hidden else text for key, text in row.items()} for row in share.rows]
    return LedgerRows(township=share.township, masked=sorted(hidden), rows=rows)


def _column(shared: SharedForm, one: SharedField) -> LedgerColumn:
    return LedgerColumn(
        id=one.id, column=one.sources[0].column, label=one.label, unit=one.unit, type=one.type,
        element=element_of(field_of(shared, one)).standard, personal=personal_kind(one.label, one.unit),
    )  # fmt: skip
