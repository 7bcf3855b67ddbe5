"""R10: apps that make people check in or leave traces, and the same material asked for by two channels."""

from collections.abc import Iterator

from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule
from app.domain.policy.wording import asks, sentences


def channels(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R10: security and emergency work is exempt from the ban on check-ins, as the rule itself says."""
    phrases = _traces(draft, rule)
    if phrases and not asks(draft.text, rule.words["exempt"]):
        yield rule.say("trace", "/description", phrases="、".join(phrases))
    twice = _twice(draft, rule)
    if twice:
        yield rule.say("channels", "/description", phrases="、".join(twice))


def _traces(draft: Draft, rule: Rule) -> tuple[str, ...]:
    """Words that always mean it, and words that mean it only in one sentence with an app (签到, 积分)."""
    found = [*asks(draft.text, rule.words["always"])]
    for sentence in sentences(draft.text):
        if asks(sentence, rule.words["app"]):
            found += asks(sentence, rule.words["with_app"])
    for field in draft.fields:
        found += asks(field.label, rule.words["always"])
    return tuple(dict.fromkeys(found))


def _twice(draft: Draft, rule: Rule) -> tuple[str, ...]:
    """An electronic and a paper channel in one sentence, unless the sentence leaves the choice."""
    for sentence in sentences(draft.text):
        electronic, paper = (asks(sentence, rule.words[name]) for name in ("electronic", "paper"))
        if electronic and paper and not asks(sentence, rule.words["either"]):
            return electronic[0], paper[0]
    return ()
