"""Opens a shared template for whoever asks: what is asked, what was answered, what may be carried forward."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.domain.merging import NOTHING, Carried
from app.forms.carry import carry_forward
from app.forms.edition import answers_today
from app.forms.fill import latest_submission
from app.forms.queries import find_asked_bundle
from app.forms.template import Template, find_template
from app.overlaps.queries import names_of
from app.tables import Submission

NO_ANSWERS: dict[str, Any] = {"values": {}, "rows": {}}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which template: by its bundle's public id, its township, its period (None: the next due)."""

    bundle: str
    township: str
    period: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A template with the township's newest answers (as the present edition asks) and offers; `names` are the
    asking departments'."""

    template: Template
    submission: Submission | None
    answers: dict[str, Any]
    carried: Carried
    names: dict[str, str]


def asked_template(session: Session, wanted: Wanted, today: date) -> Template:
    """The template, if it asks anything of the township. Raises NotFound."""
    bundle = find_asked_bundle(session, wanted.bundle, wanted.township)
    return find_template(session, bundle, wanted.township, wanted.period, today)


def open_template(session: Session, wanted: Wanted, today: date, *, own: bool) -> Opened:
    """The template with its answers and offers, which only the township itself (`own`) may see. Raises
    NotFound."""
    template = asked_template(session, wanted, today)
    submission = latest_submission(session, template) if own else None
    answers = answers_today(template.shared, submission) or NO_ANSWERS
    carried = carry_forward(session, template, answers) if own else NOTHING
    return Opened(template, submission, answers, carried, names_of(session, template.requests))
