"""How often: the least frequency that serves (R12), and the minimum that other law demands (R19)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.policy.context import Context
from app.domain.policy.draft import TIMES_A_YEAR, Draft
from app.domain.policy.enterprise import inspects_enterprises
from app.domain.policy.finding import Finding
from app.domain.policy.floors import Floor, floor_of
from app.domain.policy.oversight import is_comprehensive
from app.domain.policy.rulebook import Rule, rulebook
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


def floors(draft: Draft, context: Context, rule: Rule) -> Iterator[Finding]:
    """R19: a recurring check rarer than the law's minimum, or a minimum for which a cap leaves no room.

    A single request says nothing of a year, but it too can meet a month that is full.
    """
    floor = floor_of(draft.title, draft.department, unannounced=draft.unannounced)
    if draft.kind != "inspection" or floor is None:
        return
    times = TIMES_A_YEAR[draft.recurrence]
    if draft.recurrence and times < floor.a_year:
        yield rule.say("below", "/recurrence", times=times, who=floor.who, who_en=floor.who_en)
    for cap in _caps_below(draft, context, floor):
        said = rule.say(
            "above_cap", "/recurrence" if draft.recurrence else "/window", who=floor.who,
            who_en=floor.who_en, cap=cap.text, cap_en=cap.text_en,
        )  # fmt: skip
        both = (f"{floor.source}；{cap.source}", f"{floor.source_en}; {cap.source_en}")
        yield replace(said, source=both[0], source_en=both[1])


@dataclass(frozen=True, slots=True)
class _Cap:
    text: str
    text_en: str
    source: str
    source_en: str


def _caps_below(draft: Draft, context: Context, floor: Floor) -> Iterator[_Cap]:
    """The caps that the floor cannot be kept under."""
    book, rules = rulebook(), context.rules
    yearly = rules.comprehensive_per_year
    if is_comprehensive(draft.title) and draft.oversight and floor.a_year > yearly:
        rule = book["R02" if draft.department_level == "nation" else "R04"]
        text, text_en = (
            f"综合性督查检查考核每年不超过{yearly}项",
            f"at most {yearly} comprehensive item(s) a year",
        )
        yield _Cap(text, text_en, rule.source, rule.source_en)
    visits = rules.enterprise_visits_per_year
    if visits is not None and inspects_enterprises(draft) and floor.a_year > visits:
        rule = book["R15"]
        text, text_en = (
            f"对同一企业每年检查不超过{visits}次",
            f"at most {visits} visit(s) to an enterprise a year",
        )
        yield _Cap(text, text_en, rule.source, rule.source_en)
    yield from _full_months(draft, context)


def _full_months(draft: Draft, context: Context) -> Iterator[_Cap]:
    """A month that is full already: an announced check can join a visit, an unannounced one cannot."""
    cap = context.rules.visits_per_month
    if cap is None or not draft.unannounced:
        return
    full = [code for code, visits in sorted(context.visits_in_month.items()) if visits >= cap]
    if full:
        rule = rulebook()["R03"]
        where, where_en = "、".join(full), ", ".join(full)
        text = f"每乡镇每月不超过{cap}次（{where} 当月已满）"
        yield _Cap(
            text,
            f"at most {cap} visit(s) a township and month ({where_en}: full)",
            rule.source,
            rule.source_en,
        )
