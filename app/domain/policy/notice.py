"""R05 and R18: how long before a request is due it is known, and what may not be known at all."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule
from app.domain.policy.wording import asks
from app.domain.policy.worktime import due_moment, earliest_due, working_days


def notice_time(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R05: working days from receipt to due, to the hour; emergencies are told, not blamed.

    A recurring return is known in advance after its first occurrence, so only a due moment is judged.
    """
    if draft.latest is None or draft.unannounced or not context.rules.notice_days:
        return
    wanted, comfortable = context.rules.notice_days, context.rules.comfortable_days
    due = due_moment(draft.latest)
    days = working_days(context.received_at, due, context.open_days, max(wanted, comfortable))
    short = days < wanted
    if not short and (days >= comfortable or draft.kind == "inspection"):
        return
    goal = wanted if short else comfortable
    yield rule.say(
        _case(draft, rule, short=short),
        "/window/latest",
        days=days,
        wanted=goal,
        received=_moment(context.received_at),
        due=_moment(due),
        earliest=_moment(earliest_due(context.received_at, context.open_days, goal)),
    )


def _case(draft: Draft, rule: Rule, *, short: bool) -> str:
    if asks(draft.text, rule.words["emergency"]):
        return "emergency"
    if draft.kind == "inspection":
        return "visit"
    return "too_short" if short else "tight"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def unannounced(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R18: an unannounced visit stays hidden from townships; the text may not undo that."""
    if draft.kind != "inspection":
        return
    if not draft.unannounced:
        phrases = asks(draft.text, rule.words["unannounced"])
        if phrases:
            yield rule.say("undeclared", "/unannounced", phrases="、".join(phrases))
        return
    yield rule.say("embargoed", "/unannounced")
    phrases = asks(draft.text, rule.words["preparation"])
    if phrases:
        yield rule.say("contradiction", "/description", phrases="、".join(phrases))
