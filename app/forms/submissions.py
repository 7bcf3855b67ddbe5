"""What a township sends to fill a template, and what it is told of it, as they are written in JSON."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.domain.merging import SharedForm
from app.forms.fill import Filled
from app.forms.template import Template
from app.kit.clock import SHANGHAI
from app.kit.ids import public_id


class UnplacedOut(BaseModel):
    """An answer in a workbook of an earlier edition to a field that the template asks no more."""

    field: str
    label: str
    sheet: str
    cell: str
    value: str


class OvertakenOut(BaseModel):
    """An answer that somebody else had changed too since this sender read the template; the later stands."""

    field: str
    label: str
    first: str
    then: str


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
    read_version: int | None = Field(
        None, ge=0, description="the template's `version` that was read: what it held is not sent anew"
    )


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
    returns: list[str] = Field(description="ids of the requests whose returns changed")
    overtaken: list[OvertakenOut]
    unplaced: list[UnplacedOut]


def show_submission(template: Template, filled: Filled, stored: bool) -> SubmissionOut:
    """The version, or what a dry run would store: then without an id, a time and returns."""
    submission = filled.submission
    changed = {one.request_id for one in filled.returns}
    return SubmissionOut(
        id=public_id("sub", submission.home, submission.id) if stored else None,
        bundle=public_id("bun", template.bundle.home, template.bundle.id),
        township=submission.township, period=submission.period, version=submission.version if stored else 0,
        submitted_at=submission.submitted_at.astimezone(SHANGHAI) if stored else None,
        cells_filled=count_filled(template.shared, submission.answers),
        cells_asked=count_asked(template.shared),
        returns=[public_id("req", one.home, one.id) for one in template.requests if one.id in changed],
        overtaken=[OvertakenOut(**asdict(one)) for one in filled.overtaken],
        unplaced=[UnplacedOut(**asdict(one)) for one in filled.unplaced],
    )  # fmt: skip


def count_asked(shared: SharedForm) -> int:
    """Cells that a person has to fill; a roster counts one row."""
    return sum(field.asked for field in shared.fields)


def count_filled(shared: SharedForm, answers: dict[str, Any]) -> int:
    """Of the asked fields those that have an answer; a roster's column counts once."""
    values = answers.get("values") or {}
    columns = {name for rows in (answers.get("rows") or {}).values() for row in rows for name in row}
    return sum(field.asked and (field.id in values or field.id in columns) for field in shared.fields)
