"""The page on which a department sees how its form was understood, and sets right what was not."""

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from app.forms.corrections import CorrectionIn
from app.forms.keep import latest_forms
from app.forms.posted import FieldType, FormKind, Grain
from app.forms.schemas import show_form
from app.kit.auth import Actor, Role
from app.kit.problems import Invalid, NotFound
from app.kit.validation import faults_of
from app.kit.web import Now, Read, Write, check_if_match, etag
from app.kit.words import Words
from app.pages.page import PageRoute, draw
from app.pages.visitor import visitor
from app.pages.wording import FIELD_TYPES, FORM_KINDS, GRAINS, ROLES
from app.requests.change import hold
from app.requests.correct import correct_form
from app.requests.queries import find_request
from app.tables import WorkRequest

router = APIRouter(prefix="/pages", route_class=PageRoute, include_in_schema=False)

Reader = Annotated[Actor, visitor(Role.DEPARTMENT, Role.COORDINATOR, Role.ADMIN)]
Sender = Annotated[Actor, visitor(Role.DEPARTMENT)]
Text = Annotated[str | None, Field(max_length=200)]
CHOICES = {
    "types": [(name, FIELD_TYPES[name]) for name in get_args(FieldType)],
    "grains": [(name, GRAINS[name]) for name in get_args(Grain)],
    "kinds": [(name, FORM_KINDS[name]) for name in get_args(FormKind)],
    "roles": list(ROLES.items()),
}


@router.get("/requests/{id}/form")
def show_form_page(request: Request, id: str, actor: Reader, session: Read) -> Response:
    """The form table by table, what was not understood first."""
    row = find_request(session, actor, id)
    forms = latest_forms(session, [row])
    if not forms:
        raise NotFound(Words("这个任务没有表格。", "This request has no form."))
    may_correct = actor.role is Role.DEPARTMENT and forms[0].file_name is not None
    return draw(
        request, "form.html", id=id, title=row.title, version=row.version, form=show_form(forms[0]),
        may_correct=may_correct, words=CHOICES,
    )  # fmt: skip


class Corrected(BaseModel):
    """One correction as a browser sends it: every member of the form, blank where nothing was written."""

    version: int
    sheet: str = Field(max_length=100)
    cell: Text = None
    column: Text = None
    table: int | None = None
    drop: bool = False
    label: Text = None
    unit: Text = None
    type: Text = None
    role: Text = None
    period: Text = None
    grain: Text = None
    title: Text = None
    kind: Text = None

    def to_correction(self, current: dict[str, Any]) -> CorrectionIn | None:
        """What differs from the field or table as it stands; None where nothing does. Raises Invalid."""
        said = {name: getattr(self, name) for name in CHANGEABLE}
        changes = {
            name: value.strip()
            for name, value in said.items()
            if value is not None and value.strip() != current.get(name, DEFAULTS.get(name, ""))
        }
        if not changes and not self.drop:
            return None
        place = {name: value for name in PLACES if (value := getattr(self, name)) not in (None, "")}
        body = {"sheet": self.sheet, **place, **({"drop": True} if self.drop else changes)}
        try:
            return CorrectionIn.model_validate(body)
        except ValidationError as error:
            raise Invalid(faults=faults_of(error.errors())) from error


CHANGEABLE = ("label", "unit", "type", "role", "period", "grain", "title", "kind")
DEFAULTS = {"role": "input"}
PLACES = ("cell", "column", "table")


@router.post("/requests/{id}/form")
def correct(id: str, sent: Annotated[Corrected, Form()], actor: Sender, session: Write, now: Now) -> Response:
    """Set one thing right and show the form again; 412 where the form has changed since it was shown."""
    row = find_request(session, actor, id)
    hold(session, row)
    check_if_match(etag(sent.version), row.version)
    correction = sent.to_correction(_as_it_stands(session, row, sent))
    if correction is not None:
        correct_form(session, actor, row, [correction], now)
    return RedirectResponse(f"/pages/requests/{id}/form", 303)


def _as_it_stands(session: Session, row: WorkRequest, sent: Corrected) -> dict[str, Any]:
    """The field or table that is talked about, as it was read; nothing where no field stands there."""
    forms = latest_forms(session, [row])
    tables: list[dict[str, Any]] = forms[0].tables if forms else []
    if not sent.cell and not sent.column:
        number = len(tables) if sent.table is None else sent.table
        return tables[number] if 0 <= number < len(tables) else {}
    for table in tables:
        for field in table["fields"]:
            place = (field.get("sheet") or table.get("sheet", ""), field.get("cell"), field.get("column"))
            if place == (sent.sheet, sent.cell or None, sent.column or None):
                return dict(field)
    return {}
