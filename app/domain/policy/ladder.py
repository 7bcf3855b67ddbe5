"""The simplification ladder: the lighter ways to get the same, each named with what makes it possible."""

from collections.abc import Iterator

from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule
from app.domain.policy.wording import asks


def cheaper_ways(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """Existing data, written instead of a visit, oral instead of prose, a shared visit instead of its own."""
    yield from _existing(draft, context, rule)
    if draft.kind == "report":
        yield from _oral(draft, rule)
        return
    yield from _written(draft, rule)
    if context.shareable_visits > 0:
        yield rule.say("joint", "/window", visits=context.shareable_visits)


def _existing(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    fields, answered = len(draft.fields), min(context.already_answered, len(draft.fields))
    if answered:
        case = "nothing_new" if answered == fields else "existing"
        yield rule.say(case, "/form", fields=fields, answered=answered, rest=fields - answered)


def _written(draft: Draft, rule: Rule) -> Iterator[Finding]:
    papers = asks(draft.description, rule.words["papers"])
    if papers and not draft.unannounced and not asks(draft.text, rule.words["on_site"]):
        yield rule.say("written", "/kind", phrases="、".join(papers))


def _oral(draft: Draft, rule: Rule) -> Iterator[Finding]:
    prose = asks(draft.text, rule.words["narrative"])
    if prose and not draft.fields and not draft.legal_basis:
        yield rule.say("oral", "/description", phrases="、".join(prose))
