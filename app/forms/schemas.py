"""Templates, submissions and returns as they are written in JSON."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.merging import Carried, SharedForm
from app.forms.corrections import CorrectionOut
from app.forms.template import Template
from app.kit.clock import SHANGHAI
from app.kit.ids import public_id
from app.kit.validation import Told
from app.kit.words import Words
from app.overlaps.schemas import RequestBrief, show_brief
from app.tables import FieldDecision, Form, FormReturn, Submission


class TemplateBrief(BaseModel):
    """A template in a township's list: what it is, by when, and how far it is filled."""

    bundle: str
    period: str
    title: str
    due: date
    requests: list[RequestBrief]
    cells_asked: int = Field(description="cells to fill once; a roster counts one row")
    cells_before: int = Field(description="cells of the departments' own forms together")
    cells_filled: int
    version: int = Field(description="version of the newest submission; 0 where none was made")
    template: str = Field(description="where the template is to be had")


class TemplateList(BaseModel):
    items: list[TemplateBrief]


class CarriedOut(BaseModel):
    """An answer that the township gave before, offered to be confirmed instead of retyped."""

    value: str
    bundle: str
    answered_at: datetime


class CarriedRowsOut(BaseModel):
    """Rows of a roster that the township gave before; only the columns that do not age."""

    rows: list[dict[str, str]]
    bundle: str
    answered_at: datetime


class TemplateOut(TemplateBrief):
    """The shared template 共享模板: fields with the cells they serve, rosters, conflicts, checks, answers."""

    township: str
    fields: list[dict[str, Any]]
    rosters: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    suggestions: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    answers: dict[str, Any]
    carried: dict[str, CarriedOut] = Field(description="by field id; send back what is still right")
    carried_rows: dict[str, CarriedRowsOut] = Field(description="by roster id; send back what is still right")


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
    answers: dict[str, Any]


class FieldDecisionIn(BaseModel):
    """A decision on two fields of a shared template, or on one that was merged and is to be split."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"fields": ["f_2c1b0a9d8e", "f_7a6b5c4d3e"], "decision": "keep_apart"}]
        },
    )

    fields: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1, max_length=2)
    decision: Literal["merge", "keep_apart"]
    township: str | None = Field(None, max_length=12, description="whose template the ids are from")

    @model_validator(mode="after")
    def _two_to_merge(self) -> Self:
        if self.decision == "merge" and len(set(self.fields)) != 2:
            raise Told(
                Words("合并需要两个不同的指标", "a merge needs two different fields"),
                Words("写出两个指标的编号。", "Name two fields."),
            )
        return self


class FieldDecisionOut(BaseModel):
    """The decision as it is kept: it holds for every later edition of these departments' forms."""

    decision: str
    cells: list[tuple[str, str]] = Field(description="the labels of each pair that it is about")
    decided_at: datetime


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


class ReturnCell(BaseModel):
    """One filled cell in the department's own form; `rounding` says how it was rounded, if it was."""

    label: str
    sheet: str
    cell: str
    value: str
    unit: str
    rounding: str


class ReturnOut(BaseModel):
    """What a department gets back from one township 报表回执."""

    township: str
    period: str
    version: int
    complete: bool
    issued_at: datetime
    cells: list[ReturnCell]


class ReturnList(BaseModel):
    items: list[ReturnOut]


class FormOut(BaseModel):
    """A form as it was understood; what was not is listed with sheet and cell."""

    version: int
    title: str
    file_name: str | None
    input_cells: int
    tables: list[dict[str, Any]]
    not_understood: list[dict[str, Any]]
    corrections: list[CorrectionOut] = Field(description="what the department set right in it")


def show_brief_template(
    template: Template, submission: Submission | None, names: dict[str, str]
) -> TemplateBrief:
    """A line of the list."""
    bundle = public_id("bun", template.bundle.home, template.bundle.id)
    return TemplateBrief(
        bundle=bundle, period=template.period, title=template.title, due=template.due,
        requests=[show_brief(one, names[one.department]) for one in template.requests],
        cells_asked=count_asked(template.shared),
        cells_before=sum(form.input_cells for form in template.forms),
        cells_filled=count_filled(template.shared, submission.answers if submission else {}),
        version=submission.version if submission else 0,
        template=f"/v1/bundles/{bundle}/template?township={template.township}&period={template.period}",
    )  # fmt: skip


def show_template(
    template: Template,
    submission: Submission | None,
    carried: Carried,
    names: dict[str, str],
) -> TemplateOut:
    """The whole template with the answers so far and those that can be carried forward."""
    document = template.shared.to_json()
    parts = {name: document[name] for name in ("fields", "rosters", "conflicts", "suggestions", "checks")}
    return TemplateOut(
        **show_brief_template(template, submission, names).model_dump(),
        township=template.township,
        answers=submission.answers if submission else {"values": {}, "rows": {}},
        carried={
            id_: CarriedOut(value=one.value, bundle=one.source, answered_at=one.at.astimezone(SHANGHAI))
            for id_, one in carried.values.items()
        },
        carried_rows={
            id_: CarriedRowsOut(
                rows=list(one.rows), bundle=one.source, answered_at=one.at.astimezone(SHANGHAI)
            )
            for id_, one in carried.rows.items()
        },
        **parts,
    )


def show_submission(template: Template, submission: Submission, returns: list[FormReturn]) -> SubmissionOut:
    """The stored version."""
    changed = {one.request_id for one in returns}
    return SubmissionOut(
        id=public_id("sub", submission.home, submission.id),
        bundle=public_id("bun", template.bundle.home, template.bundle.id),
        township=submission.township, period=submission.period, version=submission.version,
        submitted_at=submission.submitted_at.astimezone(SHANGHAI),
        cells_filled=count_filled(template.shared, submission.answers),
        cells_asked=count_asked(template.shared),
        returns=[public_id("req", one.home, one.id) for one in template.requests if one.id in changed],
    )  # fmt: skip


def show_decision(rows: list[FieldDecision], decision: str, now: datetime) -> FieldDecisionOut:
    """What was decided."""
    cells = [(row.labels[0], row.labels[1]) for row in rows]
    return FieldDecisionOut(decision=decision, cells=cells, decided_at=now.astimezone(SHANGHAI))


def show_return(row: FormReturn) -> ReturnOut:
    """A return with its cells."""
    return ReturnOut(
        township=row.township, period=row.period, version=row.version, complete=row.complete,
        issued_at=row.issued_at.astimezone(SHANGHAI),
        cells=[ReturnCell.model_validate(cell, extra="ignore") for cell in row.cells],
    )  # fmt: skip


def show_form(form: Form) -> FormOut:
    """The form as it was understood."""
    return FormOut(
        version=form.version, title=form.title, file_name=form.file_name, input_cells=form.input_cells,
        tables=form.tables, not_understood=form.not_understood,
        corrections=[CorrectionOut.model_validate(one) for one in form.corrections],
    )  # fmt: skip


def count_asked(shared: SharedForm) -> int:
    """Cells that a person has to fill; a roster counts one row."""
    return sum(field.asked for field in shared.fields)


def count_filled(shared: SharedForm, answers: dict[str, Any]) -> int:
    """Of the asked fields those that have an answer; a roster's column counts once."""
    values = answers.get("values") or {}
    columns = {name for rows in (answers.get("rows") or {}).values() for row in rows for name in row}
    return sum(field.asked and (field.id in values or field.id in columns) for field in shared.fields)
