"""Templates, submissions and returns as they are written in JSON."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.merging import CarriedRows, CarriedValue, revisions
from app.forms.corrections import CorrectionOut
from app.forms.edition import edition_of
from app.forms.open import Opened
from app.forms.submissions import RevisedOut, UnplacedOut, count_asked, count_filled
from app.forms.template import Template
from app.forms.versions import CellChange, changes_between
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


class OfferOut(BaseModel):
    """What the township said before, offered so that nobody types it again.

    `same` is the very fact, said for this time. `rolled_up` follows from facts that were said. `unchanged`
    was true for `period` and is no answer until somebody confirms it.
    """

    code: str = Field(description="send it in `confirm` to take the offer as it is")
    basis: Literal["same", "rolled_up", "unchanged"]
    period: str = Field(description="what an unchanged answer was said for; empty where nothing tells")
    bundle: str = Field(description="whose answers they were; empty where a department's ledger says it")
    ledger: str = Field(description="the ledger 台账 that says it as of `period`: to be confirmed")
    ledger_title: str = Field(description="its department and title")
    answered_at: datetime


class CarriedOut(OfferOut):
    """An answer that was given before, or adds up from answers."""

    value: str
    plus: str = Field(description="the field of this template that is added to `value`, the total so far")
    of: list[str] = Field(description="the bundles whose answers were added up")


class CarriedRowsOut(OfferOut):
    """Rows of a roster that the township gave before."""

    rows: list[dict[str, str]]
    unchanged: list[str] = Field(description="columns that were true for `period`; to be confirmed")


class TemplateOut(TemplateBrief):
    """The shared template 共享模板: fields with the cells they serve, rosters, conflicts, checks, answers."""

    township: str
    edition: str = Field(
        description="names this edition; sent with the answers, they count after a form has changed too"
    )
    fields: list[dict[str, Any]]
    rosters: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    suggestions: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    answers: dict[str, Any]
    carried: dict[str, CarriedOut] = Field(description="by field id")
    carried_rows: dict[str, CarriedRowsOut] = Field(description="by roster id")
    revised: list[RevisedOut] = Field(description="saved totals of which a part was corrected since")
    unplaced: list[UnplacedOut] = Field(description="answers of the last file that no form asks for now")


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
    changes: list[CellChange] = Field(
        description="what differs from the version before; empty for the first version"
    )


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


def show_template(opened: Opened) -> TemplateOut:
    """The whole template with the answers so far and those that can be carried forward."""
    template, submission, carried = opened.template, opened.submission, opened.carried
    document = template.shared.to_json()
    answers = opened.answers
    parts = {name: document[name] for name in ("fields", "rosters", "conflicts", "suggestions", "checks")}
    return TemplateOut(
        **show_brief_template(template, submission, opened.names).model_dump(),
        township=template.township,
        edition=edition_of(template),
        answers={"values": answers.get("values", {}), "rows": answers.get("rows", {})},
        unplaced=submission.answers.get("unplaced", []) if submission else [],
        carried={
            id_: CarriedOut(**_offer(one), value=one.value, plus=one.plus, of=list(one.of))
            for id_, one in carried.values.items()
        },
        carried_rows={
            id_: CarriedRowsOut(**_offer(one), rows=list(one.rows), unchanged=sorted(one.unchanged))
            for id_, one in carried.rows.items()
        },
        revised=[RevisedOut(**asdict(one)) for one in revisions(template.shared, carried.revised, answers)],
        **parts,
    )


def _offer(one: CarriedValue | CarriedRows) -> dict[str, Any]:
    return {
        "code": one.code,
        "basis": one.basis,
        "period": one.period,
        "bundle": "" if one.ledger else one.source,
        "ledger": one.source if one.ledger else "",
        "ledger_title": one.ledger,
        "answered_at": one.at.astimezone(SHANGHAI),
    }


def show_decision(rows: list[FieldDecision], decision: str, now: datetime) -> FieldDecisionOut:
    """What was decided."""
    cells = [(row.labels[0], row.labels[1]) for row in rows]
    return FieldDecisionOut(decision=decision, cells=cells, decided_at=now.astimezone(SHANGHAI))


def show_return(row: FormReturn, earlier: FormReturn | None) -> ReturnOut:
    """A return with its cells, and what changed since the version before."""
    return ReturnOut(
        township=row.township, period=row.period, version=row.version, complete=row.complete,
        issued_at=row.issued_at.astimezone(SHANGHAI),
        cells=[ReturnCell.model_validate(cell, extra="ignore") for cell in row.cells],
        changes=changes_between(earlier.cells, row.cells) if earlier else [],
    )  # fmt: skip


def show_form(form: Form) -> FormOut:
    """The form as it was understood."""
    return FormOut(
        version=form.version, title=form.title, file_name=form.file_name, input_cells=form.input_cells,
        tables=form.tables, not_understood=form.not_understood,
        corrections=[CorrectionOut.model_validate(one) for one in form.corrections],
    )  # fmt: skip
