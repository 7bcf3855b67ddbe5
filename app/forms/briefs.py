"""Lists what a township has to fill in, for the call and for the page alike."""

from sqlalchemy.orm import Session

from app.forms.fill import latest_submission
from app.forms.queries import bundles_to_fill
from app.forms.schemas import TemplateBrief, show_brief_template
from app.forms.template import templates_of
from app.overlaps.queries import names_of


def list_briefs(session: Session, township: str) -> list[TemplateBrief]:
    """A line for each shared template of the township, the one that is due first at the top."""
    templates = [
        one
        for bundle in bundles_to_fill(session, township)
        for one in templates_of(session, bundle, township)
    ]
    names = names_of(session, [request for one in templates for request in one.requests])
    items = [show_brief_template(one, latest_submission(session, one), names) for one in templates]
    return sorted(items, key=lambda one: (one.due, one.bundle, one.period))
