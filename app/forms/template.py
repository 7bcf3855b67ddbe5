"""The shared template of a bundle for one township and period, made from the newest forms of its reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import TOWNSHIP_DIGITS, contains
from app.domain.merging import Decision, SharedForm, at_occurrence, merge_forms
from app.domain.merging.field import Form as MergedForm
from app.forms.decisions import decisions_on
from app.forms.encoding import decode_form
from app.forms.keep import latest_forms
from app.kit.ids import public_id
from app.kit.problems import NotFound
from app.kit.words import Words
from app.overlaps.bundling import members_of
from app.tables import Bundle, Form, RequestOccurrence, WorkRequest

ONCE = ""
"""The period of a request that does not recur."""


@dataclass(frozen=True, slots=True)
class Template:
    """What one township fills once: the shared form, whose requests it answers, and by when.

    `due` is the earliest of its requests' due dates: what is filled by then is in time for all.
    """

    bundle: Bundle
    township: str
    period: str
    due: date
    asked: tuple["Asked", ...]
    shared: SharedForm

    @property
    def requests(self) -> tuple[WorkRequest, ...]:
        """The requests that it answers, the earliest first."""
        return tuple(one.request for one in self.asked)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Their forms, in the same order."""
        return tuple(one.form for one in self.asked)

    @property
    def title(self) -> str:
        """The title of its eldest form."""
        return self.forms[0].title


def find_template(
    session: Session, bundle: Bundle, township: str, period: str | None, today: date
) -> Template:
    """The template of `bundle` for `township`; without a `period`, the one that is due next.

    Raises NotFound where nothing of the bundle is asked of the township in that period.
    """
    templates = templates_of(session, bundle, township)
    if period is not None:
        templates = [one for one in templates if one.period == period]
    open_ = [one for one in templates if one.due >= today]
    if not templates:
        raise NotFound(
            Words("这个任务没有要该乡镇填的表。", "Nothing of this bundle is to be filled by this township.")
        )
    return open_[0] if open_ else templates[-1]


def templates_of(session: Session, bundle: Bundle, township: str | None) -> list[Template]:
    """All templates of a bundle for a township, one a period, by due date; for None, with all its forms."""
    place = township or bundle.home
    requests = [one for one in members_of(session, bundle.id) if township is None or _asks(one, place)]
    forms = {form.request_id: form for form in latest_forms(session, requests)}
    requests = [one for one in requests if one.id in forms]
    occasions = _occasions(session, requests)
    decisions = tuple(decisions_on(session, place, {one.department for one in requests}).items())
    found = []
    for period in dict.fromkeys(period for one in requests for period in occasions[one.id]):
        asked = tuple(
            Asked(forms[one.id].id, period, tuple(occasions[one.id]), one, forms[one.id])
            for one in requests
            if period in occasions[one.id]
        )
        due = min(occasions[one.request.id][period] for one in asked)
        found.append(Template(bundle, place, period, due, asked, _merged(asked, decisions)))
    return sorted(found, key=lambda one: (one.due, one.period))


def merged_as_asked(
    session: Session, template: Template, pairs: Sequence[tuple[WorkRequest, Form]]
) -> SharedForm | None:
    """These editions of forms merged as `template`'s township was asked in its period; None where one was not
    asked of it then."""
    requests = [request for request, _ in pairs]
    occasions = _occasions(session, requests)
    asked_here = all(
        _asks(one, template.township) and template.period in occasions[one.id] for one in requests
    )
    if not pairs or not asked_here:
        return None
    decisions = tuple(decisions_on(session, template.township, {one.department for one in requests}).items())
    asked = (Asked(form.id, template.period, tuple(occasions[one.id]), one, form) for one, form in pairs)
    return _merged(tuple(asked), decisions)


def merge_input(request: WorkRequest, form: Form) -> MergedForm:
    """A stored form as the merge knows it, under its request's public id."""
    key = public_id("req", request.home, request.id)
    return decode_form(key, form.title, request.department, form.tables)


@dataclass(frozen=True, slots=True)
class Asked:
    """A form by its id alone, which stands for its content since an edition never changes, for one of the
    periods of its request."""

    form_id: UUID
    period: str
    periods: tuple[str, ...]
    request: WorkRequest = field(compare=False)
    form: Form = field(compare=False)

    def to_form(self) -> MergedForm:
        """The form with its relative periods turned into dates."""
        form = merge_input(self.request, self.form)
        return form if self.period == ONCE else at_occurrence(form, self.period, self.periods)


@lru_cache(maxsize=512)
def _merged(asked: tuple[Asked, ...], decisions: tuple[tuple[frozenset[str], Decision], ...]) -> SharedForm:
    return merge_forms([one.to_form() for one in asked], dict(decisions))


def _asks(request: WorkRequest, township: str) -> bool:
    return any(contains(target[:TOWNSHIP_DIGITS], township) for target in request.targets)


def _occasions(session: Session, requests: Sequence[WorkRequest]) -> dict[UUID, dict[str, date]]:
    """The due date of each period of each request; the period of one that does not recur is ONCE."""
    rows = session.scalars(
        select(RequestOccurrence)
        .where(RequestOccurrence.request_id.in_([request.id for request in requests]))
        .order_by(RequestOccurrence.due)
    )
    found: dict[UUID, dict[str, date]] = {request.id: {} for request in requests}
    for row in rows:
        found[row.request_id][row.period] = row.due
    return {request.id: found[request.id] or {ONCE: request.latest} for request in requests}
