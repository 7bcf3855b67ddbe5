"""Rules on oversight: its basis (R01), caps (R02-R04), disguise (R06), pressure (R07), new duties (R17)."""

from collections.abc import Iterator

from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.enterprise import inspects_enterprises
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule, rulebook
from app.domain.policy.wording import asks

OVERSIGHT_NAMES = {
    "supervision": ("督查", "supervision"),
    "inspection": ("检查", "inspection"),
    "appraisal": ("考核", "appraisal"),
}


def basis(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R01: oversight of townships names its document or its basis; of enterprises, R13 says so."""
    named = draft.document_no or draft.legal_basis
    if draft.oversight and not named and not inspects_enterprises(draft):
        name, name_en = OVERSIGHT_NAMES[draft.oversight]
        yield rule.say("no_basis", "/legal_basis", oversight=name, oversight_en=name_en)


def central_cap(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R02: one comprehensive item a year for each central department."""
    if draft.department_level == "nation":
        yield from _comprehensive(draft, context, rule)


def local_cap(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R04: the same cap below the centre, after a city's rules: an analogy elsewhere, and said so."""
    if draft.department_level in {"province", "city", "county"}:
        yield from _comprehensive(draft, context, rule)


def is_comprehensive(title: str) -> bool:
    """True for a comprehensive oversight item, by its title: what the yearly caps count."""
    return bool(asks(title, rulebook()["R02"].words["comprehensive"]))


def _comprehensive(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    cap, done = context.rules.comprehensive_per_year, context.comprehensive_this_year
    if draft.oversight and done >= cap and is_comprehensive(draft.title):
        yield rule.say("cap", "/oversight", done=done, cap=cap)


def monthly_cap(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R03: a township's visit-days in a month, where the county set a cap; emergencies are exempt."""
    cap = context.rules.visits_per_month
    if draft.kind != "inspection" or cap is None or asks(draft.text, rule.words["exempt"]):
        return
    full = {code: days for code, days in sorted(context.visits_in_month.items()) if days >= cap}
    if full:
        yield rule.say("cap", "/targets", townships="、".join(full), most=max(full.values()), cap=cap)


def disguise(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R06: a research visit, evaluation, guidance or monitoring that grades or appraises."""
    names = asks(draft.title, rule.words["name"])
    signs = asks(draft.description, rule.words["strong"]) or asks(draft.title, rule.words["strong"])
    if names and signs and draft.oversight != "appraisal":
        yield rule.say("disguised", "/title", name=names[0], signs="、".join(signs))


def pressure(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R07: rankings, vetoes and signed pledges."""
    for case in ("ranking", "veto", "pledge"):
        phrases = asks(draft.text, rule.words[case])
        if phrases:
            yield rule.say(case, "/description", phrases="、".join(phrases))


def new_duty(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """R17: a department's duty handed down; silent where a basis is named."""
    phrases = asks(draft.text, rule.words["transfer"])
    if phrases and not draft.legal_basis:
        yield rule.say("new_duty", "/legal_basis", phrases="、".join(phrases))
