"""What a township sends to fill a template, and what it is told of it, as they are written in JSON."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.domain.merging import SharedForm
from app.forms.fill import Filled
from app.forms.returns import Reissue
from app.forms.template import Template
from app.forms.versions import CellChange, changes_between
from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.overlaps.schemas import RequestBrief, show_brief
from app.tables import FormReturn

_SHOWN = 50
"""Cells of one return that are told; a roster that moves by a row changes all that follow."""


class UnplacedOut(BaseModel):
    """An answer to an earlier edition whose field the template asks no more: it is kept with this version."""

    field: str
    label: str
    sheet: str
    cell: str
    value: str
    pointer: str = Field("", description="into `answers`, where they came as JSON")


class MovedOut(BaseModel):
    """An answer to an earlier edition whose field has another id now."""

    field: str
    label: str
    to: str
    value: str


class OvertakenOut(BaseModel):
    """An answer that somebody else had changed too since this sender read the template; the later stands."""

    field: str
    label: str
    first: str
    then: str


class RevisedOut(BaseModel):
    """A saved total that no longer equals its parts, since one was corrected. It stays as it was accepted;
    `code` in `confirm` takes `value` in its place. `beside` is the month's own field where it is a part."""

    field: str
    label: str
    answer: str
    value: str
    code: str
    beside: str
    text: str
    text_en: str


class SubmissionIn(BaseModel):
    """Answers to a template; what is left out or blank leaves the earlier answer as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"bundle": "bun_990101_0199c3e0-…", "answers": {"values": {"f_2c1b…": 2139}, "rows": {}}}
            ]
        },
    )

    bundle: str = Field(max_length=80)
    period: str | None = Field(None, max_length=8)
    answers: dict[str, Any] = Field(
        {"values": {}, "rows": {}}, description="a row with `_removed`: true leaves its roster"
    )
    collected: dict[str, Any] | None = Field(
        None, description="a submission of the template's XLSForm, as ODK Central or KoboToolbox give it"
    )
    confirm: list[Annotated[str, Field(max_length=40)]] = Field(
        [], max_length=2000, description="codes of offers (`carried`, `carried_rows`) that are still right"
    )
    edition: str | None = Field(
        None,
        max_length=2000,
        description="the template's `edition` that was answered; the present one by default",
    )
    read_version: int | None = Field(
        None, ge=0, description="the template's `version` that was read: what it held is not sent anew"
    )


class ReturnChange(BaseModel):
    """A department's return that this correction issues anew, and what differs in it, in its own words."""

    request: RequestBrief
    version: int
    cells: list[CellChange] = Field(description=f"the first {_SHOWN} cells, with both values")
    more: int = Field(description="how many cells differ beyond those")


class SubmissionOut(BaseModel):
    """A stored version of a township's answers, and the returns that it issued anew."""

    id: str | None
    bundle: str
    township: str
    period: str
    version: int
    submitted_at: datetime | None
    cells_filled: int
    cells_asked: int
    cells_confirmed: float = Field(
        description="of those asked: confirmed as said before; a roster's column counts the share of its rows"
    )
    cells_carried: float = Field(description="of those asked: known from what was said, in the same count")
    returns: list[str] = Field(
        description="ids of the requests whose returns changed; in a dry run, would change"
    )
    changes: list[ReturnChange] = Field(
        description="of those returns the corrected ones, cell by cell; first returns are not listed"
    )
    overtaken: list[OvertakenOut]
    moved: list[MovedOut] = Field(description="answers to an earlier edition that another field takes now")
    unplaced: list[UnplacedOut]
    revised: list[RevisedOut]


def show_submission(template: Template, filled: Filled, names: dict[str, str], stored: bool) -> SubmissionOut:
    """The version, or what a dry run would store: then without an id and a time. `names` are the
    departments' by their keys."""
    submission, asked = filled.submission, count_asked(template.shared)
    return SubmissionOut(
        id=public_id("sub", submission.home, submission.id) if stored else None,
        bundle=public_id("bun", template.bundle.home, template.bundle.id),
        township=submission.township, period=submission.period, version=submission.version if stored else 0,
        submitted_at=submission.submitted_at.astimezone(SHANGHAI) if stored else None,
        cells_filled=count_filled(template.shared, submission.answers),
        cells_asked=asked, cells_confirmed=round(asked * submission.confirmed_share, 2),
        cells_carried=round(asked * submission.carried_share, 2),
        returns=[public_id("req", one.request.home, one.request.id) for one in filled.returns],
        changes=[_change(one, one.earlier, names) for one in filled.returns if one.earlier is not None],
        overtaken=[OvertakenOut(**asdict(one)) for one in filled.overtaken],
        moved=[MovedOut(**asdict(one)) for one in filled.moved],
        unplaced=[UnplacedOut(**asdict(one)) for one in filled.unplaced],
        revised=[RevisedOut(**asdict(one)) for one in filled.revised],
    )  # fmt: skip


def _change(one: Reissue, earlier: FormReturn, names: dict[str, str]) -> ReturnChange:
    cells = changes_between(earlier.cells, one.row.cells)
    brief = show_brief(one.request, names[one.request.department])
    return ReturnChange(
        request=brief, version=one.row.version, cells=cells[:_SHOWN], more=len(cells[_SHOWN:])
    )


def count_asked(shared: SharedForm) -> int:
    """Cells that a person has to fill; a roster counts one row."""
    return sum(field.asked for field in shared.fields)


def count_filled(shared: SharedForm, answers: dict[str, Any]) -> int:
    """Of the asked fields those that have an answer; a roster's column counts once."""
    values = answers.get("values") or {}
    columns = {name for rows in (answers.get("rows") or {}).values() for row in rows for name in row}
    return sum(field.asked and (field.id in values or field.id in columns) for field in shared.fields)
