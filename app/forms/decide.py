"""A coordinator's decision whether two fields of a shared template are one fact: it lasts over editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.merging import CannotMerge, Decision, pairs_of
from app.forms.decisions import COUNTY_DIGITS
from app.forms.template import Template, templates_of
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.problems import Fault, Invalid
from app.kit.words import Words
from app.tables import Bundle, FieldDecision


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, about the fields of the bundle's template for one township (None: for all)."""

    fields: tuple[str, ...]
    decision: Decision
    township: str | None


def decide_fields(
    session: Session, actor: Actor, bundle: Bundle, ruling: Ruling, now: datetime
) -> list[FieldDecision]:
    """Store the decision on every pair of cells behind the fields; templates follow at once.

    Raises Invalid for a field that no template of the bundle holds, and for two that can never be one.
    """
    template = _holding(templates_of(session, bundle, ruling.township), ruling.fields)
    forms = [one.to_form() for one in template.asked]
    try:
        pairs = pairs_of(forms, template.shared, ruling.fields, ruling.decision)
    except CannotMerge as error:
        raise _refused(
            Words(error.text, error.text_en),
            Words("让这两格分开填报。", "Let the two be filled apart."),
        ) from error
    home = max(bundle.home, actor.division, key=len)[:COUNTY_DIGITS]
    rows = [
        FieldDecision(
            id=new_id(), home=home, first=one.signature, second=other.signature,
            first_department=one.department, second_department=other.department,
            labels=[one.label, other.label], decision=ruling.decision, decided_at=now,
            decided_by=actor.key_id,
        )
        for one, other in pairs
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    subject = public_id("bun", bundle.home, bundle.id)
    record(session, actor, now, f"field.{ruling.decision}", subject, home, pairs=len(rows))
    return rows


def _holding(templates: Sequence[Template], fields: Sequence[str]) -> Template:
    for template in templates:
        if all(template.shared.field(key) is not None for key in fields):
            return template
    raise _refused(
        Words("这个任务的共享模板里没有这些指标", "no template of this bundle holds these fields"),
        Words(
            "用 GET /v1/bundles/{id}/template 查指标编号，并写明 township。",
            "Read the ids from GET /v1/bundles/{id}/template, and name its township.",
        ),
    )


def _refused(words: Words, remedy: Words) -> Invalid:
    return Invalid(faults=[Fault(words, remedy, pointer="/fields")])
