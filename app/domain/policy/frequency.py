"""How often: the least frequency that serves (R12), and the minimum that other law demands (R19)."""

import re
from collections.abc import Iterator

from app.domain.policy.context import Context
from app.domain.policy.draft import TIMES_A_YEAR, Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule
from app.domain.policy.wording import asks


def least_frequency(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R12: daily and nil returns, sub-monthly ones, monthly ones without a basis; one remark at most."""
    if draft.kind != "report" or asks(draft.text, rule.words["exempt"]):
        return
    times = TIMES_A_YEAR[draft.recurrence]
    nil = asks(draft.text, rule.words["nil"])
    if nil:
        yield rule.say("nil", "/description", phrases="、".join(nil))
    elif times > TIMES_A_YEAR["monthly"]:
        yield rule.say("sub_monthly", "/recurrence", times=times)
    elif draft.recurrence == "monthly" and not draft.legal_basis:
        yield rule.say("monthly", "/recurrence", times=times)


def floors(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R19: a recurring check rarer than the law's minimum. A single request says nothing of a year."""
    if draft.kind != "inspection" or not draft.recurrence:
        return
    times = TIMES_A_YEAR[draft.recurrence]
    for floor in rule.numbers["floors"]:
        applies = re.search(floor["words"], draft.title) and draft.unannounced >= floor["unannounced"]
        if applies and times < floor["a_year"]:
            yield rule.say("below", "/recurrence", times=times, who=floor["who"], who_en=floor["who_en"])
