"""Judges whether two fields of different forms ask for one fact, and says why."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.domain.merging.alignment.comparisons import compare
from app.domain.merging.alignment.derivations import compare_derivations
from app.domain.merging.alignment.elements import DataElement, element_of
from app.domain.merging.alignment.findings import Finding
from app.domain.merging.alignment.model import features_of, probability
from app.domain.merging.alignment.units import UnitError, factor_between
from app.domain.merging.field import Field

#: Below this probability nothing is merged: a wrong merge is worse than a missed one.
MERGE = 0.7

Verdict = Literal["same", "convertible", "derivable", "broader", "narrower", "conflicting", "different"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in one sentence: Chinese and English."""

    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The verdict on a pair. `score` is the probability that both are one fact (same or convertible);
    `factor` turns a's value into b's unit, exactly, and is None unless the verdict is same or convertible;
    `formula` says how one is calculated where the verdict is derivable; `closed` names the aspects on which
    the two are apart or conflict."""

    verdict: Verdict
    score: float
    factor: Fraction | None
    reasons: tuple[Reason, ...]
    formula: str = ""
    closed: frozenset[str] = frozenset()


def align_fields(a: Field, b: Field) -> Alignment:
    """How field `a` stands to field `b`; swapping them mirrors the answer (broader ↔ narrower, 1/factor)."""
    left, right = element_of(a), element_of(b)
    findings = tuple(compare(left, right))
    score = probability(features_of(left, right, findings))
    derived = tuple(compare_derivations(left, right, findings))
    verdict = _judge((*findings, *derived), score)
    factor = _factor(left, right) if verdict == "same" else None
    if factor not in (None, 1):
        verdict = "convertible"
    reasons = tuple(Reason(finding.text, finding.text_en) for finding in (*findings, *derived))
    closed = frozenset(one.aspect for one in findings if one.kind in ("apart", "conflict"))
    return Alignment(verdict, score, factor, reasons, derived[0].text if derived else "", closed)


def evidence(a: Field, b: Field) -> tuple[float, ...]:
    """What the model sees of a pair, in the order of `model.FEATURES`; for fitting."""
    left, right = element_of(a), element_of(b)
    return features_of(left, right, tuple(compare(left, right)))


def _of_another_time(findings: tuple[Finding, ...]) -> bool:
    """A part of a figure of another day is no part of this one."""
    times = any(finding.aspect == "period" and finding.kind == "conflict" for finding in findings)
    return times and any(finding.kind in ("wider", "narrower") for finding in findings)


def _factor(a: DataElement, b: DataElement) -> Fraction:
    try:
        return factor_between(a.unit, b.unit)
    except UnitError:  # a missing unit is the other's; 个 and 座 count one by one
        return Fraction(1)


def _judge(findings: tuple[Finding, ...], score: float) -> Verdict:
    """The gates decide; a pair that passes them all is merged when the model is sure enough."""
    kinds = {finding.kind for finding in findings}
    if "derivable" in kinds:
        return "derivable"
    if "apart" in kinds or kinds >= {"wider", "narrower"} or _of_another_time(findings):
        return "different"
    if "wider" in kinds:
        return "broader"
    if "narrower" in kinds:
        return "narrower"
    if "conflict" in kinds:
        return "conflicting"
    return "same" if score >= MERGE else "different"
