"""R11: the marks that a statistical survey's form must show, and their expiry."""

import re
from collections.abc import Iterator
from datetime import date

from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule
from app.domain.policy.wording import asks

MARKS = {
    "form_no": ("表号", "form number"),
    "issuer": ("制定机关", "issuer"),
    "approval": ("批准（备案）文号", "approval or filing number"),
    "validity": ("有效期", "validity"),
}

_VALID_UNTIL = re.compile(
    r"有效期[限]?[:：]?\s*[至到]?\s*[:：]?\s*(\d{4})\s*[年.-]\s*(\d{1,2})\s*(?:[月.-]\s*(\d{1,2}))?"
)


def survey_marks(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R11, for forms that call themselves a statistical survey; a work form is none."""
    has_form = bool(draft.fields or draft.form_text)
    if (
        draft.kind != "report"
        or not has_form
        or not asks(f"{draft.title}。{draft.form_text}", rule.words["survey"])
    ):
        return
    shown = "\n".join((draft.description, draft.form_text, *(field.note for field in draft.fields)))
    missing = [names for mark, names in MARKS.items() if not re.search(rule.words[mark], shown)]
    if missing:
        yield rule.say(
            "marks",
            "/form",
            missing="、".join(name for name, _ in missing),
            missing_en=", ".join(name_en for _, name_en in missing),
        )
    expiry = _VALID_UNTIL.search(shown)
    if expiry and _is_past(expiry, context.received_at.date()):
        yield rule.say("expired", "/form", valid_until="-".join(part for part in expiry.groups() if part))


def _is_past(expiry: re.Match[str], today: date) -> bool:
    """A validity given as a month lasts to that month's end."""
    year, month, day = (int(part) if part else 0 for part in expiry.groups())
    return (year, month, day or 31) < (today.year, today.month, today.day)
