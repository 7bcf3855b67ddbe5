"""Rules that bind inspections of enterprises only (R13-R16); their remarks carry that scope."""

import re
from collections.abc import Iterator

from app.domain.divisions import targets_meet
from app.domain.policy.context import Context
from app.domain.policy.draft import TIMES_A_YEAR, Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule, rulebook
from app.domain.policy.wording import asks


def inspects_enterprises(draft: Draft) -> bool:
    """True where the title says that enterprises are inspected; supervising townships is not that."""
    words = rulebook()["R13"].words
    inspects = draft.kind == "inspection" and draft.oversight in {"inspection", ""}
    return inspects and all(asks(draft.title, words[part]) for part in ("enterprise", "act"))


def published_item(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R13: the item is published, the plan filed, the campaign approved: some basis is named."""
    if inspects_enterprises(draft) and not draft.legal_basis:
        yield rule.say("no_basis", "/legal_basis")


def barred_inspectors(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R14: who may not inspect."""
    phrases = asks(draft.text, rule.words["barred"])
    if inspects_enterprises(draft) and phrases:
        yield rule.say("barred", "/description", phrases="、".join(phrases))


def yearly_cap(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R15: the county's cap, and published local caps, against the request's own recurrence."""
    if not inspects_enterprises(draft):
        return
    times = TIMES_A_YEAR[draft.recurrence]
    for cap, by, by_en in _caps(draft, context, rule):
        if times > cap:
            yield rule.say("cap", "/recurrence", times=times, cap=cap, by=by, by_en=by_en)


def _caps(draft: Draft, context: Context, rule: Rule) -> Iterator[tuple[int, str, str]]:
    if context.rules.enterprise_visits_per_year is not None:
        yield context.rules.enterprise_visits_per_year, "本县公布的上限", "the county's published cap"
    for local in rule.numbers["local"]:
        if re.search(local["words"], draft.title) and targets_meet(draft.targets, (local["division"],)):
            yield local["a_year"], local["by"], local["by_en"]


def scan_in(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R16: said only where the county runs the scheme, and not in an emergency."""
    if context.rules.scan_in and inspects_enterprises(draft) and not asks(draft.text, rule.words["exempt"]):
        yield rule.say("scan")
