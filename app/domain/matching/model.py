"""The linear model that turns a comparison into a calibrated score, with its weights as data."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class LinearModel:
    """Logistic regression: score = 1 / (1 + exp(−(bias + Σ weight·feature))).

    The score is the probability that a careful reader would join the two (duplicate or overlap).
    `cuts` hold the least score of the verdicts duplicate, overlap and related. `quality` tells on what it
    was measured when it was fitted.
    """

    weights: Mapping[str, float]
    bias: float
    cuts: Mapping[str, float]
    quality: Mapping[str, float] = field(default_factory=dict)

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each feature's part of the log odds."""
        return {name: weight * features.get(name, 0.0) for name, weight in self.weights.items()}

    def score(self, features: Mapping[str, float]) -> float:
        """Probability 0–1 that the two are the same township work, in whole or in part."""
        odds = self.bias + sum(self.contributions(features).values())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values, for a county's own file or row."""
        return {
            "weights": dict(self.weights),
            "bias": self.bias,
            "cuts": dict(self.cuts),
            "quality": dict(self.quality),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "LinearModel":
        """The model that `to_json` wrote. Raises KeyError where a part is missing."""
        return cls(row["weights"], row["bias"], row["cuts"], row.get("quality", {}))


@cache
def load_model() -> LinearModel:
    """The shipped model of the work alone: among pairs somebody thought worth comparing."""
    return _shipped("model.json")


@cache
def load_inbox_model() -> LinearModel:
    """The shipped model of a county's inbox: among all that meet in place and time, where one in a hundred
    is the same task. It also weighs what only requests tell: kind, recurrence, forms."""
    return _shipped("inbox.json")


def _shipped(name: str) -> LinearModel:
    text = files("app.domain.matching").joinpath("data", name).read_text("utf-8")
    return LinearModel.from_json(json.loads(text))
