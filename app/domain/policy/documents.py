"""Rules on the notice as a document: what it may ask in return (R08) and its length (R09)."""

from collections.abc import Iterator

from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule
from app.domain.policy.wording import asks


def return_demands(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R08: reports on implementation, and companion documents."""
    for case in ("implementation", "companion"):
        phrases = asks(draft.text, rule.words[case])
        if phrases:
            yield rule.say(case, "/description", phrases="；".join(phrases))


def length(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R09: characters of the text, white space left out."""
    characters = sum(1 for character in draft.description if not character.isspace())
    limit = rule.numbers["general" if asks(draft.title, rule.words["general"]) else "special"]
    if characters > limit:
        yield rule.say("long", "/description", length=characters, limit=limit)
