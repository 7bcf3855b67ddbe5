"""Personal data in a form: what the minimum-necessary rule asks to justify, and what others may not read."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from app.domain.policy.context import Context
from app.domain.policy.draft import AskedField, Draft
from app.domain.policy.finding import Finding
from app.domain.policy.rulebook import Rule, rulebook

PersonalKind = Literal["", "personal", "sensitive"]

_COUNT_UNITS = frozenset(("人", "名", "户", "个", "人次", "户次", "%", "％", "例", "件", "元", "万元"))


def personal_kind(label: str, unit: str = "") -> PersonalKind:
    """What a field with this label holds of a person: nothing, personal data, or sensitive personal data.

    Counts are never personal (残疾人数, 患病人数), nor is the office telephone of whoever fills the form in.
    A name alone is not flagged: a roster is what many duties are about, and every ledger has one.
    """
    rules = rulebook()
    common = rules["PIPL6"].words
    if unit.strip() in _COUNT_UNITS or re.search(common["count"], label):
        return ""
    if re.search(rules["PIPL28"].words["sensitive"], label):
        return "sensitive"
    if re.search(common["personal"], label) and not re.search(common["office"], label):
        return "personal"
    return ""


def masked_places(columns: Sequence[tuple[str, str]]) -> frozenset[int]:
    """Of a list's columns, as (label, unit), those that only the list's owner and the people's own township
    read: personal data, and names and incomes where they stand beside sensitive data or each other."""
    words = rulebook()["PIPL28"].words
    kinds = [personal_kind(*column) for column in columns]
    named, incomes = (
        {at for at, (label, _) in enumerate(columns) if re.search(words[word], label)}
        for word in ("named", "income")
    )
    hidden = {at for at, kind in enumerate(kinds) if kind}
    return frozenset(hidden | named | incomes) if hidden or (named and incomes) else frozenset()


def personal_data(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """PIPL6: the fields that identify or reach a person."""
    yield from _labelled(draft, rule, "personal")


def sensitive_data(draft: Draft, _: Context, rule: Rule) -> Iterator[Finding]:
    """PIPL28: the fields whose leak hurts a person: health, accounts, belief, whereabouts, children; and a
    name or an income where they stand side by side, or a name beside any of these: together they tell of
    one person what neither tells alone."""
    names, incomes = (_places(draft, rule.words[word]) for word in ("named", "income"))
    alone = [at for at, field in enumerate(draft.fields) if _kind(field) == "sensitive"]
    linked = [*incomes, *names] if names and (alone or incomes) else []
    yield from _told(draft, rule, "sensitive", list(dict.fromkeys((*alone, *linked))))


def _places(draft: Draft, words: str) -> list[int]:
    return [at for at, field in enumerate(draft.fields) if re.search(words, field.label)]


def _kind(field: AskedField) -> PersonalKind:
    return personal_kind(field.label, field.unit)


def _labelled(draft: Draft, rule: Rule, kind: PersonalKind) -> Iterator[Finding]:
    yield from _told(draft, rule, kind, [at for at, field in enumerate(draft.fields) if _kind(field) == kind])


def _told(draft: Draft, rule: Rule, kind: PersonalKind, places: list[int]) -> Iterator[Finding]:
    found = [(at, draft.fields[at].label) for at in places]
    if found:
        labels = "、".join(dict.fromkeys(label for _, label in found))
        yield rule.say(kind, f"/form/fields/{found[0][0]}/label", labels=labels)
