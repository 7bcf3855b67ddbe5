"""Turns the findings on a pair into the probability that both fields are one fact: a small logistic model.

Fitted on labelled pairs by `benchmarks/fields/fit.py`; the gates stand above it, the model only orders what
they leave and says how sure a merge is.
"""

import json
from functools import lru_cache
from importlib.resources import files
from math import exp

from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding

FEATURES = ("bias", "gate", "unlike", "part", "shared_concepts", "one_entry", "two_entries", "near")
#: Gates that the forms around two labels close; a title may tell too little, so likeness still orders them.
_SOFT = {"grain", "scope", "context", "concept"}


def features_of(a: DataElement, b: DataElement, findings: tuple[Finding, ...]) -> tuple[float, ...]:
    """The values of `FEATURES` for a pair, each between 0 and 1 and the same when the two swap.

    Behind a closed gate (dimension, qualifier, limits, time, definition) likeness says nothing; where
    only the forms around are apart it tells the doubtful pairs from the plain ones. Two labels that the
    dictionary knows as two elements are less likely one fact.
    """
    closed = {finding.aspect for finding in findings if finding.kind in ("apart", "conflict")}
    gate = bool(closed - {"concept"})
    mine, others = set(a.concepts), set(b.concepts)
    agreed = any(finding.aspect == "concept" and finding.kind in ("equal", "open") for finding in findings)
    shared = 1.0 if agreed else len(mine & others) / len(mine | others)
    return (
        1.0,
        float(gate),
        float("concept" in closed),
        float(any(finding.kind in ("wider", "narrower") for finding in findings)),
        0.0 if gate else shared,
        float(not closed and bool(a.standard) and a.standard == b.standard),
        float(bool(a.standard and b.standard) and a.standard != b.standard),
        _likeness(mine, others) if gate and closed <= _SOFT else 0.0,
    )


def _likeness(mine: set[str], others: set[str]) -> float:
    """Of the characters of the concepts, the share that both have (Dice)."""
    left, right = set("".join(mine)), set("".join(others))
    return 2 * len(left & right) / max(1, len(left) + len(right))


def probability(features: tuple[float, ...]) -> float:
    """How likely a pair with these features is one fact, 0–1."""
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(_weights(), features, strict=True))))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    shipped = json.loads(files(__package__).joinpath("data/weights.json").read_text(encoding="utf-8"))
    return tuple(float(shipped[name]) for name in FEATURES)
