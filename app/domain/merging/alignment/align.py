"""Judges whether two fields of different forms ask for one fact, and says why."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.domain.merging.alignment.comparisons import compare
from app.domain.merging.alignment.elements import DataElement, element_of
from app.domain.merging.alignment.findings import Finding
from app.domain.merging.alignment.units import UnitError, factor_between
from app.domain.merging.field import Field

Verdict = Literal["same", "convertible", "broader", "narrower", "conflicting", "different"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in one sentence: Chinese and English."""

    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The verdict on a pair. `score` is the probability that both are one fact (same or convertible);
    `factor` turns a's value into b's unit, exactly, and is None unless the verdict is same or convertible."""

    verdict: Verdict
    score: float
    factor: Fraction | None
    reasons: tuple[Reason, ...]


def align_fields(a: Field, b: Field) -> Alignment:
    """How field `a` stands to field `b`; swapping them mirrors the answer (broader ↔ narrower, 1/factor)."""
    left, right = element_of(a), element_of(b)
    findings = tuple(compare(left, right))
    verdict, score = _judge(findings)
    factor = _factor(left, right) if verdict == "same" else None
    if factor not in (None, 1):
        verdict = "convertible"
    return Alignment(
        verdict, score, factor, tuple(Reason(finding.text, finding.text_en) for finding in findings)
    )


def _factor(a: DataElement, b: DataElement) -> Fraction:
    try:
        return factor_between(a.unit, b.unit)
    except UnitError:  # a missing unit is the other's; 个 and 座 count one by one
        return Fraction(1)


def _judge(findings: tuple[Finding, ...]) -> tuple[Verdict, float]:
    kinds = {finding.kind for finding in findings}
    nearness = max((finding.nearness for finding in findings), default=0.0)
    if "apart" in kinds or kinds >= {"wider", "narrower"}:
        return "different", 0.02 + 0.1 * nearness
    if "conflict" in kinds:
        return "conflicting", 0.05
    if "wider" in kinds:
        return "broader", 0.2
    if "narrower" in kinds:
        return "narrower", 0.2
    return "same", 0.97 - 0.03 * sum(finding.kind == "open" for finding in findings)
